import Drawing

/// A box in cabinet projection: its front as it is, its depth to the upper right at half its length.
struct Cuboid {
  /// The front's upper left corner.
  var origin: Point
  var width: Double
  var height: Double
  var depth: Double

  /// How far a length of depth goes sideways and up: half of it at 45 degrees.
  static let slant = 0.354

  /// The offset of the back from the front.
  var back: (x: Double, y: Double) { (depth * Self.slant, -depth * Self.slant) }

  /// The room that it takes.
  var bounds: Rect {
    Rect(
      x: origin.x, y: origin.y + back.y, width: width + back.x, height: height - back.y)
  }

  /// The front, the top and the right side.
  func primitives(_ palette: Palette, lineWidth: Double = 1) -> [Primitive] {
    let stroke = Stroke(palette.stroke, width: lineWidth, join: .round)
    let front = Rect(x: origin.x, y: origin.y, width: width, height: height).corners
    let far = front.map { $0.translated(x: back.x, y: back.y) }
    let faces: [Primitive] = [
      .path(
        .polygon([front[0], far[0], far[1], front[1]]),
        fill: palette.fill.mixed(with: .white, share: 0.45), stroke: stroke),
      .path(
        .polygon([front[1], far[1], far[2], front[2]]),
        fill: palette.fill.mixed(with: palette.stroke, share: 0.3), stroke: stroke),
      .path(.polygon(front), fill: palette.fill, stroke: stroke),
    ]
    return depth > 0.01 ? faces : [faces[2]]
  }
}
