/// A stretch of numbers from `start` to `end`, which may run downwards.
public struct Interval: Equatable, Hashable, Sendable {
  /// Where the stretch begins.
  public var start: Double
  /// Where the stretch ends.
  public var end: Double

  /// The stretch from `start` to `end`.
  public init(_ start: Double, _ end: Double) {
    self.start = start
    self.end = end
  }

  /// The lesser end.
  public var lower: Double { min(start, end) }
  /// The greater end.
  public var upper: Double { max(start, end) }
}
