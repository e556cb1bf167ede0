/// A place on the canvas, in points; x grows to the right and y downwards.
package struct Point: Equatable, Hashable, Sendable {
  /// The distance from the left edge, in points.
  package var x: Double
  /// The distance from the top edge, in points.
  package var y: Double

  /// The canvas's top left corner.
  package static let zero = Point(0, 0)

  /// The point (x, y).
  package init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }

  /// The point moved by (`x`, `y`) points.
  package func translated(x: Double = 0, y: Double = 0) -> Point {
    Point(self.x + x, self.y + y)
  }

  /// The straight distance to another point, in points.
  package func distance(to other: Point) -> Double {
    let (x, y) = (other.x - x, other.y - y)
    return (x * x + y * y).squareRoot()
  }

  var rounded: Point { Point(x.roundedToHundredth, y.roundedToHundredth) }
}

extension Double {
  /// The nearest hundredth; a zero loses its sign, so that equal scenes have equal dumps.
  var roundedToHundredth: Double { (self * 100).rounded() / 100 + 0 }
}
