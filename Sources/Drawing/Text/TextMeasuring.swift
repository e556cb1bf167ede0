/// The extents of one line of text, in points.
public struct TextMetrics: Equatable, Sendable {
  /// How far the pen moves from the first letter to past the last.
  public let width: Double
  /// How far the font rises above the baseline, whatever the letters.
  public let ascent: Double
  /// How far the font falls below the baseline, whatever the letters.
  public let descent: Double

  /// The metrics of the given extents.
  public init(width: Double, ascent: Double, descent: Double) {
    self.width = width
    self.ascent = ascent
    self.descent = descent
  }

  /// The height of the line: ascent and descent together.
  public var height: Double { ascent + descent }
}

/// Something that knows how much room text takes; all layout asks it.
public protocol TextMeasuring: Sendable {
  /// The extents of one line of text in a style.
  func metrics(of string: String, in style: TextStyle) -> TextMetrics
}
