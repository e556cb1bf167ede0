/// Times of one thing done again and again, in seconds.
package struct Timing: Hashable, Sendable {
  /// All times, the shortest first.
  package var samples: [Double]

  /// Times in any order.
  package init(_ samples: [Double]) { self.samples = samples.sorted() }

  /// Does something `warmUp` times without and `runs` times with a clock. Throws what it throws.
  package init<Failure: Error>(
    runs: Int, warmUp: Int = 0, _ body: () throws(Failure) -> Void
  ) throws(Failure) {
    for _ in 0..<warmUp { try body() }
    let clock = ContinuousClock()
    var samples: [Double] = []
    for _ in 0..<runs {
      let start = clock.now
      try body()
      samples.append((clock.now - start) / .seconds(1))
    }
    self.init(samples)
  }

  /// The middle one: half of the times are no longer.
  package var median: Double { quantile(0.5) }
  /// The shortest.
  package var minimum: Double { samples.first ?? 0 }
  /// Half of all times lie within so much: the distance of the quartiles.
  package var spread: Double { quantile(0.75) - quantile(0.25) }

  private func quantile(_ share: Double) -> Double {
    guard !samples.isEmpty else { return 0 }
    return samples[min(Int(Double(samples.count) * share), samples.count - 1)]
  }
}
