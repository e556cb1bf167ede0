import EmbeddedTables
import Images

extension Witness {
  /// The witnesses that are compiled in, in the alphabetical order of their files.
  package static let builtIn: [Witness] = files.compactMap { try? Witness(reading: $0.text) }

  /// The files of the witnesses that are compiled in.
  package static var files: [(name: String, text: String)] {
    EmbeddedFiles.all.filter { $0.name.hasPrefix("Witnesses/") && $0.name.hasSuffix(".json") }
  }
}

extension Hearing {
  /// The picture that witnesses have prepared, from the text of a portable pixmap. Throws
  /// `PixelImageError` if its numbers are no picture.
  static func picture() throws(PixelImageError) -> PixelImage {
    let text = EmbeddedFiles.text("Witnesses/picture.ppm") ?? ""
    // P3, width, height, the largest value, which is 255, and the pixels.
    let numbers = text.split { $0.isWhitespace }.dropFirst().compactMap { Int($0) }
    guard numbers.count > 3 else { throw .empty(width: 0, height: 0) }
    return try PixelImage(
      width: numbers[0], height: numbers[1],
      pixels: numbers.dropFirst(3).map { UInt8(clamping: $0) })
  }

  /// So many copies of it side by side, and so many of these rows one below the other: 640x480 pixels, which every
  /// input shrinks. Throws as `picture` does.
  static func largePicture() throws(PixelImageError) -> PixelImage {
    let (tile, copies) = (try picture(), 16)
    let row = 3 * tile.width
    var pixels: [UInt8] = []
    pixels.reserveCapacity(tile.pixels.count * copies * copies)
    for _ in 0..<copies {
      for y in 0..<tile.height {
        for _ in 0..<copies { pixels += tile.pixels[y * row..<(y + 1) * row] }
      }
    }
    return try PixelImage(
      width: tile.width * copies, height: tile.height * copies, pixels: pixels)
  }
}
