/// Why a picture cannot exist.
public enum PixelImageError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A side is below one pixel.
  case empty(width: Int, height: Int)

  /// There would be more than ``PixelImage/maximumPixelCount`` pixels.
  case tooLarge(width: Int, height: Int)

  /// The values do not fill the sides, at three values a pixel.
  case wrongValueCount(expected: Int, actual: Int)

  /// One sentence for the reader.
  public var description: String {
    switch self {
    case .empty(let width, let height):
      "a picture needs at least one pixel, but this one has \(width)×\(height)"
    case .tooLarge(let width, let height):
      "a picture of \(width)×\(height) pixels is too large; at most "
        + "\(PixelImage.maximumPixelCount) pixels are possible"
    case .wrongValueCount(let expected, let actual):
      "the picture should have \(expected) values but has \(actual)"
    }
  }
}
