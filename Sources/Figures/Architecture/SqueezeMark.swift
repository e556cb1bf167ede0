import Drawing

/// The mark of squeeze-and-excitation at the foot of a glyph.
enum SqueezeMark {
  private static let radius = 5.5

  /// The mark inside a glyph.
  static func primitives(in box: Rect) -> [Primitive] {
    primitives(at: Point(box.midX, max(box.midY, box.maxY - radius - 4)))
  }

  /// The mark around a point.
  static func primitives(at center: Point) -> [Primitive] {
    [
      .path(
        .polygon([
          center.translated(y: -radius), center.translated(x: radius),
          center.translated(y: radius), center.translated(x: -radius),
        ]), fill: Palette.purple.stroke, stroke: Stroke(.white, width: 1.2))
    ]
  }
}
