import Architecture
import CostAnalysis
import Drawing
import NetworkGraph

/// Several networks below each other, with maps of about the same part of the picture's size in one
/// column: what they share, where they go on, and from which maps their heads answer.
public enum AlignedFigure {
  /// The figure of some networks, the first at the top.
  public static func scene(
    graphs: [Graph], on canvas: FigureCanvas = .slide, measuring: some TextMeasuring
  ) -> Scene {
    let lanes = graphs.map { AlignedLane($0) }
    let categories = Set(
      lanes.flatMap { $0.cells.flatMap { $0.category == .input ? [] : [$0.category] } })
    var entries = FigureCategory.allCases.filter { categories.contains($0) }
      .map { FigureKey.Entry($0) }
    if lanes.contains(where: { !$0.heads.isEmpty }) {
      entries.append(
        FigureKey.Entry(
          width: 20,
          swatch: [
            .path(
              .roundedRectangle(Rect(x: 2, y: -8, width: 16, height: 16), radius: 2),
              stroke: Stroke(FigureCategory.head.palette.stroke, width: 3))
          ], text: "a map that heads answer from"))
    }
    let frame = FigureFrame(
      canvas: canvas,
      title: FigureTitle(
        title: lanes.map { $0.title }.joined(separator: " · "),
        facts: ["one column: maps of about the same part of the picture’s side"], source: ""),
      key: FigureKey(entries: entries))
    let layout = AlignedLayout(lanes, canvas, measuring)
    return frame.scene(height: { _ in layout.leastHeight }, measuring: measuring) { room in
      layout.primitives(in: room, measuring)
    }
  }
}

/// One network of an aligned figure.
struct AlignedLane {
  /// A block's map.
  struct Cell {
    var category: FigureCategory
    var symbol: GlyphSymbol?
    var shape: Shape
    /// How often the picture's side was halved: the column.
    var level: Int
    /// Boxes a place, if heads answer from the map.
    var boxes: Int?
    var isHead = false
  }

  /// A map that heads answer from.
  struct HeadLabel {
    var cell: Int
    var text: String
  }

  var title: String
  var facts: String
  var cells: [Cell]
  var heads: [HeadLabel] = []

  init(_ graph: Graph) {
    let outline = ArchitectureOutline(graph)
    let cost = graph.totalCost()
    title = FigureTitle.title(of: graph.spec)
    facts =
      "\(graph.input.spaced) · \(FigureNumber.short(cost.parameters.total)) parameters · \(FigureNumber.short(cost.macs)) MACs"
    let side = Double(graph.input.resolution.shorter)
    cells = outline.stops.map { stop in
      let own = Double(max(1, min(stop.output.height, stop.output.width)))
      return Cell(
        category: stop.category, symbol: stop.symbol, shape: stop.output,
        level: Int((logarithm(side / own) / logarithm(2)).rounded()))
    }
    // A column follows the one before it, whatever is enlarged later.
    for index in cells.indices.dropFirst() {
      cells[index].level = max(cells[index].level, 0)
    }
    for head in outline.heads {
      cells[head.source].isHead = true
      let count = graph.headMaps.first { graph.nodes[$0.node].shape == head.input }?.boxes
      cells[head.source].boxes = count
      heads.append(
        HeadLabel(
          cell: head.source,
          text: head.input.spaced + (count.map { " · \($0) boxes" } ?? "")))
    }
  }
}

/// Where the maps of an aligned figure stand.
struct AlignedLayout {
  let lanes: [AlignedLane]
  private let levels: [Int]
  private let canvas: FigureCanvas
  private static let headRoom = 26.0
  private static let labelHeight = 16.0

  init(_ lanes: [AlignedLane], _ canvas: FigureCanvas, _ measuring: some TextMeasuring) {
    self.lanes = lanes
    self.canvas = canvas
    levels = Set(lanes.flatMap { $0.cells.dropFirst().map { $0.level } }).sorted()
  }

  /// The height at which lanes do not touch.
  var leastHeight: Double {
    Self.headRoom + lanes.reduce(0) { $0 + Self.laneHeight($1, least: 84) }
  }

  private static func laneHeight(_ lane: AlignedLane, least: Double) -> Double {
    48 + least + Double(lane.heads.count) * labelHeight
  }

  /// The marks in a room.
  func primitives(in room: Rect, _ measuring: some TextMeasuring) -> [Primitive] {
    let extra = max(0, room.height - leastHeight) / Double(lanes.count)
    let glyph = 84 + min(extra, 90)
    let columns = columns(in: room)
    var marks: [Primitive] = []
    for (place, level) in levels.enumerated() {
      guard let column = columns[level] else { continue }
      if place.isMultiple(of: 2) {
        marks.append(
          .path(
            .rectangle(
              Rect(
                x: column.start, y: room.minY, width: column.end - column.start,
                height: room.height)), fill: FigureStyle.band))
      }
      let text = level == 0 ? "1" : "1/\(1 << level)"
      if measuring.width(text, FigureStyle.heading) < column.end - column.start {
        marks.append(
          .label(
            text, at: Point((column.start + column.end) / 2, room.minY + 11),
            FigureStyle.heading))
      }
    }
    var y = room.minY + Self.headRoom
    for lane in lanes {
      marks += primitives(
        lane, columns, top: y, glyph: glyph, room: room, measuring)
      y += Self.laneHeight(lane, least: glyph) + max(0, extra - 90)
    }
    return marks
  }

