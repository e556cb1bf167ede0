/// How a path is outlined.
public struct Stroke: Equatable, Hashable, Sendable {
  /// How a line ends.
  public enum Cap: String, Sendable {
    /// Flush with the end point.
    case butt
    /// A half circle beyond the end point.
    case round
    /// A half square beyond the end point.
    case square
  }

  /// How two segments meet.
  public enum Join: String, Sendable {
    /// A sharp corner.
    case miter
    /// A rounded corner.
    case round
    /// A cut corner.
    case bevel
  }

  /// The color of the line.
  public var color: Color
  /// The thickness of the line, in points.
  public var width: Double
  /// The lengths of the drawn and left-out stretches in turn, in points; empty for a solid line.
  public var dash: [Double]
  /// How a line ends.
  public var cap: Cap
  /// How two segments meet.
  public var join: Join

  /// A stroke: by default solid, with flush ends and sharp corners.
  public init(
    _ color: Color, width: Double = 1, dash: [Double] = [], cap: Cap = .butt, join: Join = .miter
  ) {
    self.color = color
    self.width = width
    self.dash = dash
    self.cap = cap
    self.join = join
  }

  var rounded: Stroke {
    Stroke(
      color, width: width.roundedToHundredth, dash: dash.map { $0.roundedToHundredth },
      cap: cap, join: join)
  }
}
