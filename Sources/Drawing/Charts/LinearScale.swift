/// A straight-line map from data to places on the canvas.
package struct LinearScale: Equatable, Sendable {
  /// The stretch of data.
  package let domain: Interval
  /// The stretch of the canvas it falls on, in points; a vertical one usually runs upwards, from
  /// the greater y to the lesser.
  package let range: Interval

  /// The scale that sends the ends of the domain to the ends of the range.
  package init(domain: Interval, range: Interval) {
    self.domain = domain
    self.range = range
  }

  /// Where a value falls, in points, also beyond the ends; a domain of no length sends every value
  /// to the middle of the range.
  package func position(of value: Double) -> Double {
    let length = domain.end - domain.start
    let share = length == 0 ? 0.5 : (value - domain.start) / length
    return range.start + share * (range.end - range.start)
  }
}