  /// The columns, as wide as what stands in them needs.
  private func columns(in room: Rect) -> [Int: Interval] {
    let weights = levels.map { level in
      lanes.map { lane in
        lane.cells.dropFirst().filter { $0.level == level }.reduce(0) { $0 + Self.weight($1) + 0.8 }
      }.max() ?? 0
    }
    let unit = room.width / max(weights.reduce(0, +), 1)
    var columns: [Int: Interval] = [:]
    var x = room.minX
    for (level, weight) in zip(levels, weights) {
      columns[level] = Interval(x, x + weight * unit)
      x += weight * unit
    }
    return columns
  }

  /// The width of a map, in units of a gap.
  private static func weight(_ cell: AlignedLane.Cell) -> Double {
    1 + Double(cell.shape.channels).squareRoot() / 14
  }

  private func primitives(
    _ lane: AlignedLane, _ columns: [Int: Interval], top: Double, glyph: Double, room: Rect,
    _ measuring: some TextMeasuring
  ) -> [Primitive] {
    var marks: [Primitive] = [
      .label(lane.title, at: Point(room.minX + 2, top + 9), FigureStyle.strong, anchor: .start)
    ]
    let titleEnd = room.minX + measuring.width(lane.title, FigureStyle.strong) + 14
    if titleEnd + measuring.width(lane.facts, FigureStyle.small) < room.maxX {
      marks.append(
        .label(lane.facts, at: Point(titleEnd, top + 9), FigureStyle.small, anchor: .start))
    }
    let axis = top + 24 + glyph / 2
    let tallest = lane.cells.dropFirst().map { Double($0.shape.height).squareRoot() }.max() ?? 1
    let boxes = boxes(lane, columns, axis: axis, unit: glyph / tallest)
    for (from, to) in zip(boxes.dropFirst(), boxes.dropFirst(2)) where from.midX < to.midX {
      marks.append(
        .path(
          .line(from: Point(from.maxX, axis), to: Point(to.minX, axis)),
          stroke: Stroke(.ink, width: 1)))
    }
    for (cell, box) in zip(lane.cells, boxes).dropFirst() {
      marks += BlockGlyph.primitives(cell.category, in: box)
      if let symbol = cell.symbol, box.width > 13 {
        marks += symbol.primitives(at: box.center, radius: 6)
      }
      if cell.isHead {
        marks.append(
          .path(
            .roundedRectangle(box.inset(by: -1.5), radius: 3),
            stroke: Stroke(FigureCategory.head.palette.stroke, width: 3)))
      }
    }
    // Labels end at the line of their map, one below the other, so that no two meet.
    let foot = axis + glyph / 2 + 8
    let ordered = lane.heads.sorted { boxes[$0.cell].midX < boxes[$1.cell].midX }
    for (line, head) in ordered.enumerated() {
      let box = boxes[head.cell]
      let y = foot + (Double(line) + 0.5) * Self.labelHeight
      let stroke = Stroke(FigureCategory.head.palette.stroke, width: 1.2)
      marks.append(
        .path(
          .polyline([
            Point(box.midX, box.maxY + 2), Point(box.midX, y), Point(box.midX - 6, y),
          ]), stroke: stroke))
      let width = measuring.width(head.text, FigureStyle.small)
      let fitsLeft = box.midX - 9 - width >= room.minX
      marks.append(
        .label(
          head.text, at: Point(fitsLeft ? box.midX - 9 : box.midX + 9, y), FigureStyle.small,
          anchor: fitsLeft ? .end : .start))
    }
    return marks
  }

  /// What the maps of each column of a lane weigh.
  private static func weights(_ lane: AlignedLane) -> [Int: Double] {
    var weights: [Int: Double] = [:]
    for cell in lane.cells.dropFirst() {
      weights[cell.level, default: 0] += weight(cell) + 0.8
    }
    return weights
  }

  /// The boxes of a lane's maps, the picture's included, from left to right in their columns.
  private func boxes(
    _ lane: AlignedLane, _ columns: [Int: Interval], axis: Double, unit: Double
  ) -> [Rect] {
    var places: [Int: Double] = [:]
    let sums = Self.weights(lane)
    let widest = lanes.map { Self.weights($0) }
    return lane.cells.enumerated().map { index, cell in
      guard index > 0, let column = columns[cell.level], let sum = sums[cell.level] else {
        return Rect(x: 0, y: axis, width: 0, height: 0)
      }
      let most = widest.compactMap { $0[cell.level] }.max() ?? sum
      let gap = (column.end - column.start) / most
      let start = places[cell.level] ?? column.start + (most - sum) * gap / 2 + 0.4 * gap
      let width = Self.weight(cell) * gap
      places[cell.level] = start + width + 0.8 * gap
      let height = max(6, Double(cell.shape.height).squareRoot() * unit)
      return Rect(x: start, y: axis - height / 2, width: width, height: height)
    }
  }
}
