/// How a picture's stored rows and columns lie in the picture that a person sees: the values of EXIF's
/// orientation (EXIF 2.32, tag 0x0112).
public enum PictureOrientation: Int, CaseIterable, Sendable {
  /// As stored.
  case upright = 1
  /// Left and right are swapped.
  case mirrored
  /// Upside down: turned by 180 degrees.
  case upsideDown
  /// Top and bottom are swapped.
  case flipped
  /// Rows are columns.
  case transposed
  /// To be turned clockwise by 90 degrees.
  case turnedLeft
  /// Rows are columns, and then turned by 180 degrees.
  case transversed
  /// To be turned counterclockwise by 90 degrees.
  case turnedRight

  /// Whether rows are stored as columns.
  fileprivate var swapsSides: Bool { rawValue >= Self.transposed.rawValue }
}

extension PixelImage {
  /// The picture as a person sees it, of one that is stored with an orientation.
  public func upright(from orientation: PictureOrientation) -> PixelImage {
    guard orientation != .upright else { return self }
    let (right, below) = (3, 3 * width)
    let (lastColumn, lastRow) = (right * (width - 1), below * (height - 1))
    // Where the first pixel is stored, and how far its right and its lower neighbor are.
    let (start, across, down) =
      switch orientation {
      case .upright: (0, right, below)
      case .mirrored: (lastColumn, -right, below)
      case .upsideDown: (lastColumn + lastRow, -right, -below)
      case .flipped: (lastRow, right, -below)
      case .transposed: (0, below, right)
      case .turnedLeft: (lastRow, -below, right)
      case .transversed: (lastColumn + lastRow, -below, -right)
      case .turnedRight: (lastColumn, below, -right)
      }
    let (newWidth, newHeight) = orientation.swapsSides ? (height, width) : (width, height)
    let values = [UInt8](unsafeUninitializedCapacity: pixels.count) { target, count in
      var index = 0
      for y in 0..<newHeight {
        var source = start + y * down
        for _ in 0..<newWidth {
          for channel in 0..<3 { target[index + channel] = pixels[source + channel] }
          index += 3
          source += across
        }
      }
      count = index
    }
    return PixelImage(width: newWidth, height: newHeight, checkedPixels: values)
  }
}
