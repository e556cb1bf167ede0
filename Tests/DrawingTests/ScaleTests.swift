import Testing

@testable import Drawing

@Suite struct ScaleTests {
  @Test func endsGoToEndsAndTheMiddleToTheMiddle() {
    let scale = LinearScale(domain: Interval(-8, 8), range: Interval(100, 20))
    #expect(scale.position(of: -8) == 100)
    #expect(scale.position(of: 8) == 20)
    #expect(scale.position(of: 0) == 60)
    #expect(scale.position(of: 16) == -20)
  }

  @Test func aDomainOfNoLengthGoesToTheMiddle() {
    let scale = LinearScale(domain: Interval(3, 3), range: Interval(0, 10))
    #expect(scale.position(of: 3) == 5 && scale.position(of: 99) == 5)
  }

  @Test(arguments: [
    (Interval(0, 1), 6, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
    (Interval(-8, 8), 9, ["−8", "−6", "−4", "−2", "0", "2", "4", "6", "8"]),
    (Interval(8, -8), 5, ["−5", "0", "5"]),
    (Interval(0, 0.1 + 0.2), 4, ["0.0", "0.1", "0.2", "0.3"]),
    (Interval(-0.04, 0.07), 7, ["−0.04", "−0.02", "0.00", "0.02", "0.04", "0.06"]),
    (Interval(120, 990), 5, ["200", "400", "600", "800"]),
    (Interval(0, 3.4e6), 4, ["0", "1000000", "2000000", "3000000"]),
  ])
  func ticksAreRound(domain: Interval, limit: Int, labels: [String]) {
    #expect(domain.ticks(atMost: limit).map(\.label) == labels)
  }

  @Test func tickValuesAreTheNearestNumbersToTheirLabels() {
    let ticks = Interval(0, 1).ticks(atMost: 12)
    #expect(ticks.map(\.value) == [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1])
  }

  @Test(arguments: [
    Interval(0, 1), Interval(-3.7, 12.9), Interval(1e-7, 4e-6), Interval(-2e9, 7e9),
    Interval(0.3, 0.31), Interval(0, 1e300), Interval(0, 2e-289),
    Interval(-8e307, 8e307),
  ])
  func ticksKeepTheLimitAndTheDomain(domain: Interval) {
    for limit in 2...50 {
      let ticks = domain.ticks(atMost: limit)
      let slack = (domain.upper - domain.lower) * 1e-9
      // No step is more than 2.5 times the one before, so at least a third of the room is used.
      #expect(ticks.count <= limit && ticks.count * 3 + 3 >= limit)
      #expect(
        ticks.allSatisfy {
          $0.value >= domain.lower - slack && $0.value <= domain.upper + slack
        })
      #expect(zip(ticks, ticks.dropFirst()).allSatisfy { $0.value < $1.value })
    }
  }

  @Test(arguments: [
    Interval(1, 1), Interval(.nan, 1), Interval(0, .infinity), Interval(-1e308, 1e308 * 1.7),
    Interval(0, 1e-300), Interval(1e18, 1e18 + 256),
  ])
  func domainsWithoutRoundValuesHaveNoTicks(domain: Interval) {
    #expect(domain.ticks().isEmpty)
  }

  @Test func extremeLimitsAreBroughtIntoRange() {
    let domain = Interval(0, 10)
    #expect(domain.ticks(atMost: .min) == domain.ticks(atMost: 2))
    #expect(domain.ticks(atMost: .max) == domain.ticks(atMost: 50))
  }
}
