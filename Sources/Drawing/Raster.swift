/// An opaque picture of pixels.
public struct Raster: Equatable, Hashable, Sendable {
  /// The width in pixels.
  public let width: Int
  /// The height in pixels.
  public let height: Int
  /// Red, green and blue of every pixel, 0 to 255, row by row from the top.
  public let pixels: [UInt8]

  /// A picture of the given pixels; nothing if they do not fill its sides.
  public init?(width: Int, height: Int, pixels: [UInt8]) {
    guard width > 0, height > 0, pixels.count / 3 / width == height,
      pixels.count.isMultiple(of: 3 * width)
    else { return nil }
    self.width = width
    self.height = height
    self.pixels = pixels
  }
}
