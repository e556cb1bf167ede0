/// A stretch of numbers from `start` to `end`, which may run downwards.
package struct Interval: Equatable, Hashable, Sendable {
  /// Where the stretch begins.
  package var start: Double
  /// Where the stretch ends.
  package var end: Double

  /// The stretch from `start` to `end`.
  package init(_ start: Double, _ end: Double) {
    self.start = start
    self.end = end
  }

  /// The lesser end.
  package var lower: Double { min(start, end) }
  /// The greater end.
  package var upper: Double { max(start, end) }
}
