/// Times of several things that were done in turns, so that a disturbance meets them alike.
package struct InterleavedTiming: Sendable {
  /// Seconds of each thing, round by round.
  package private(set) var samples: [[Double]]

  /// Does all things `warmUp` times without and `rounds` times with a clock, every second round in
  /// the opposite order, and `between` after every round. Throws what they throw.
  package init<Failure: Error>(
    _ things: [() throws(Failure) -> Void], rounds: Int, warmUp: Int = 0,
    between: () -> Void = {}
  ) throws(Failure) {
    let clock = ContinuousClock()
    samples = things.map { _ in [] }
    for _ in 0..<warmUp { for thing in things { try thing() } }
    for round in 0..<rounds {
      let order = round.isMultiple(of: 2) ? Array(things.indices) : things.indices.reversed()
      for index in order {
        let start = clock.now
        try things[index]()
        samples[index].append((clock.now - start) / .seconds(1))
      }
      between()
    }
  }

  /// The times of one thing.
  package func timing(_ index: Int) -> Timing { Timing(samples[index]) }

  /// One thing compared with another.
  package func comparison(of second: Int, with first: Int) -> PairedComparison {
    PairedComparison(first: samples[first], second: samples[second])
  }
}
