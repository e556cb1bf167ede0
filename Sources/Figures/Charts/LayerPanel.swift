import Drawing

/// Numbers of the layers of a network, from left to right: pairs of dots, or extents.
struct LayerPanel {
  /// Two numbers that are compared, the first as a ring and the second as a dot. What is not finite is
  /// left out.
  struct Pair {
    var x: Double
    var ring: Double
    var dot: Double
    var palette: Palette
    var marker = Marker.circle
    /// What stands below the lower one.
    var label = ""
  }

  /// The form of a mark, which tells kinds apart where there are no colors.
  enum Marker {
    case circle, square, diamond, triangle, cross
  }

  /// From the least to the greatest number, what is between them in the middle, and a dash.
  struct Extent {
    var x: Double
    var whole: ClosedRange<Double>
    var middle: ClosedRange<Double>
    var dash: Double?
    var palette: Palette
  }

  var heading: String
  var key: [FigureKey.Entry]
  var axes: Axes
  /// Values behind which the ground is tinted.
  var band: ClosedRange<Double>?
  var extents: [Extent] = []
  var pairs: [Pair] = []

  static let dash = Stroke(Palette.vermilion.stroke, width: 1.6)
  static let tint = Color(hex: 0xEFEFEF)
  private static let label = TextStyle(size: 11.5, weight: .bold)

  /// Where the data stand in a frame.
  func plotArea(in frame: Rect, measuring: some TextMeasuring) -> Rect {
    let top = headingHeight(measuring) + legend(frame, measuring).size.height + 4
    return axes.plotArea(
      in: Rect(
        x: frame.minX, y: frame.minY + top, width: frame.width, height: frame.height - top),
      measuring: measuring)
  }

  private func headingHeight(_ measuring: some TextMeasuring) -> Double {
    measuring.height(FigureStyle.strong) + 2
  }

  private func legend(_ frame: Rect, _ measuring: some TextMeasuring) -> FigureKey.Layout {
    FigureKey(entries: key).layout(width: frame.width, measuring: measuring)
  }

  /// The marks in a frame; data start at `left` or where axes need them to.
  func primitives(
    in frame: Rect, from left: Double? = nil, measuring: some TextMeasuring
  ) -> [Primitive] {
    let top = headingHeight(measuring)
    let legend = legend(frame, measuring)
    var area = plotArea(in: frame, measuring: measuring)
    if let left {
      area.width -= left - area.x
      area.x = left
    }
    var marks: [Primitive] = [
      .label(
        heading, at: Point(frame.minX, frame.minY), FigureStyle.strong, anchor: .start,
        baseline: .top)
    ]
    marks += legend.primitives.map { $0.translated(x: frame.minX, y: frame.minY + top) }
    if let band {
      let box = Rect(
        x: area.minX, y: y(band.upperBound, area), width: area.width,
        height: y(band.lowerBound, area) - y(band.upperBound, area))
      marks.append(.path(.rectangle(box), fill: Self.tint))
    }
    marks += axes.primitives(around: area, measuring: measuring)
    let pitch = area.width / max(axes.horizontal.domain.end - axes.horizontal.domain.start, 1)
    marks += extents.flatMap { self.marks($0, area, width: min(max(pitch * 0.5, 2.5), 12)) }
    let radius = min(max(pitch * 0.24, 2.2), 4.5)
    marks += pairs.flatMap { self.marks($0, area, radius: radius) }
    return marks + labels(area, radius: radius, measuring)
  }

  private func x(_ value: Double, _ area: Rect) -> Double {
    axes.position(of: Point(value, 0), in: area).x
  }

  /// The place of a value, at an edge if it is beyond it.
  private func y(_ value: Double, _ area: Rect) -> Double {
    min(max(axes.position(of: Point(0, value), in: area).y, area.minY), area.maxY)
  }

