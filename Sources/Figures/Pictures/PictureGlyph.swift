import Architecture
import Drawing

/// A photograph in perspective: the input.
enum PictureGlyph {
  /// The width of a square picture for its height.
  private static let aspect = 0.3
  /// The greatest width of a square picture, in points.
  private static let squareWidth = 70.0
  /// The widths for the height that are drawn as they are; others are drawn as the nearest of them.
  private static let proportions = 0.4...2.5
  /// How much the farther edge is shorter, as a part of the height.
  private static let slant = 0.09

  /// The greatest width of a picture of the given shape, in points.
  static func greatestWidth(_ picture: Shape) -> Double { squareWidth * proportion(picture) }

  /// The room of a picture of the given shape.
  static func box(_ picture: Shape, height: Double, left: Double, axis: Double) -> Rect {
    Rect(
      x: left, y: axis - height / 2,
      width: min(squareWidth, height * aspect) * proportion(picture), height: height)
  }

  private static func proportion(_ picture: Shape) -> Double {
    let own = Double(picture.width) / Double(picture.height)
    return min(max(own, proportions.lowerBound), proportions.upperBound)
  }

  /// The middle of the lower edge.
  static func foot(of box: Rect) -> Point {
    Point(box.midX, box.midY + box.height / 2 * (1 - slant))
  }

  static func primitives(_ picture: Shape, in box: Rect) -> [Primitive] {
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
      place(0.68 + 0.18 * $0.x, 0.24 + 0.18 * aspect * proportion(picture) * $0.y)
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
