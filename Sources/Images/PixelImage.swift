/// A picture of 8-bit RGB pixels.
///
/// Every value has sides of at least one pixel and at most ``maximumPixelCount`` pixels, so
/// arithmetic on its sizes cannot overflow.
public struct PixelImage: Equatable, Sendable {
  /// The most pixels a picture may have: 100 million.
  public static let maximumPixelCount = 100_000_000

  /// The width in pixels.
  public let width: Int

  /// The height in pixels.
  public let height: Int

  /// The pixels, H×W×3: row by row from the top, red, green and blue interleaved, 0…255.
  public let pixels: [UInt8]

  /// Makes a picture of the given pixels (H×W×3).
  ///
  /// Throws ``PixelImageError`` for a side below one, for more than ``maximumPixelCount`` pixels,
  /// and where the count of values is not `height * width * 3`.
  public init(width: Int, height: Int, pixels: [UInt8]) throws(PixelImageError) {
    let expected = try 3 * PixelImage.pixelCount(width: width, height: height)
    guard pixels.count == expected else {
      throw .wrongValueCount(expected: expected, actual: pixels.count)
    }
    self.init(width: width, height: height, checkedPixels: pixels)
  }

  /// For pixels whose count is already known to be right.
  init(width: Int, height: Int, checkedPixels: [UInt8]) {
    self.width = width
    self.height = height
    self.pixels = checkedPixels
  }

  /// The number of pixels in a picture of the given sides.
  ///
  /// Throws ``PixelImageError`` for sides that no picture may have, so that a caller can ask before
  /// it allocates memory.
  package static func pixelCount(width: Int, height: Int) throws(PixelImageError) -> Int {
    guard width >= 1, height >= 1 else {
      throw .empty(width: width, height: height)
    }
    let (count, overflow) = width.multipliedReportingOverflow(by: height)
    guard !overflow, count <= maximumPixelCount else {
      throw .tooLarge(width: width, height: height)
    }
    return count
  }
}
