import Kernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(WASILibc)
  import WASILibc
#else
  import Darwin
#endif

/// What ReLU loses of a flat figure that is embedded in n dimensions (MobileNetV2, figure 1): points x
/// of a spiral in the plane become y = ReLU(T x), with a random matrix T of n rows.
struct ReLULoss {
  /// The dimensions that the paper shows.
  static let dimensions = [2, 3, 5, 15, 30]
  /// Points of the spiral.
  static let points = 500

  /// The n of it.
  let dimensions: Int
  /// What the best affine map from y back to the plane makes of each point.
  let recovered: [SIMD2<Double>]
  /// The share of points at which fewer than two dimensions are above 0: near them a whole line of
  /// points has the same y.
  let collapsed: Double
  /// The root of the mean squared distance between a point and what is recovered of it, as a part of
  /// the root mean squared distance of points from the spiral's middle.
  let error: Double

  /// The spiral, from its middle outwards: three turns.
  static let spiral: [SIMD2<Double>] = (0..<points).map { index in
    let share = Double(index) / Double(points - 1)
    let angle = 6 * Double.pi * share
    return share * SIMD2(cos(angle), sin(angle))
  }

  /// The loss in so many dimensions, for the matrix of a seed.
  init(dimensions: Int, seed: Int) {
    self.dimensions = dimensions
    let spiral = Self.spiral
    let rows = Self.matrix(dimensions, seed)
    let features = rows.map { row in spiral.map { max(0, ($0 * row).sum()) } }
    let active = spiral.indices.map { point in features.count { $0[point] > 0 } }
    collapsed = Double(active.count { $0 < 2 }) / Double(spiral.count)
    let basis = Self.orthonormal([[Double](repeating: 1, count: spiral.count)] + features)
    recovered = Self.projection(of: spiral, on: basis)
    let mean = spiral.reduce(SIMD2(0, 0), +) / Double(spiral.count)
    let lost = zip(recovered, spiral).reduce(0) { $0 + ($1.0 - $1.1).squaredLength }
    let all = spiral.reduce(0) { $0 + ($1 - mean).squaredLength }
    error = (lost / all).squareRoot()
  }

  /// Rows of T: independent normal numbers, by Box and Muller.
  private static func matrix(_ rows: Int, _ seed: Int) -> [SIMD2<Double>] {
    let numbers = SeededNumbers.uniform("relu-loss \(seed)", count: 2 * rows)
    return (0..<rows).map { row in
      let radius = (-2 * log(max((Double(numbers[2 * row]) + 1) / 2, 1e-12))).squareRoot()
      let angle = Double.pi * Double(numbers[2 * row + 1])
      return radius * SIMD2(cos(angle), sin(angle))
    }
  }

  /// Directions at right angles that span what the columns span; what depends on others is left out.
  private static func orthonormal(_ columns: [[Double]]) -> [[Double]] {
    var basis: [[Double]] = []
    for column in columns {
      var rest = column
      // Twice, so that rounding leaves nothing of the others.
      for _ in 0..<2 {
        for direction in basis {
          let share = zip(rest, direction).reduce(0) { $0 + $1.0 * $1.1 }
          for index in rest.indices { rest[index] -= share * direction[index] }
        }
      }
      let length = rest.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let own = column.reduce(0) { $0 + $1 * $1 }.squareRoot()
      if length > 1e-9 * max(own, 1e-9) { basis.append(rest.map { $0 / length }) }
    }
    return basis
  }

  private static func projection(
    of points: [SIMD2<Double>], on basis: [[Double]]
  ) -> [SIMD2<Double>] {
    var sum = [SIMD2<Double>](repeating: SIMD2(0, 0), count: points.count)
    for direction in basis {
      let share = zip(points, direction).reduce(SIMD2(0, 0)) { $0 + $1.0 * $1.1 }
      for index in sum.indices { sum[index] += share * direction[index] }
    }
    return sum
  }
}

extension SIMD2<Double> {
  fileprivate var squaredLength: Double { (self * self).sum() }
}