  private func marks(_ extent: Extent, _ area: Rect, width: Double) -> [Primitive] {
    let x = x(extent.x, area)
    func y(_ value: Double) -> Double { self.y(value, area) }
    let box = Rect(
      x: x - width / 2, y: y(extent.middle.upperBound), width: width,
      height: max(y(extent.middle.lowerBound) - y(extent.middle.upperBound), 1))
    let outline = Stroke(extent.palette.stroke, width: 0.8)
    let line = Path.line(
      from: Point(x, y(extent.whole.lowerBound)), to: Point(x, y(extent.whole.upperBound)))
    let dash = extent.dash.map { dash in
      Primitive.path(
        .line(from: Point(x - width * 0.8, y(dash)), to: Point(x + width * 0.8, y(dash))),
        stroke: Self.dash)
    }
    return [
      .path(line, stroke: Stroke(.mutedInk, width: 1)),
      .path(.rectangle(box), fill: extent.palette.fill, stroke: outline),
    ] + (dash.map { [$0] } ?? [])
  }

  private func marks(_ pair: Pair, _ area: Rect, radius: Double) -> [Primitive] {
    let x = x(pair.x, area)
    let (ring, dot) = (Point(x, y(pair.ring, area)), Point(x, y(pair.dot, area)))
    let outline = Stroke(pair.palette.stroke, width: 1.2)
    var marks: [Primitive] = []
    if pair.ring.isFinite, pair.dot.isFinite {
      marks.append(.path(.line(from: ring, to: dot), stroke: Stroke(.mutedInk, width: 1)))
    }
    if pair.ring.isFinite {
      marks.append(
        .path(pair.marker.path(center: ring, radius: radius), fill: .white, stroke: outline))
    }
    if pair.dot.isFinite {
      // Smaller, so that the ring shows around it where both are the same.
      marks.append(
        .path(
          pair.marker.path(center: dot, radius: 0.66 * radius), fill: pair.palette.stroke,
          stroke: outline))
    }
    return marks
  }

  /// The labels that find room.
  private func labels(
    _ area: Rect, radius: Double, _ measuring: some TextMeasuring
  ) -> [Primitive] {
    var taken: [Rect] = []
    return pairs.filter { !$0.label.isEmpty && $0.ring.isFinite && $0.dot.isFinite }.compactMap {
      pair in
      let label = TextLabel(
        pair.label, at: Point(x(pair.x, area), y(min(pair.ring, pair.dot), area) + radius + 2),
        style: Self.label, anchor: .middle, baseline: .top)
      let box = label.bounds(measuring: measuring)
      guard box.maxY < area.maxY, !taken.contains(where: { $0.intersects(box) }) else { return nil }
      taken.append(box)
      return .text(label)
    }
  }
}

extension LayerPanel.Marker {
  /// The mark, as large to the eye as a circle of some radius.
  func path(center: Point, radius: Double) -> Path {
    func polygon(_ points: [(Double, Double)]) -> Path {
      .polygon(points.map { center.translated(x: $0.0 * radius, y: $0.1 * radius) })
    }
    switch self {
    case .circle: return .circle(center: center, radius: radius)
    case .square: return polygon([(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)])
    case .diamond: return polygon([(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)])
    case .triangle: return polygon([(0, -1.25), (1.2, 0.85), (-1.2, 0.85)])
    case .cross:
      let (arm, end) = (0.45, 1.25)
      return polygon([
        (-arm, -end), (arm, -end), (arm, -arm), (end, -arm), (end, arm), (arm, arm), (arm, end),
        (-arm, end), (-arm, arm), (-end, arm), (-end, -arm), (-arm, -arm),
      ])
    }
  }
}

extension FigureKey.Entry {
  private static let radius = 4.5

  /// The ring of a pair.
  static func ring(text: String) -> FigureKey.Entry {
    mark(.circle, radius: radius, fill: .white, .gray, text)
  }

  /// The dot of a pair.
  static func dot(text: String) -> FigureKey.Entry {
    mark(.circle, radius: 0.66 * radius, fill: Palette.gray.stroke, .gray, text)
  }

  /// What a color and a form stand for.
  static func kind(
    _ palette: Palette, _ marker: LayerPanel.Marker, text: String
  ) -> FigureKey.Entry {
    mark(marker, radius: radius, fill: palette.stroke, palette, text)
  }

  private static func mark(
    _ marker: LayerPanel.Marker, radius: Double, fill: Color, _ palette: Palette, _ text: String
  ) -> FigureKey.Entry {
    FigureKey.Entry(
      width: 12,
      swatch: [
        .path(
          marker.path(center: Point(6, 0), radius: radius), fill: fill,
          stroke: Stroke(palette.stroke, width: 1.2))
      ], text: text)
  }
}
