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
  /// No font is installed that has a Chinese letter; one of `family` would do.
  case missingLetter(String, family: String)
  /// Cairo reported an error.
  case cairo(message: String)

  /// The error as one sentence.
  public var description: String {
    switch self {
    case .invalidSize(let size):
      "a canvas needs a positive width and height, not \(size.width) × \(size.height)"
    case .invalidResolution(let pixelsPerPoint):
      "the number of pixels per point must be positive, not \(pixelsPerPoint)"
    case .canvasTooLarge(let size):
      """
      a canvas of \(size.width) × \(size.height) is too large: a side may be at most \
      \(CairoRenderer.longestSide), the area at most \(CairoRenderer.largestArea)
      """
    case .coordinateOutOfRange(let primitive):
      "primitive \(primitive) of the scene has a coordinate or length that cannot be drawn"
    case .missingFont(let family):
      "the font \(family) is not installed, so text would not have its measured size"
    case .missingLetter(let letter, let family):
      """
      a text has '\(letter)', which \(FigureTypeface.family) lacks: install the font \(family) \
      (Debian's package fonts-wqy-microhei)
      """
    case .cairo(let message):
      "Cairo failed: \(message)"
    }
  }
}
