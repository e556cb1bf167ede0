/// The least and the largest of numbers, if all are finite.
package struct FiniteExtent {
  private var lows = SIMD8<Float>(repeating: .infinity)
  private var highs = SIMD8<Float>(repeating: -.infinity)
  /// Sums of numbers times zero: what is not finite makes no zero.
  private var zeros = SIMD8<Float>()

  /// Of no number yet.
  package init() {}

  /// From the least to the largest; nothing if there is none, or one is infinite or NaN.
  package var range: ClosedRange<Float>? {
    let (low, high) = (lows.min(), highs.max())
    return zeros.sum() == 0 && low <= high ? low...high : nil
  }

  /// Adds numbers.
  package mutating func add(_ values: UnsafePointer<Float>, count: Int) {
    var index = 0
    while index + 8 <= count {
      add(UnsafeRawPointer(values + index).loadUnaligned(as: SIMD8<Float>.self))
      index += 8
    }
    while index < count {
      add(SIMD8(repeating: values[index]))
      index += 1
    }
  }

  private mutating func add(_ numbers: SIMD8<Float>) {
    lows.replace(with: numbers, where: numbers .< lows)
    highs.replace(with: numbers, where: numbers .> highs)
    zeros += numbers * 0
  }
}
