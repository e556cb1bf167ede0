/// Straight lines and cubic Bézier curves, in points.
package struct Path: Equatable, Hashable, Sendable {
  /// One step of the pen.
  ///
  /// A line or curve with no point before it starts at the first point it names.
  package enum Element: Equatable, Hashable, Sendable {
    /// Starts a new stretch at a point.
    case move(Point)
    /// A straight line to a point.
    case line(Point)
    /// A cubic Bézier curve to a point.
    case curve(control1: Point, control2: Point, to: Point)
    /// A straight line back to where the stretch started.
    case close
  }

  /// The steps of the pen, in order.
  package var elements: [Element]

  /// The path of the given steps.
  package init(_ elements: [Element] = []) {
    self.elements = elements
  }

  /// The path with every point, control points included, sent through `transform`.
  package func mapPoints(_ transform: (Point) -> Point) -> Path {
    Path(
      elements.map { element in
        switch element {
        case .move(let point): .move(transform(point))
        case .line(let point): .line(transform(point))
        case .curve(let control1, let control2, let end):
          .curve(
            control1: transform(control1), control2: transform(control2), to: transform(end))
        case .close: .close
        }
      })
  }

  var rounded: Path { mapPoints { $0.rounded } }
}
