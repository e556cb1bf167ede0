/// Rounds numbers to a few bits and back: to the nearest of the levels k step, for whole k in a range
/// that has 0 in it, so that zero stays zero. What lies outside becomes the nearest end.
package struct Quantizer: Hashable, Sendable {
  /// The numbers of bits that it rounds to.
  package static let bitCounts = 2...16

  /// From one level to the next; 0 if zero is the only one.
  package let step: Float
  /// The lowest k.
  package let lowest: Float
  /// The highest k.
  package let highest: Float

  /// Symmetric levels, for weights: from -(2^(bits - 1) - 1) to 2^(bits - 1) - 1, the highest of which is
  /// the largest magnitude.
  package init(magnitude: Float, bits: Int) {
    let count = Float(1 << (bits - 1) - 1)
    self.init(step: magnitude / count, lowest: -count, highest: count)
  }

  /// Asymmetric levels, for activations: 2^bits of them over a range that is widened to hold 0. A level is
  /// moved to 0, which moves the ends by half a step at most.
  package init(range: ClosedRange<Float>, bits: Int) {
    let (low, high) = (min(range.lowerBound, 0), max(range.upperBound, 0))
    let count = Float(1 << bits - 1)
    // Each divided, because the difference of two large numbers may be infinite.
    let step = high / count - low / count
    let below = step > 0 ? (-low / step).rounded(.toNearestOrEven) : 0
    self.init(step: step, lowest: -below, highest: count - below)
  }

  /// The levels k step for k from the lowest to the highest, whole numbers around 0.
  package init(step: Float, lowest: Float, highest: Float) {
    (self.step, self.lowest, self.highest) = (step, lowest, highest)
  }

  /// The nearest level; of two, the one with an even k.
  package func rounded(_ x: Float) -> Float {
    guard step > 0 else { return 0 }
    return Self.whole(min(max(x / step, lowest), highest)) * step
  }

  /// Rounds numbers where they stand.
  package func round(_ values: UnsafeMutablePointer<Float>, count: Int) {
    guard step > 0 else { return values.update(repeating: 0, count: count) }
    let (step, lowest, highest) = (step, lowest, highest)
    for index in 0..<count {
      let steps = values[index] / step
      let inside = steps < lowest ? lowest : steps > highest ? highest : steps
      values[index] = Self.whole(inside) * step
    }
  }

  /// The nearest whole number of one below 2^22: what is added leaves no place for a fraction.
  private static func whole(_ x: Float) -> Float { (x + 12_582_912) - 12_582_912 }
}
