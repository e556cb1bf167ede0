extension Path {
  /// The smallest rectangle that holds the path, curves followed exactly; `nil` for an empty path.
  package var bounds: Rect? {
    var extremes: [Point] = []
    var current: Point?
    var start: Point?
    for element in elements {
      switch element {
      case .move(let point):
        extremes.append(point)
        (current, start) = (point, point)
      case .line(let point):
        extremes.append(point)
        (current, start) = (point, start ?? point)
      case .curve(let control1, let control2, let end):
        let curve = Cubic(current ?? control1, control1, control2, end)
        extremes.append(contentsOf: curve.extremes)
        (current, start) = (end, start ?? control1)
      case .close:
        current = start
      }
    }
    return Rect(enclosing: extremes)
  }
}

/// One cubic Bézier curve.
private struct Cubic {
  let (p0, p1, p2, p3): (Point, Point, Point, Point)

  init(_ p0: Point, _ p1: Point, _ p2: Point, _ p3: Point) {
    (self.p0, self.p1, self.p2, self.p3) = (p0, p1, p2, p3)
  }

  /// Both ends and every point where the curve turns back in x or y.
  var extremes: [Point] {
    let turns = turns { $0.x } + turns { $0.y }
    return [p0, p3] + turns.map { t in Point(value(at: t) { $0.x }, value(at: t) { $0.y }) }
  }

  private func value(at t: Double, along axis: (Point) -> Double) -> Double {
    let s = 1 - t
    return s * s * s * axis(p0) + 3 * s * s * t * axis(p1)
      + 3 * s * t * t * axis(p2) + t * t * t * axis(p3)
  }

  /// Where between 0 and 1 the derivative along an axis, a t² + b t + c, is zero.
  private func turns(along axis: (Point) -> Double) -> [Double] {
    let (q0, q1, q2, q3) = (axis(p0), axis(p1), axis(p2), axis(p3))
    let a = q3 - 3 * q2 + 3 * q1 - q0
    let b = 2 * (q2 - 2 * q1 + q0)
    let c = q1 - q0
    let root = (b * b - 4 * a * c).squareRoot()
    // With a = 0, or nearly, the second form still finds the one root of b t + c.
    let sum = b < 0 ? b - root : b + root
    return [-sum / (2 * a), -2 * c / sum].filter { $0 > 0 && $0 < 1 }
  }
}
