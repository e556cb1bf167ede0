extension Preprocessing {
  /// The network's input for a picture: H×W×3 values, normalised, where H and W are ``cropSide``.
  ///
  /// Throws ``PixelImageError`` for a picture so long and narrow that it would have too many pixels
  /// when resized.
  public func apply(to image: PixelImage) throws(PixelImageError) -> [Float] {
    normalized(try resizedAndCropped(image))
  }

  /// The part of the picture that the network sees, as a picture of ``cropSide`` a side.
  ///
  /// The shorter side becomes ``resizeShorterSide`` and the longer one keeps the proportions,
  /// rounded down. Throws as ``apply(to:)`` does.
  public func resizedAndCropped(_ image: PixelImage) throws(PixelImageError) -> PixelImage {
    let shorter = min(image.width, image.height)
    return
      try image
      .resized(
        width: resizeShorterSide * image.width / shorter,
        height: resizeShorterSide * image.height / shorter
      )
      .centerCropped(cropSide)
  }

  /// Each value over 255, less its channel's mean, over its channel's standard deviation: H×W×3.
  public func normalized(_ image: PixelImage) -> [Float] {
    image.pixels.indices.map { index in
      (Float(image.pixels[index]) / 255 - mean[index % 3]) / standardDeviation[index % 3]
    }
  }
}
