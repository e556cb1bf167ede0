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
      "A picture needs sides of at least one pixel, and these are \(width)×\(height)."
    case .tooLarge(let width, let height):
      "A picture of \(width)×\(height) pixels is above the bound of "
        + "\(PixelImage.maximumPixelCount) pixels."
    case .wrongValueCount(let expected, let actual):
      "The picture's sides call for \(expected) values, and there are \(actual)."
    }
  }
}
