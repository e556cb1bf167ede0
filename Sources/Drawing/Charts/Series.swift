/// One curve of a plot.
package struct Series: Equatable, Sendable {
  /// What the legend calls the curve.
  package var name: String
  /// The color of the curve.
  package var color: Color
  /// The dash pattern, in points; empty for a solid line.
  package var dash: [Double]
  /// The data, in the units of the axes; a point that is not finite leaves a gap.
  package var points: [Point]

  /// A curve: by default a solid one.
  package init(name: String, color: Color, dash: [Double] = [], points: [Point]) {
    self.name = name
    self.color = color
    self.dash = dash
    self.points = points
  }
}
