/// One direction of a plot: what is measured, over which values, and which of them are marked.
package struct Axis: Equatable, Sendable {
  /// What is measured, with its unit; empty for no title.
  package var title: String
  /// The values from one end of the axis to the other.
  package var domain: Interval
  /// The marked values.
  package var ticks: [Tick]

  /// An axis with ticks at round values, at most `tickLimit` of them.
  package init(title: String = "", domain: Interval, tickLimit: Int = 9) {
    self.init(title: title, domain: domain, ticks: domain.ticks(atMost: tickLimit))
  }

  /// An axis with the given ticks.
  package init(title: String = "", domain: Interval, ticks: [Tick]) {
    self.title = title
    self.domain = domain
    self.ticks = ticks
  }
}
