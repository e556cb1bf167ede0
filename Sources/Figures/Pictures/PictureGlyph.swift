import Drawing

/// A photograph in perspective: the input.
enum PictureGlyph {
  /// The width of the picture for its height.
  private static let aspect = 0.3
  /// The greatest width, in points.
  static let greatestWidth = 70.0
  /// How much the farther edge is shorter, as a part of the height.
  private static let slant = 0.09

  /// The room of the picture.
  static func box(height: Double, left: Double, axis: Double) -> Rect {
    Rect(x: left, y: axis - height / 2, width: min(greatestWidth, height * aspect), height: height)
  }

  /// The middle of the lower edge.
  static func foot(of box: Rect) -> Point {
    Point(box.midX, box.midY + box.height / 2 * (1 - slant))
  }

  static func primitives(in box: Rect) -> [Primitive] {
    // A point of the unit square on the slanted picture.
    func place(_ x: Double, _ y: Double) -> Point {
      let squeeze = 1 - 2 * slant * x
      return Point(box.minX + x * box.width, box.midY + (y - 0.5) * box.height * squeeze)
    }
    func area(_ points: [(Double, Double)], _ fill: Color) -> Primitive {
      .path(.polygon(points.map { place($0.0, $0.1) }), fill: fill)
    }
    let frame = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
    let sun = Path.circle(center: .zero, radius: 1).mapPoints {
      place(0.68 + 0.18 * $0.x, 0.24 + 0.18 * aspect * $0.y)
    }
    return [
      area(frame, Palette.skyBlue.fill),
      .path(sun, fill: Palette.yellow.fill),
      area([(0, 0.62), (0.34, 0.44), (0.78, 0.72), (1, 0.68), (1, 1), (0, 1)], Palette.blue.fill),
      area([(0, 0.8), (0.3, 0.7), (0.62, 0.62), (1, 0.78), (1, 1), (0, 1)], Palette.green.fill),
      .path(
        .polygon(frame.map { place($0.0, $0.1) }),
        stroke: Stroke(.ink, width: 1.4, join: .round)),
    ]
  }
}
