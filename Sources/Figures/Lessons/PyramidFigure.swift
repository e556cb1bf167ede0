import Architecture
import CostAnalysis
import Drawing
import NetworkGraph

/// A detector's maps as a pyramid: large maps below, small ones above, and the heads at their right
/// (feature pyramid networks, arXiv 1612.03144; SSD, arXiv 1512.02325).
public enum PyramidFigure {
  /// The figure of a network; nothing if it has no heads over maps.
  public static func scene(
    graph: Graph, on canvas: FigureCanvas = .slide, measuring: some TextMeasuring
  ) -> Scene? {
    guard let outline = PyramidOutline(graph) else { return nil }
    let hasNeck = outline.maps.contains { $0.tower != .bottomUp }
    var facts = graph.costFacts(graph.totalCost())
    let boxes = outline.maps.reduce(0) { $0 + $1.shape.places * ($1.boxes ?? 0) }
    facts.append("\(FigureNumber.grouped(boxes)) boxes")
    var entries = [
      FigureKey.Entry(
        .line(from: .zero, to: Point(28, 0)), FigureStyle.flow,
        text: "layers that halve or keep the map")
    ]
    if hasNeck {
      entries.append(
        FigureKey.Entry(
          .line(from: .zero, to: Point(28, 0)), FigureStyle.link,
          text: "the same size, joined"))
      entries.append(
        FigureKey.Entry(
          .line(from: .zero, to: Point(28, 0)), FigureStyle.residual, text: "enlarged"))
    }
    entries.append(
      FigureKey.Entry(
        width: 20,
        swatch: [
          .path(
            .roundedRectangle(Rect(x: 2, y: -8, width: 16, height: 16), radius: 2),
            fill: Palette.vermilion.fill, stroke: Stroke(Palette.vermilion.stroke, width: 1.2))
        ], text: "a map that heads answer from"))
    let frame = FigureFrame(
      canvas: canvas,
      title: FigureTitle(
        title: "\(FigureTitle.title(of: graph.spec)): the maps that heads answer from",
        facts: facts, source: FigureTitle.source(of: graph.spec.reference)),
      notes: [
        hasNeck
          ? "Small maps know what they see, large ones where: the neck carries what the small ones know down to the large ones, which find small objects."
          : "Large maps find small objects, small maps large ones; each answers for itself, so the largest map has to make do with what few layers know."
      ], key: FigureKey(entries: entries))
    let level = canvas == .slide ? 70.0 : 96.0
    return frame.scene(
      height: { _ in 40 + Double(outline.sides.count) * level }, measuring: measuring
    ) { room in
      PyramidLayout(outline, canvas, in: room, measuring).primitives()
    }
  }
}

/// Where the maps of a pyramid stand.
struct PyramidLayout {
  private let outline: PyramidOutline
  private let room: Rect
  private var towers: [PyramidOutline.Tower]
  /// The middle of each map.
  private var centers: [Point] = []
  private let headWidth: Double
  private let pitch: Double
  private let unit: Double
  private let textRoom: Double
  /// Whether names and shapes stand below the maps, not beside them.
  private let isNarrow: Bool
  private let showsNames: Bool

  init(
    _ outline: PyramidOutline, _ canvas: FigureCanvas, in room: Rect,
    _ measuring: some TextMeasuring
  ) {
    self.outline = outline
    self.room = room
    isNarrow = canvas != .slide
    showsNames = canvas != .column
    towers = PyramidOutline.Tower.allCases.filter { tower in
      outline.maps.contains { $0.tower == tower }
    }
    headWidth =
      (outline.maps.filter { $0.boxes != nil }.map { Self.headText($0) } + ["boxes"])
      .map { measuring.width($0, FigureStyle.strong) }.max() ?? 0
    let texts =
      outline.maps.flatMap { [$0.shape.spaced, $0.name] }
      .map { measuring.width($0, FigureStyle.text) }.max() ?? 0
    textRoom = isNarrow ? 0 : texts
    pitch = (room.height - 34) / Double(outline.sides.count)
    let column = (room.width - headWidth - 26) / Double(towers.count)
    let largest = Double(outline.sides.first ?? 1).squareRoot()
    // Below a map its shape has to find room at the left of the arrow.
    let shapes =
      outline.maps.map { measuring.width($0.shape.spaced, FigureStyle.small) }.max() ?? 0
    let shift = isNarrow ? max(0, shapes + 8 - column / 2) : 0
    // A plane is as deep as a third of its width.
    unit = min(column - textRoom - 34 - 2 * shift, 2.1 * pitch, 210) / largest
    centers = outline.maps.map { map in
      let level = outline.sides.firstIndex(of: map.shape.height) ?? 0
      let place = towers.firstIndex(of: map.tower) ?? 0
      return Point(
        room.minX + Double(place) * column + textRoom + 12 + (column - textRoom - 34) / 2 + shift,
        room.maxY - (Double(level) + 0.5) * pitch - (isNarrow ? 12 : 0))
    }
  }

  static func headText(_ map: PyramidOutline.Map) -> String {
    "\(map.shape.height)×\(map.shape.width)×\(map.boxes ?? 0)"
  }

