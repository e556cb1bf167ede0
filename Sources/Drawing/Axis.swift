/// One direction of a plot: what is measured, over which values, and which of them are marked.
public struct Axis: Equatable, Sendable {
  /// What is measured, with its unit; empty for no title.
  public var title: String
  /// The values from one end of the axis to the other.
  public var domain: Interval
  /// The marked values.
  public var ticks: [Tick]

  /// An axis with ticks at round values, at most `tickLimit` of them.
  public init(title: String = "", domain: Interval, tickLimit: Int = 9) {
    self.init(title: title, domain: domain, ticks: domain.ticks(atMost: tickLimit))
  }

  /// An axis with the given ticks.
  public init(title: String = "", domain: Interval, ticks: [Tick]) {
    self.title = title
    self.domain = domain
    self.ticks = ticks
  }
}
