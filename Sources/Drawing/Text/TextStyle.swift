/// How a line of text looks; the family is the renderer's.
public struct TextStyle: Equatable, Hashable, Sendable {
  /// The thickness of the letters.
  public enum Weight: String, CaseIterable, Sendable {
    /// For running text and labels.
    case regular
    /// For headings.
    case bold
  }

  /// The em size, in points.
  public var size: Double
  /// The thickness of the letters.
  public var weight: Weight
  /// The color of the letters.
  public var color: Color

  /// A style: by default regular and in ink.
  public init(size: Double, weight: Weight = .regular, color: Color = .ink) {
    self.size = size
    self.weight = weight
    self.color = color
  }

  var rounded: TextStyle {
    TextStyle(size: size.roundedToHundredth, weight: weight, color: color)
  }
}