  func primitives() -> [Primitive] {
    var marks: [Primitive] = []
    marks.append(
      .label(
        "boxes", at: Point(room.maxX - headWidth, room.minY + 10), FigureStyle.heading,
        anchor: .start))
    for tower in towers where towers.count > 1 {
      guard let index = outline.maps.firstIndex(where: { $0.tower == tower }) else { continue }
      marks.append(
        .label(tower.title, at: Point(centers[index].x, room.minY + 10), FigureStyle.heading))
    }
    marks += flows()
    marks += outline.laterals.flatMap { lateral in
      Primitive.arrow(
        along: .line(
          from: Point(right(lateral.from), centers[lateral.from].y),
          to: Point(left(lateral.to) - (isNarrow ? 1 : textRoom + 14), centers[lateral.to].y)),
        stroke: FigureStyle.link, headLength: 7)
    }
    for index in outline.maps.indices { marks += plane(index) }
    return marks + heads()
  }

  /// Arrows from level to level within the towers.
  private func flows() -> [Primitive] {
    towers.flatMap { tower -> [Primitive] in
      let own = outline.maps.indices.filter { outline.maps[$0].tower == tower }
      return zip(own, own.dropFirst()).flatMap { lower, upper -> [Primitive] in
        let (low, high) = (centers[lower], centers[upper])
        let (start, end) = (
          Point(low.x, low.y - depth(lower) / 2), Point(high.x, high.y + depth(upper) / 2 + 5)
        )
        return tower == .topDown
          ? Primitive.arrow(
            along: .line(from: end, to: start), stroke: FigureStyle.residual, headLength: 7)
          : Primitive.arrow(
            along: .line(from: start, to: end), stroke: FigureStyle.flow, headLength: 7)
      }
    } + descent()
  }

  /// From the smallest map over to the first that is enlarged.
  private func descent() -> [Primitive] {
    let own = outline.maps.indices.filter { outline.maps[$0].tower == .topDown }
    guard let first = own.last,
      let side = outline.sides.firstIndex(of: outline.maps[first].shape.height),
      side + 1 < outline.sides.count,
      let top = outline.maps.indices.last(where: {
        outline.maps[$0].tower == .bottomUp
          && outline.maps[$0].shape.height == outline.sides[side + 1]
      })
    else { return [] }
    let y = centers[top].y + depth(top) / 4
    let x = centers[first].x
    return Primitive.arrow(
      along: .polyline([
        Point(right(top) - depth(top) / 4, y), Point(x, y),
        Point(x, centers[first].y - depth(first) / 2),
      ]), stroke: FigureStyle.residual, headLength: 7)
  }

  private func width(_ map: Int) -> Double {
    max(26, unit * Double(outline.maps[map].shape.height).squareRoot())
  }

  private func depth(_ map: Int) -> Double { min(width(map) * 0.3, pitch * 0.6) }
  private func left(_ map: Int) -> Double { centers[map].x - width(map) / 2 }
  private func right(_ map: Int) -> Double { centers[map].x + width(map) / 2 }

  /// A map as a plane that lies in space, with its name and shape at the left.
  private func plane(_ index: Int) -> [Primitive] {
    let map = outline.maps[index]
    let (center, half, high) = (centers[index], width(index) / 2, depth(index) / 2)
    let lean = high * 0.9
    let thickness = 3 + min(Double(map.shape.channels).squareRoot() / 5, 8)
    let palette: Palette = map.boxes == nil ? .gray : .vermilion
    let stroke = Stroke(palette.stroke, width: 1.2, join: .round)
    let corners = [
      Point(center.x - half + lean, center.y - high), Point(center.x + half, center.y - high),
      Point(center.x + half - lean, center.y + high), Point(center.x - half, center.y + high),
    ]
    let below = corners.map { $0.translated(y: thickness) }
    return [
      .path(
        .polygon([corners[3], corners[2], below[2], below[3]]),
        fill: palette.fill.mixed(with: palette.stroke, share: 0.3), stroke: stroke),
      .path(
        .polygon([corners[2], corners[1], below[1], below[2]]),
        fill: palette.fill.mixed(with: palette.stroke, share: 0.45), stroke: stroke),
      .path(.polygon(corners), fill: palette.fill, stroke: stroke),
    ] + texts(map, at: center, half: half, foot: center.y + high + thickness)
  }

  private func texts(
    _ map: PyramidOutline.Map, at center: Point, half: Double, foot: Double
  ) -> [Primitive] {
    guard isNarrow else {
      let right = center.x - half - 8
      return [
        .label(map.shape.spaced, at: Point(right, center.y - 8), FigureStyle.strong, anchor: .end),
        .label(map.name, at: Point(right, center.y + 8), FigureStyle.small, anchor: .end),
      ]
    }
    // At the left of the arrow that comes from below.
    let right = center.x - 4
    let texts: [Primitive] = [
      .label(map.shape.spaced, at: Point(right, foot + 9), FigureStyle.small, anchor: .end),
      .label(map.name, at: Point(right, foot + 24), FigureStyle.small, anchor: .end),
    ]
    return Array(texts.prefix(showsNames ? 2 : 1))
  }

  /// What each head gives, at the right edge.
  private func heads() -> [Primitive] {
    outline.maps.indices.filter { outline.maps[$0].boxes != nil }.flatMap { index in
      let (map, y) = (outline.maps[index], centers[index].y)
      let left = room.maxX - headWidth
      return Primitive.arrow(
        along: .line(from: Point(right(index), y), to: Point(left - 8, y)),
        stroke: FigureStyle.flow, headLength: 7)
        + [
          .label(Self.headText(map), at: Point(left, y - 1), FigureStyle.strong, anchor: .start)
        ]
    }
  }
}
