#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The median of samples, and an interval that holds the median of all that might have been sampled.
///
/// The ends of the interval are samples: the k-th smallest and the k-th largest. A sample is below the true
/// median with probability 1/2, whatever its distribution, so the interval misses it only if fewer than k
/// samples are on one side of it; k is the largest number for which that is less than 5 % (the sign test's
/// interval). A few outliers on either side do not move it.
package struct MedianInterval: Hashable, Sendable {
  /// The middle sample, or the mean of the two middle ones; 0 without samples.
  package var median: Double
  /// The interval; nothing if there are fewer than `leastCount` samples.
  package var range: ClosedRange<Double>?
  /// How many samples there are.
  package var count: Int

  /// How often an interval holds the true median at least.
  package static let confidence = 0.95
  /// The fewest samples that have an interval: of five, all are on one side once in 16 times.
  package static let leastCount = 6

  /// The median of samples in any order.
  package init(_ samples: [Double]) {
    let sorted = samples.sorted()
    count = sorted.count
    let middle = count / 2
    median =
      sorted.isEmpty
      ? 0 : count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    let rank = Self.rank(of: count)
    range = rank > 0 ? sorted[rank - 1]...sorted[count - rank] : nil
  }

  /// The largest k for which fewer than k of so many fair coins show heads at most as often as the
  /// confidence allows on one side; 0 if there is none.
  static func rank(of count: Int) -> Int {
    var (rank, sum) = (0, 0.0)
    // In logarithms, for 2^-count is no number from a thousand on.
    var logarithm = -Double(count) * log(2)
    while rank <= count / 2 {
      sum += exp(logarithm)
      if sum > (1 - confidence) / 2 { break }
      logarithm += log(Double(count - rank)) - log(Double(rank + 1))
      rank += 1
    }
    return rank
  }
}
