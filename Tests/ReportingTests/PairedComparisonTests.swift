import Inference
import Reporting
import Testing

/// Comparisons of times, on times that are made up.
@Suite struct PairedComparisonTests {
  /// Numbers between 0 and 1, the same in every run.
  struct Random {
    var state: UInt64

    mutating func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(1 << 53)
    }
  }

  @Test(
    "the interval holds the true median in at least 95 of 100 samples, whatever the distribution",
    arguments: [6, 7, 10, 30, 101], [0, 1, 2])
  func coverage(count: Int, distribution: Int) {
    var random = Random(state: UInt64(count * 10 + distribution))
    /// A number whose median is 0.5.
    func draw() -> Double {
      let uniform = random.next()
      switch distribution {
      case 0: return uniform
      // Long to one side, as times are.
      case 1: return 0.5 * (1 - uniform) / uniform
      // Two humps: a machine with two speeds.
      default: return uniform < 0.5 ? uniform * 0.2 : 0.9 + uniform * 0.2
      }
    }
    let trials = 2000
    var hits = 0
    for _ in 0..<trials {
      let range = MedianInterval((0..<count).map { _ in draw() }).range
      if range?.contains(0.5) ?? false { hits += 1 }
    }
    // Three standard errors below.
    #expect(Double(hits) / Double(trials) >= 0.95 - 3 * 0.0049)
  }

  @Test("the ends are the samples that the sign test says")
  func ranks() {
    // Tables of the sign test at 5 %: n 6 to 8 have rank 1, 9 to 11 rank 2; 30 has 10, 100 has 40.
    let expected = [5: 0, 6: 1, 8: 1, 9: 2, 11: 2, 12: 3, 20: 6, 30: 10, 100: 40]
    for (count, rank) in expected {
      let range = MedianInterval((1...count).map(Double.init).shuffled()).range
      #expect(range?.lowerBound == (rank == 0 ? nil : Double(rank)), "\(count)")
      #expect(range?.upperBound == (rank == 0 ? nil : Double(count - rank + 1)), "\(count)")
    }
    #expect(MedianInterval([Double](repeating: 1, count: 5000)).range == 1...1)
    #expect(MedianInterval([]).median == 0)
    #expect(MedianInterval([4, 1, 3, 2]).median == 2.5)
  }

  @Test("a tie is a tie")
  func tie() {
    let times = (1...30).map { Double($0) }
    let comparison = PairedComparison(first: times, second: times)
    #expect(comparison.verdict == .equal(within: 0))
    #expect(comparison.words == "as fast, within 0.0 %, 30 pairs")
  }

  @Test("a machine that becomes slower and outliers on one side change nothing")
  func drift() {
    let first = (0..<30).map { 1 + 0.1 * Double($0) }
    var second = first.map { 0.94 * $0 }
    #expect(
      PairedComparison(first: first, second: second).words
        == "6.0 % faster, between 6.0 and 6.0, 30 pairs")
    for index in [3, 9, 20] { second[index] *= 50 }
    guard
      case .faster(let share, let range) = PairedComparison(first: first, second: second).verdict
    else {
      Issue.record("not faster")
      return
    }
    #expect(abs(share - 0.06) < 1e-12 && range.upperBound - range.lowerBound < 1e-12)
    guard
      case .slower(let more, _) = PairedComparison(first: second, second: first).verdict
    else {
      Issue.record("not slower")
      return
    }
    #expect(abs(more - (1 / 0.94 - 1)) < 1e-12)
  }

  @Test("what differs less than it varies is not told")
  func restless() {
    var random = Random(state: 7)
    let first = (0..<20).map { _ in 1 + random.next() }
    let second = (0..<20).map { _ in 0.99 * (1 + random.next()) }
    let comparison = PairedComparison(first: first, second: second)
    guard case .restless(let range) = comparison.verdict else {
      Issue.record("\(comparison.verdict)")
      return
    }
    #expect(range.lowerBound < 0 && range.upperBound > 0)
    #expect(comparison.words.hasSuffix("too restless to tell"))
  }

  @Test("few pairs have no interval")
  func few() {
    let comparison = PairedComparison(first: [1, 1, 1], second: [0.5, 0.5, 0.5])
    #expect(comparison.verdict == .tooFew)
    #expect(comparison.words == "3 pairs are too few to tell; 6 or more have an interval")
  }

  @Test("things are done in turns, every second round backwards")
  func turns() {
    var order: [Int] = []
    var between = 0
    let timing = InterleavedTiming(
      (0..<3).map { index in { order.append(index) } }, rounds: 2, warmUp: 1
    ) { between += 1 }
    #expect(order == [0, 1, 2, 0, 1, 2, 2, 1, 0])
    #expect(between == 2)
    #expect(timing.samples.map(\.count) == [2, 2, 2])
    #expect(timing.comparison(of: 1, with: 0).ratio.count == 2)
  }

  @Test("an activation's cost is never negative: within noise it is no number")
  func activations() {
    let shorter = MedianInterval((1...20).map { -Double($0) })
    #expect(BenchReport.cost(shorter).text == "within noise")
    let around = MedianInterval((-10...10).map { 0.001 * Double($0) })
    #expect(BenchReport.cost(around).text.hasPrefix("< 0.00"))
    #expect(BenchReport.cost(MedianInterval([Double](repeating: 0.25, count: 9))).text == "0.2500")
  }
}
