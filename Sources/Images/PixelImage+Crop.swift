import Architecture

extension PixelImage {
  /// The middle of the picture at the given height and width, as torchvision's `CenterCrop` cuts it.
  ///
  /// An odd margin is halved to the nearest even number of pixels, as Python rounds. Where a side
  /// of the picture is shorter, black fills the rest.
  ///
  /// Throws ``PixelImageError`` for sides that no picture may have.
  public func centerCropped(_ resolution: Resolution) throws(PixelImageError) -> PixelImage {
    try centered(in: resolution, fill: 0)
  }

  /// The same with another gray around a picture that is smaller.
  func centered(in target: Resolution, fill: UInt8) throws(PixelImageError) -> PixelImage {
    let count = try PixelImage.pixelCount(width: target.width, height: target.height)
    let left = CropAxis(length: width, side: target.width)
    let top = CropAxis(length: height, side: target.height)
    var result = [UInt8](repeating: fill, count: count * 3)
    for row in 0..<top.count {
      let source = ((top.source + row) * width + left.source) * 3
      let start = ((top.target + row) * target.width + left.target) * 3
      result.replaceSubrange(
        start..<start + left.count * 3, with: pixels[source..<source + left.count * 3])
    }
    return PixelImage(width: target.width, height: target.height, checkedPixels: result)
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
