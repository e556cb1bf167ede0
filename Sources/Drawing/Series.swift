/// One curve of a plot.
public struct Series: Equatable, Sendable {
  /// What the legend calls the curve.
  public var name: String
  /// The color of the curve.
  public var color: Color
  /// The dash pattern, in points; empty for a solid line.
  public var dash: [Double]
  /// The data, in the units of the axes; a point that is not finite leaves a gap.
  public var points: [Point]

  /// A curve: by default a solid one.
  public init(name: String, color: Color, dash: [Double] = [], points: [Point]) {
    self.name = name
    self.color = color
    self.dash = dash
    self.points = points
  }
}
