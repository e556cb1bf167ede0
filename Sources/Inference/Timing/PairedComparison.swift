/// Two things that were timed in turns, the second compared with the first by the ratio of every pair of
/// neighboring times: what slows the machine for a while slows both.
package struct PairedComparison: Hashable, Sendable {
  /// The ratios second / first: median and interval.
  package var ratio: MedianInterval
  /// The median time of the first in seconds.
  package var first: Double
  /// The median time of the second in seconds.
  package var second: Double

  /// What the ratios say.
  package enum Verdict: Hashable, Sendable {
    /// The second takes this share less time than the first; the interval has no other sign.
    case faster(share: Double, ClosedRange<Double>)
    /// The second takes this share more time.
    case slower(share: Double, ClosedRange<Double>)
    /// Neither differs from the other by more than this share.
    case equal(within: Double)
    /// The interval, of shares of less time, holds both signs and is too wide to call them equal.
    case restless(ClosedRange<Double>)
    /// There are too few pairs for an interval.
    case tooFew
  }

  /// How much two equal things may differ at most to be called so.
  package static let equality = 0.02

  /// Times in seconds in the order in which they were measured, as many of the one as of the other.
  package init(first: [Double], second: [Double]) {
    ratio = MedianInterval(
      zip(first, second).map { first, second in first > 0 ? second / first : 1 })
    self.first = MedianInterval(first).median
    self.second = MedianInterval(second).median
  }

  /// The verdict.
  package var verdict: Verdict {
    guard let range = ratio.range else { return .tooFew }
    let saved = (1 - range.upperBound)...(1 - range.lowerBound)
    if range.upperBound < 1 { return .faster(share: 1 - ratio.median, saved) }
    if range.lowerBound > 1 {
      return .slower(share: ratio.median - 1, -saved.upperBound...(-saved.lowerBound))
    }
    let largest = max(abs(saved.lowerBound), abs(saved.upperBound))
    return largest <= Self.equality ? .equal(within: largest) : .restless(saved)
  }
}
