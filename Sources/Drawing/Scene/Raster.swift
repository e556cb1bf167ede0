/// An opaque picture of pixels.
package struct Raster: Equatable, Hashable, Sendable {
  /// The width in pixels.
  package let width: Int
  /// The height in pixels.
  package let height: Int
  /// Red, green and blue of every pixel, 0 to 255, row by row from the top.
  package let pixels: [UInt8]

  /// A picture of the given pixels; nothing if they do not fill its sides.
  package init?(width: Int, height: Int, pixels: [UInt8]) {
    guard width > 0, height > 0, pixels.count / 3 / width == height,
      pixels.count.isMultiple(of: 3 * width)
    else { return nil }
    self.width = width
    self.height = height
    self.pixels = pixels
  }
}
