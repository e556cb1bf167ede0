extension Path {
  /// The smallest rectangle that holds the path, curves followed exactly; `nil` for an empty path.
  public var bounds: Rect? {
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
    let turns = turns(along: \.x) + turns(along: \.y)
    return [p0, p3] + turns.map { Point(value(\.x, at: $0), value(\.y, at: $0)) }
  }

  private func value(_ axis: KeyPath<Point, Double>, at t: Double) -> Double {
    let s = 1 - t
    return s * s * s * p0[keyPath: axis] + 3 * s * s * t * p1[keyPath: axis]
      + 3 * s * t * t * p2[keyPath: axis] + t * t * t * p3[keyPath: axis]
  }

  /// Where between 0 and 1 the derivative along an axis, a t² + b t + c, is zero.
  private func turns(along axis: KeyPath<Point, Double>) -> [Double] {
    let (q0, q1, q2, q3) = (
      p0[keyPath: axis], p1[keyPath: axis], p2[keyPath: axis], p3[keyPath: axis]
    )
    let a = q3 - 3 * q2 + 3 * q1 - q0
    let b = 2 * (q2 - 2 * q1 + q0)
    let c = q1 - q0
    let root = (b * b - 4 * a * c).squareRoot()
    // With a = 0, or nearly, the second form still finds the one root of b t + c.
    let sum = b < 0 ? b - root : b + root
    return [-sum / (2 * a), -2 * c / sum].filter { $0 > 0 && $0 < 1 }
  }
}
