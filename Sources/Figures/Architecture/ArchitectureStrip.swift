import Architecture
import CostAnalysis
import Drawing

/// The figures over the glyphs: one line a column of the papers' tables, one cell a glyph or a run
/// of glyphs with the same entry.
struct ArchitectureStrip {
  /// One line of the strip.
  enum Row: CaseIterable, Hashable {
    case part
    case resolution
    case tableRow
    case kernel
    case stride
    case dilation
    case activation
    case expansion
    case channels
    case macs
    case parameters

    /// What is at the left.
    var heading: String {
      switch self {
      case .part: "part"
      case .resolution: "map size"
      case .tableRow: "table row"
      case .kernel: "kernel"
      case .stride: "stride"
      case .dilation: "dilation"
      case .activation: "activation"
      case .expansion: "expanded to"
      case .channels: "channels"
      case .macs: "MACs %"
      case .parameters: "params %"
      }
    }

    /// Whether cells with the same entry are one.
    var merges: Bool {
      switch self {
      case .part, .resolution, .tableRow, .activation: true
      case .kernel, .stride, .dilation, .expansion, .channels, .macs, .parameters: false
      }
    }

    var height: Double {
      switch self {
      case .part, .resolution, .tableRow, .kernel, .stride, .dilation, .activation, .expansion,
        .channels:
        19
      case .macs, .parameters: 19 + Self.barHeight
      }
    }

    var style: TextStyle {
      switch self {
      case .resolution, .channels: FigureStyle.strong
      case .part, .tableRow, .kernel, .stride, .dilation, .activation, .expansion: FigureStyle.text
      case .macs, .parameters: FigureStyle.small
      }
    }

    /// The height of the tallest bar of a cost, in points.
    static let barHeight = 22.0
  }

  /// One entry.
  struct Cell: Hashable {
    var text: String
    var stops: Range<Int>
    /// A cost as a part of the greatest one.
    var bar: Double?
  }

  private let stops: [ArchitectureOutline.Stop]
  private let total: (macs: WideCount, parameters: Int)
  private let greatest: (macs: WideCount, parameters: Int)
  /// The lines that say anything.
  private(set) var rows: [Row] = []

  init(_ outline: ArchitectureOutline, total macs: WideCount, parameters: Int) {
    stops = outline.stops
    total = (macs, parameters)
    greatest = (
      outline.stops.map { $0.cost.macs }.max() ?? 0,
      outline.stops.map { $0.cost.parameters.total }.max() ?? 0
    )
    let parts = Set(stops.map { $0.part })
    rows = Row.allCases.filter { row in
      if row == .part, parts.count < 2 { return false }
      return stops.indices.dropFirst().contains { !text(row, $0).isEmpty }
    }
  }

  /// The height of all lines, in points.
  var height: Double { rows.reduce(0) { $0 + $1.height } }

  /// The cells of a row over a stretch of glyphs.
  func cells(_ row: Row, over stretch: Range<Int>) -> [Cell] {
    var cells: [Cell] = []
    for stop in stretch {
      let cell = Cell(text: text(row, stop), stops: stop..<stop + 1, bar: bar(row, stop))
      if row.merges, let last = cells.last, last.text == cell.text {
        cells[cells.count - 1].stops = last.stops.lowerBound..<stop + 1
      } else {
        cells.append(cell)
      }
    }
    if row == .tableRow {
      for index in cells.indices where cells[index].stops.count > 1 {
        cells[index].text += " ×\(cells[index].stops.count)"
      }
    }
    return cells.filter { !$0.text.isEmpty }
  }

  /// What a head costs, as part of the whole.
  func costs(of head: ArchitectureOutline.Head) -> String {
    let shares = [
      ("MACs", FigureNumber.percent(head.cost.macs, of: total.macs)),
      ("params", FigureNumber.percent(head.cost.parameters.total, of: total.parameters)),
    ]
    return shares.filter { !$0.1.isEmpty }.map { "\($0.0) \($0.1) %" }
      .joined(separator: "  ·  ")
  }

  private func text(_ row: Row, _ index: Int) -> String {
    let stop = stops[index]
    return switch row {
    case .part: stop.part.rawValue
    case .resolution: "\(stop.output.height)×\(stop.output.width)"
    case .tableRow: stop.rowLabel
    case .kernel: stop.kernel?.text(separator: "×") ?? ""
    case .stride: stop.stride == 1 ? "" : stop.stride.figureText
    case .dilation: stop.dilations.map(String.init).joined(separator: ", ")
    case .activation: stop.activations.map { $0.name }.joined(separator: ", ")
    case .expansion: stop.expansion.map(String.init) ?? ""
    case .channels: "\(stop.output.channels)"
    case .macs: FigureNumber.percent(stop.cost.macs, of: total.macs)
    case .parameters:
      FigureNumber.percent(stop.cost.parameters.total, of: total.parameters)
    }
  }

  private func bar(_ row: Row, _ index: Int) -> Double? {
    let cost = stops[index].cost
    switch row {
    case .part, .resolution, .tableRow, .kernel, .stride, .dilation, .activation, .expansion,
      .channels:
      return nil
    case .macs: return share(cost.macs, of: greatest.macs)
    case .parameters: return share(cost.parameters.total, of: greatest.parameters)
    }
  }

  private func share<Count: BinaryInteger>(_ part: Count, of whole: Count) -> Double? {
    part > 0 && whole > 0 ? Double(part) / Double(whole) : nil
  }
}
