import Architecture
import Drawing

/// Where everything of a block figure stands, in points: layers from top to bottom, a row each,
/// as wide as the square root of their channels; lanes beside each other.
struct BlockLayout {
  /// A layer's place.
  struct Shape {
    var layer: Int
    /// The room of the layer; symbols are in its middle.
    var box: Rect
    /// The widths above and below.
    var widths: (above: Double, below: Double)
  }

  /// Where the table of costs stands.
  enum TablePlace {
    /// At the right of the layers, each line beside its layer.
    case beside
    /// The same without shares.
    case compact
    /// Below the layers.
    case below
  }

  /// A line between two layers.
  struct Edge {
    /// The layer whose tensor it carries; below 0 for the block's inputs.
    var from: Int
    /// The layer that takes it; `layers.count` for the block's output.
    var to: Int
    var isShortcut: Bool
    var points: [Point]
  }

  let outline: BlockOutline
  let style: BlockStyle
  private(set) var table: BlockTable
  let tablePlace: TablePlace
  /// From the top of the input to the bottom of the output.
  let frame: Rect
  private(set) var shapes: [Shape] = []
  private(set) var edges: [Edge] = []
  /// The bars of the block's inputs and output.
  private(set) var inputs: [Rect]
  private(set) var output: Rect

  /// Points for the square root of one channel.
  let unit: Double

  private static let shortcutRoom = 34.0

  /// The layout in a frame: shapes at the left, no wider than a greatest unit makes them, and the table
  /// at the right.
  init(
    _ outline: BlockOutline, _ style: BlockStyle, in frame: Rect,
    table place: TablePlace = .beside, greatestUnit: Double = .infinity,
    measuring: some TextMeasuring
  ) {
    self.outline = outline
    self.style = style
    self.frame = frame
    tablePlace = place
    table = BlockTable(
      outline, style, right: frame.maxX - 10, isCompact: place != .beside, measuring: measuring)
    if place == .below { table.move(to: frame.minX + Self.shortcutRoom) }
    var lanes = BlockLanes(outline, style, measuring: measuring)
    let edge = place == .below ? frame.maxX : table.left - 22
    let right = edge - 8 - measuring.width("output", style.heading)
    lanes.spread(
      between: Interval(frame.minX + Self.shortcutRoom, right), greatestUnit: greatestUnit)
    unit = lanes.unit
    func bar(_ channels: Int, lane: Int, y: Double) -> Rect {
      let width = lanes.width(channels)
      return Rect(x: lanes.centers[lane] - width / 2, y: y, width: width, height: style.bar)
    }
    inputs = outline.inputs.enumerated().map { lane, shape in
      bar(shape.channels, lane: lane, y: frame.minY)
    }
    let last = outline.layers.last
    output = bar(last?.output.channels ?? 1, lane: last?.lane ?? 0, y: frame.maxY - style.bar)

    let top = frame.minY + style.bar + style.gap
    for (index, layer) in outline.layers.enumerated() {
      let center = lanes.centers[layer.lane]
      let y = top + Double(index) * style.pitch
      let widths = (lanes.width(layer.input.channels), lanes.width(layer.output.channels))
      var box = Rect(
        x: center - max(widths.0, widths.1) / 2, y: y, width: max(widths.0, widths.1),
        height: style.pitch - style.gap)
      if layer.symbol != nil {
        let radius = min(style.symbolRadius, box.height / 2)
        box = Rect(
          x: center - radius, y: box.midY - radius, width: 2 * radius, height: 2 * radius)
      }
      shapes.append(Shape(layer: index, box: box, widths: widths))
    }
    addEdges(shortcutX: frame.minX + 12)
  }

  /// By how much a frame is too narrow for the lanes beside the table.
  static func lack(
    of outline: BlockOutline, _ style: BlockStyle, in frame: Rect, measuring: some TextMeasuring
  ) -> Double {
    let table = BlockTable(outline, style, right: frame.maxX - 10, measuring: measuring)
    let left = frame.minX + shortcutRoom
    let right = table.left - 30 - measuring.width("output", style.heading)
    let lanes = BlockLanes(outline, style, measuring: measuring)
    return max(0, lanes.leastRoom - (right - left))
  }

  /// The middle of a row.
  func middle(ofRow row: Int) -> Double {
    let top = frame.minY + style.bar + style.gap + Double(row) * style.pitch
    return top + (style.pitch - style.gap) / 2
  }

  /// The height of the table of an outline below its layers, with the gap above it.
  static func tableHeight(
    of outline: BlockOutline, _ style: BlockStyle, measuring: some TextMeasuring
  ) -> Double {
    let table = BlockTable(outline, style, right: 0, isCompact: true, measuring: measuring)
    return tableGap + table.height(style.text)
  }

  private static let tableGap = 24.0

  /// The middle of a line of the table: the heading is line -1, the total the line after the last.
  func tableMiddle(ofLine line: Int) -> Double {
    switch tablePlace {
    case .below:
      let isTotal = line >= table.lines.count
      let above = table.lines.prefix(max(0, line))
        .reduce(isTotal ? BlockTable.totalGap : 0) { $0 + table.height($1, style.text) }
      let own = table.lines.indices.contains(line) ? table.lines[line] : table.total
      return frame.maxY + Self.tableGap + above + table.height(own, style.text) / 2
    case .beside, .compact:
      if line < 0 { return frame.minY + style.bar / 2 }
      return line < outline.layers.count ? middle(ofRow: line) : frame.maxY + style.gap * 0.8
    }
  }

  private mutating func addEdges(shortcutX: Double) {
    for (index, layer) in outline.layers.enumerated() {
      // Where the input is projected first, the sum takes what that gives.
      let projection = layer.takes.first {
        $0 >= 0 && outline.layers[$0].isShortcut && outline.layers[$0].symbol == nil
      }
      for source in layer.takes {
        let isShortcut = layer.isShortcut && source == projection ?? layer.takes.first
        edges.append(
          Edge(
            from: source, to: index, isShortcut: isShortcut,
            points: isShortcut && source == -1
              ? shortcut(from: source, to: index, x: shortcutX) : line(from: source, to: index)))
      }
    }
    guard let last = shapes.last else { return }
    edges.append(
      Edge(
        from: last.layer, to: last.layer + 1, isShortcut: false,
        points: [Point(last.box.midX, last.box.maxY), Point(last.box.midX, output.minY)]))
  }

  private func box(_ layer: Int) -> Rect { layer < 0 ? inputs[-1 - layer] : shapes[layer].box }

  /// Down on one lane; or aside below the source and down; or down beside the user and aside.
  private func line(from source: Int, to user: Int) -> [Point] {
    let (start, end) = (box(source), box(user))
    let foot = Point(start.midX, start.maxY)
    // Middles of boxes of different widths may differ by a rounding.
    if abs(start.midX - end.midX) < 0.1 { return [foot, Point(foot.x, end.minY)] }
    if start.midX < end.midX {
      let turn = start.maxY + 7
      return [foot, Point(foot.x, turn), Point(end.midX, turn), Point(end.midX, end.minY)]
    }
    return [foot, Point(foot.x, end.midY), Point(end.maxX, end.midY)]
  }

  /// Around everything at the left.
  private func shortcut(from source: Int, to user: Int, x: Double) -> [Point] {
    let (start, end) = (box(source), box(user))
    return [
      Point(start.minX, start.midY), Point(x, start.midY), Point(x, end.midY),
      Point(end.minX, end.midY),
    ]
  }
}
