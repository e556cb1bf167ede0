/// How many numbers were rounded to each level of a quantizer.
package struct LevelCounts: Hashable, Sendable {
  /// The levels.
  package let quantizer: Quantizer
  /// The numbers at each level, from the lowest on.
  package private(set) var counts: [Int]

  /// Of no number yet, or of so many at each level.
  package init(_ quantizer: Quantizer, each count: Int = 0) {
    self.quantizer = quantizer
    counts = [Int](repeating: count, count: Int(quantizer.highest - quantizer.lowest) + 1)
  }

  /// All numbers.
  package var total: Int { counts.reduce(0, +) }

  /// The whole number k of a level, counted from the lowest on.
  package func whole(_ index: Int) -> Int { index + Int(quantizer.lowest) }

  /// The value of a level, counted from the lowest on.
  package func value(_ index: Int) -> Double { Double(whole(index)) * Double(quantizer.step) }

  /// The value below which a share of the numbers lies.
  package func quantile(_ share: Double) -> Double {
    let limit = share * Double(total)
    var sum = 0
    for (index, count) in counts.enumerated() {
      sum += count
      if Double(sum) > limit { return value(index) }
    }
    return value(counts.count - 1)
  }

  /// The share of the numbers in a range.
  package func share(in range: ClosedRange<Double>) -> Double {
    var inside = 0
    for (index, count) in counts.enumerated() where range.contains(value(index)) {
      inside += count
    }
    return Double(inside) / Double(max(total, 1))
  }

  /// Adds numbers, which are finite.
  package mutating func add(_ values: UnsafePointer<Float>, count: Int) {
    let (step, lowest, highest) = (quantizer.step, quantizer.lowest, quantizer.highest)
    guard step > 0 else {
      counts[0] += count
      return
    }
    for index in 0..<count {
      let steps = min(max(values[index] / step, lowest), highest)
      counts[Int(steps.rounded(.toNearestOrEven) - lowest)] += 1
    }
  }
}
