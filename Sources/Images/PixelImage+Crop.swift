extension PixelImage {
  /// The square of `side` pixels at the picture's center, as torchvision's `CenterCrop` cuts it.
  ///
  /// An odd margin is halved to the nearest even number of pixels, as Python rounds. Where a side
  /// of the picture is shorter than the square, black fills the rest.
  ///
  /// Throws ``PixelImageError`` for a side that no picture may have.
  public func centerCropped(_ side: Int) throws(PixelImageError) -> PixelImage {
    try centered(in: side, fill: 0)
  }

  /// The same square with another gray around a picture that is smaller.
  func centered(in side: Int, fill: UInt8) throws(PixelImageError) -> PixelImage {
    let count = try PixelImage.pixelCount(width: side, height: side)
    let left = CropAxis(length: width, side: side)
    let top = CropAxis(length: height, side: side)
    var result = [UInt8](repeating: fill, count: count * 3)
    for row in 0..<top.count {
      let source = ((top.source + row) * width + left.source) * 3
      let target = ((top.target + row) * side + left.target) * 3
      result.replaceSubrange(
        target..<target + left.count * 3, with: pixels[source..<source + left.count * 3])
    }
    return PixelImage(width: side, height: side, checkedPixels: result)
  }
}

/// Which pixels along one axis a central crop keeps, and where it puts them.
private struct CropAxis {
  /// The first pixel kept.
  let source: Int

  /// Its place in the crop.
  let target: Int

  /// How many pixels are kept.
  let count: Int

  init(length: Int, side: Int) {
    count = min(length, side)
    source = Int((Double(length - count) / 2).rounded(.toNearestOrEven))
    target = (side - count) / 2
  }
}
