import Drawing

/// Why a scene could not be rendered.
public enum RenderingError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The canvas has a side that is not a positive number.
  case invalidSize(Size)
  /// The number of pixels per point is not a positive number.
  case invalidResolution(Double)
  /// The canvas, in pixels for PNG and else in points, has a side beyond
  /// `CairoRenderer.longestSide` or an area beyond `CairoRenderer.largestArea`.
  case canvasTooLarge(Size)
  /// A mark, counted from 0, has a coordinate or length that is not a number or too far away.
  case coordinateOutOfRange(primitive: Int)
  /// The font is not installed.
  case missingFont(family: String)
  /// Cairo reported an error.
  case cairo(message: String)

  /// The error as one sentence.
  public var description: String {
    switch self {
    case .invalidSize(let size):
      "A canvas needs a positive width and height, not \(size.width) × \(size.height)."
    case .invalidResolution(let pixelsPerPoint):
      "A picture needs a positive number of pixels per point, not \(pixelsPerPoint)."
    case .canvasTooLarge(let size):
      """
      A canvas of \(size.width) × \(size.height) is too large: at most \
      \(CairoRenderer.longestSide) a side and \(CairoRenderer.largestArea) in area can be drawn.
      """
    case .coordinateOutOfRange(let primitive):
      "Primitive \(primitive) of the scene has a coordinate or length that cannot be drawn."
    case .missingFont(let family):
      "The font \(family) is not installed, so texts would not have their measured size."
    case .cairo(let message):
      "Cairo could not draw the figure: \(message)."
    }
  }
}
