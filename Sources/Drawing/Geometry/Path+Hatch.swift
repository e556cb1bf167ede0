/// Parallel lines that fill an area.
package struct Hatch: Equatable, Sendable {
  /// The way the lines run.
  package var direction: Point
  /// The room between two lines, in points.
  package var spacing: Double

  /// Lines of a direction, so many points apart.
  package init(direction: Point, spacing: Double) {
    self.direction = direction
    self.spacing = spacing
  }
}

extension Path {
  /// The most lines of a hatch.
  private static let mostLines = 4000

  /// The lines of a hatch inside the path; where stretches overlap, every other area is left out.
  package func hatch(_ hatch: Hatch) -> Path {
    let length = Point.zero.distance(to: hatch.direction)
    guard length > 0, hatch.spacing > 0 else { return Path() }
    let along = Point(hatch.direction.x / length, hatch.direction.y / length)
    // In turned coordinates, x along the lines and y across them.
    let edges = outlines.flatMap { points in
      zip(points, points.dropFirst() + points.prefix(1)).map {
        ($0.turned(by: along), $1.turned(by: along))
      }
    }
    let heights = edges.flatMap { [$0.0.y, $0.1.y] }
    guard let least = heights.min(), let most = heights.max(), least.isFinite, most.isFinite,
      (most - least) / hatch.spacing < Double(Self.mostLines)
    else { return Path() }
    var elements: [Element] = []
    var line = (least / hatch.spacing).rounded(.down) + 0.5
    while line * hatch.spacing < most {
      let y = line * hatch.spacing
      // An edge counts with its upper end only, so that a corner on the line counts once.
      let crossings = edges.filter { min($0.0.y, $0.1.y) <= y && y < max($0.0.y, $0.1.y) }
        .map { $0.0.x + (y - $0.0.y) / ($0.1.y - $0.0.y) * ($0.1.x - $0.0.x) }.sorted()
      for index in stride(from: 0, to: crossings.count - 1, by: 2) {
        elements.append(.move(Point(crossings[index], y).turnedBack(by: along)))
        elements.append(.line(Point(crossings[index + 1], y).turnedBack(by: along)))
      }
      line += 1
    }
    return Path(elements)
  }

  /// The corners of each stretch, curves as short lines.
  private var outlines: [[Point]] {
    var outlines: [[Point]] = []
    for element in elements {
      switch element {
      case .move(let point): outlines.append([point])
      case .line(let point):
        if outlines.isEmpty { outlines.append([]) }
        outlines[outlines.count - 1].append(point)
      case .curve(let control1, let control2, let end):
        if outlines.isEmpty { outlines.append([control1]) }
        let start = outlines[outlines.count - 1].last ?? control1
        for step in 1...8 {
          let t = Double(step) / 8
          outlines[outlines.count - 1].append(
            .cubic(start, control1, control2, end, at: t))
        }
      case .close: break
      }
    }
    return outlines.filter { $0.count > 2 }
  }
}

extension Point {
  /// The coordinates along a direction of length 1 and across it.
  fileprivate func turned(by along: Point) -> Point {
    Point(x * along.x + y * along.y, y * along.x - x * along.y)
  }

  /// The other way round.
  fileprivate func turnedBack(by along: Point) -> Point {
    Point(x * along.x - y * along.y, x * along.y + y * along.x)
  }

  /// A point of a cubic curve.
  fileprivate static func cubic(
    _ p0: Point, _ p1: Point, _ p2: Point, _ p3: Point, at t: Double
  ) -> Point {
    func mixed(_ axis: (Point) -> Double) -> Double {
      let s = 1 - t
      let outer = s * s * s * axis(p0) + t * t * t * axis(p3)
      return outer + 3 * s * t * (s * axis(p1) + t * axis(p2))
    }
    return Point(mixed { $0.x }, mixed { $0.y })
  }
}
