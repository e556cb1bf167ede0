extension Path {
  /// How far along a quarter circle's tangents, in radii, the control points of the cubic curve
  /// that comes closest to it lie: (4/3)(√2 − 1).
  private static let quarterCircle = 4.0 / 3 * (2.0.squareRoot() - 1)

  /// A straight line.
  package static func line(from start: Point, to end: Point) -> Path {
    Path([.move(start), .line(end)])
  }

  /// An open line through the points.
  package static func polyline(_ points: [Point]) -> Path {
    guard let first = points.first else { return Path() }
    return Path([.move(first)] + points.dropFirst().map { .line($0) })
  }

  /// A closed line through the points.
  package static func polygon(_ points: [Point]) -> Path {
    guard !points.isEmpty else { return Path() }
    return Path(polyline(points).elements + [.close])
  }

  /// The outline of a rectangle, clockwise from its top left corner.
  package static func rectangle(_ rect: Rect) -> Path {
    polygon(rect.corners)
  }

  /// The outline of a rectangle whose corners are quarter circles.
  ///
  /// The radius is at most half of the shorter side; none or a negative one gives sharp corners.
  package static func roundedRectangle(_ rect: Rect, radius: Double) -> Path {
    let radius = min(radius, min(rect.width, rect.height) / 2)
    guard radius > 0 else { return rectangle(rect) }
    let hold = radius * (1 - quarterCircle)
    let (left, top, right, bottom) = (rect.minX, rect.minY, rect.maxX, rect.maxY)
    return Path([
      .move(Point(left + radius, top)),
      .line(Point(right - radius, top)),
      .curve(
        control1: Point(right - hold, top), control2: Point(right, top + hold),
        to: Point(right, top + radius)),
      .line(Point(right, bottom - radius)),
      .curve(
        control1: Point(right, bottom - hold), control2: Point(right - hold, bottom),
        to: Point(right - radius, bottom)),
      .line(Point(left + radius, bottom)),
      .curve(
        control1: Point(left + hold, bottom), control2: Point(left, bottom - hold),
        to: Point(left, bottom - radius)),
      .line(Point(left, top + radius)),
      .curve(
        control1: Point(left, top + hold), control2: Point(left + hold, top),
        to: Point(left + radius, top)),
      .close,
    ])
  }

  /// A circle.
  package static func circle(center: Point, radius: Double) -> Path {
    let hold = radius * quarterCircle
    let (x, y) = (center.x, center.y)
    let (left, top, right, bottom) = (x - radius, y - radius, x + radius, y + radius)
    return Path([
      .move(Point(x, top)),
      .curve(
        control1: Point(x + hold, top), control2: Point(right, y - hold), to: Point(right, y)),
      .curve(
        control1: Point(right, y + hold), control2: Point(x + hold, bottom), to: Point(x, bottom)),
      .curve(
        control1: Point(x - hold, bottom), control2: Point(left, y + hold), to: Point(left, y)),
      .curve(
        control1: Point(left, y - hold), control2: Point(x - hold, top), to: Point(x, top)),
      .close,
    ])
  }

  /// A cubic arc that leaves `start` and reaches `end` at right angles to the line between them.
  ///
  /// Its middle stands `height` points off that line, to the left of the way from start to end:
  /// above it when the way leads to the right. Two points in the same place give a line.
  package static func arc(from start: Point, to end: Point, height: Double) -> Path {
    let length = start.distance(to: end)
    guard length > 0 else { return line(from: start, to: end) }
    // The middle of a cubic curve lies three quarters of the way to its control points.
    let reach = height * 4 / 3 / length
    let (x, y) = ((end.y - start.y) * reach, -(end.x - start.x) * reach)
    return Path([
      .move(start),
      .curve(
        control1: start.translated(x: x, y: y), control2: end.translated(x: x, y: y), to: end),
    ])
  }
}
