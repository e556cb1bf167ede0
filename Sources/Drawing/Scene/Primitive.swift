/// One mark on the canvas.
package enum Primitive: Equatable, Hashable, Sendable {
  /// A path, filled first and outlined after.
  case path(Path, fill: Color? = nil, stroke: Stroke? = nil)
  /// One line of text.
  case text(TextLabel)
  /// A picture of pixels, brought to the size of the rectangle.
  case image(Raster, in: Rect)

  /// The rectangle the mark covers; `nil` for an empty path.
  ///
  /// An outline counts with half its width on every side; sharp corners may reach a little farther.
  package func bounds(measuring: some TextMeasuring) -> Rect? {
    switch self {
    case .path(let path, fill: _, let stroke):
      path.bounds?.inset(by: -(stroke?.width ?? 0) / 2)
    case .text(let label):
      label.bounds(measuring: measuring)
    case .image(_, in: let rect):
      rect
    }
  }

  /// The mark moved by (`x`, `y`) points.
  package func translated(x: Double = 0, y: Double = 0) -> Primitive {
    switch self {
    case .path(let path, let fill, let stroke):
      return .path(path.mapPoints { $0.translated(x: x, y: y) }, fill: fill, stroke: stroke)
    case .text(var label):
      label.position = label.position.translated(x: x, y: y)
      return .text(label)
    case .image(let raster, let rect):
      return .image(
        raster, in: Rect(x: rect.x + x, y: rect.y + y, width: rect.width, height: rect.height))
    }
  }

  var rounded: Primitive {
    switch self {
    case .path(let path, let fill, let stroke):
      .path(path.rounded, fill: fill, stroke: stroke?.rounded)
    case .text(let label):
      .text(label.rounded)
    case .image(let raster, let rect):
      .image(
        raster,
        in: Rect(
          x: rect.x.roundedToHundredth, y: rect.y.roundedToHundredth,
          width: rect.width.roundedToHundredth, height: rect.height.roundedToHundredth))
    }
  }
}
