import CostAnalysis
import Drawing

/// The columns beside the layers of a block: what each is and what it costs.
struct BlockTable {
  /// A line of the table.
  struct Line {
    var text: String
    var details = ""
    var parameters: String
    var macs: String
    var share: String
    /// The share as a part of one.
    var bar = 0.0
    /// Parameters and multiply-accumulates in short.
    var costs = ""
  }

  /// Where the columns end: the first is set from its left edge, the others up to their right one.
  private(set) var left = 0.0
  private(set) var parametersRight = 0.0
  private(set) var macsRight = 0.0
  private(set) var shareRight: Double
  /// The lines of the layers.
  private(set) var lines: [Line] = []
  /// The line of the whole block.
  private(set) var total: Line

  static let headings = Line(
    text: "layer", parameters: "parameters", macs: "MACs", share: "% of MACs")
  private static let gap = 20.0
  /// The width of the bar of a layer that costs everything.
  private static let barWidth = 54.0
  /// The room of a percentage and the gap before it.
  private var numberWidth = 0.0
  /// Whether the shares of a layer are left out.
  private let isCompact: Bool

  /// The table that ends at an edge.
  init(
    _ outline: BlockOutline, _ style: BlockStyle, right: Double, isCompact: Bool = false,
    measuring: some TextMeasuring
  ) {
    self.isCompact = isCompact
    let cost = outline.layers.reduce(Cost()) { $0 + $1.cost }
    lines = outline.layers.map { layer in
      Line(
        text: layer.caption.title, details: layer.caption.details,
        parameters: Self.number(layer.cost.parameters.total),
        macs: Self.number(layer.cost.macs),
        share: FigureNumber.percent(layer.cost.macs, of: cost.macs),
        bar: cost.macs > 0 ? Double(layer.cost.macs) / Double(cost.macs) : 0,
        costs: Self.costs(layer.cost))
    }
    total = Line(
      text: "whole block", parameters: Self.number(cost.parameters.total),
      macs: Self.number(cost.macs), share: "", costs: Self.costs(cost))
    shareRight = right
    let all = lines + [total] + (isCompact ? [] : [Self.headings])
    func width(_ column: (Line) -> String) -> Double {
      all.reduce(0) { max($0, measuring.width(column($1), style.strong)) }
    }
    numberWidth = measuring.width("100", style.text) + 6
    macsRight = shareRight - max(width { $0.share }, numberWidth + Self.barWidth) - Self.gap
    parametersRight = macsRight - width { $0.macs } - Self.gap
    let texts = max(width { $0.text }, width { $0.details })
    left =
      isCompact
      ? right - max(texts, width { $0.costs })
      : parametersRight - width { $0.parameters } - Self.gap - texts
  }

  private static func costs(_ cost: Cost) -> String {
    let parts = [
      cost.macs > 0 ? "\(FigureNumber.short(cost.macs)) MACs" : "",
      cost.parameters.total > 0 ? "\(FigureNumber.short(cost.parameters.total)) parameters" : "",
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: ", ")
  }

  private static func number(_ value: some SignedInteger) -> String {
    value > 0 ? FigureNumber.grouped(value) : "–"
  }

  /// The height of a line among others below the layers: those with fewer texts take less.
  func height(_ line: Line, _ style: TextStyle) -> Double {
    let texts = [line.text, line.details, line.costs].count { !$0.isEmpty }
    return (Double(texts) * 1.18 + 0.56) * style.size
  }

  /// The room of the rule above the total.
  static let totalGap = 8.0

  /// The height of all lines below each other, with the total.
  func height(_ style: TextStyle) -> Double {
    (lines + [total]).reduce(Self.totalGap) { $0 + height($1, style) }
  }

  /// Puts the texts at another place.
  mutating func move(to left: Double) { self.left = left }

  /// A line at a height.
  func primitives(_ line: Line, at y: Double, _ style: TextStyle) -> [Primitive] {
    isCompact ? compact(line, at: y, style) : columns(line, at: y, style)
  }

  /// What a layer is and costs, below each other.
  private func compact(_ line: Line, at y: Double, _ style: TextStyle) -> [Primitive] {
    var muted = TextStyle(size: style.size * 0.9, color: FigureStyle.heading.color)
    muted.weight = .regular
    let texts = [(line.text, style), (line.details, muted), (line.costs, muted)]
      .filter { !$0.0.isEmpty }
    return texts.enumerated().map { index, text in
      let offset = Double(index) - Double(texts.count - 1) / 2
      return .label(
        text.0, at: Point(left, y + offset * style.size * 1.18), text.1, anchor: .start)
    }
  }

  private func columns(_ line: Line, at y: Double, _ style: TextStyle) -> [Primitive] {
    let bar = Rect(
      x: shareRight - numberWidth - Self.barWidth, y: y - 5,
      width: max(0.75, line.bar * Self.barWidth), height: 10)
    let bars: [Primitive] =
      line.bar > 0 ? [.path(.rectangle(bar), fill: .mutedInk)] : []
    let lead = line.details.isEmpty ? 0 : style.size * 0.6
    var details = style
    details.color = FigureStyle.heading.color
    let texts: [Primitive] = [
      .label(line.text, at: Point(left, y - lead), style, anchor: .start),
      .label(line.details, at: Point(left, y + lead), details, anchor: .start),
    ]
    return bars + texts.prefix(lead > 0 ? 2 : 1) + [
      .label(line.parameters, at: Point(parametersRight, y), style, anchor: .end),
      .label(line.macs, at: Point(macsRight, y), style, anchor: .end),
      .label(line.share, at: Point(shareRight, y), style, anchor: .end),
    ]
  }
}
