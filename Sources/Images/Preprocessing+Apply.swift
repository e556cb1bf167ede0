extension Preprocessing {
  /// The network's input for a picture: H×W×3 values, normalized, where H and W are ``side``.
  ///
  /// Throws ``PixelImageError`` for a picture so long and narrow that it would have too many pixels
  /// when resized.
  public func apply(to image: PixelImage) throws(PixelImageError) -> [Float] {
    normalized(try fitted(image))
  }

  /// What the network sees of a picture, as a picture of ``side`` a side. Throws as
  /// ``apply(to:)`` does.
  ///
  /// Of a crop, the longer side keeps the proportions, rounded down; of a letterbox, the shorter
  /// side is rounded to the nearest pixel, and an odd bar is a pixel wider behind the picture.
  public func fitted(_ image: PixelImage) throws(PixelImageError) -> PixelImage {
    switch fit {
    case .crop(let shorterSide):
      let shorter = min(image.width, image.height)
      return
        try image
        .resized(
          width: shorterSide * image.width / shorter, height: shorterSide * image.height / shorter,
          filter: filter
        )
        .centerCropped(side)
    case .stretch:
      return try image.resized(width: side, height: side, filter: filter)
    case .letterbox(let fill):
      let scale = Double(side) / Double(max(image.width, image.height))
      func length(_ original: Int) -> Int {
        max(Int((Double(original) * scale).rounded(.toNearestOrEven)), 1)
      }
      return
        try image
        .resized(width: length(image.width), height: length(image.height), filter: filter)
        .centered(in: side, fill: fill)
    }
  }

  /// Each value over 255, less its channel's mean, over its channel's standard deviation: H×W×3.
  public func normalized(_ image: PixelImage) -> [Float] {
    image.pixels.indices.map { index in
      let (channel, source) =
        switch order {
        case .rgb: (index % 3, index)
        case .bgr: (2 - index % 3, index - index % 3 + 2 - index % 3)
        }
      return (Float(image.pixels[source]) / 255 - mean[channel]) / standardDeviation[channel]
    }
  }

  /// Where a picture of the given sides stands in the network's input.
  package func placement(width: Int, height: Int) -> Placement {
    let (width, height, side) = (Double(width), Double(height), Double(side))
    let scale: Double
    switch fit {
    case .stretch:
      return Placement(
        scaleX: side / width, scaleY: side / height, offsetX: 0, offsetY: 0)
    case .crop(let shorterSide): scale = Double(shorterSide) / min(width, height)
    case .letterbox: scale = side / max(width, height)
    }
    return Placement(
      scaleX: scale, scaleY: scale, offsetX: (side - width * scale) / 2,
      offsetY: (side - height * scale) / 2)
  }
}
