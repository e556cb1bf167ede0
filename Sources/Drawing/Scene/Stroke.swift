/// How a path is outlined.
package struct Stroke: Equatable, Hashable, Sendable {
  /// How a line ends.
  package enum Cap: String, Sendable {
    /// Flush with the end point.
    case butt
    /// A half circle beyond the end point.
    case round
    /// A half square beyond the end point.
    case square
  }

  /// How two segments meet.
  package enum Join: String, Sendable {
    /// A sharp corner.
    case miter
    /// A rounded corner.
    case round
    /// A cut corner.
    case bevel
  }

  /// The color of the line.
  package var color: Color
  /// The thickness of the line, in points.
  package var width: Double
  /// The lengths of the drawn and left-out stretches in turn, in points; empty for a solid line.
  package var dash: [Double]
  /// How a line ends.
  package var cap: Cap
  /// How two segments meet.
  package var join: Join

  /// A stroke: by default solid, with flush ends and sharp corners.
  package init(
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
