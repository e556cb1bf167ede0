import Architecture

extension Preprocessing {
  /// The network's input for a picture: H×W×3 values, or H×W×1 of a gray one, normalized, where H and
  /// W are those of ``resolution``.
  ///
  /// Throws ``PixelImageError`` for a picture so long and narrow that it would have too many pixels
  /// when resized.
  public func apply(to image: PixelImage) throws(PixelImageError) -> [Float] {
    switch (fit, filter) {
    case (.stretch, .linearCorners), (.center, .linearCorners):
      let values = try visible(isGray ? image.gray() : image)
        .resizedBetweenCorners(width: resolution.width, height: resolution.height)
      return normalized(count: values.count) { values[$0] }
    case (.crop, _), (.letterbox, _),
      (.stretch, .antialiased), (.center, .antialiased),
      (.stretch, .antialiasedCubic), (.center, .antialiasedCubic),
      (.stretch, .linear), (.center, .linear), (.stretch, .cubic), (.center, .cubic):
      return normalized(try fitted(image))
    }
  }

  /// What the network sees of a picture, as a picture of ``resolution``; of a gray one, before it is
  /// resized, the luminance. Throws as ``apply(to:)`` does.
  ///
  /// Of a crop, the side that reaches beyond what must be covered is rounded down; of a letterbox,
  /// the side that needs bars is rounded to the nearest pixel, and an odd bar is a pixel wider
  /// behind the picture.
  public func fitted(_ image: PixelImage) throws(PixelImageError) -> PixelImage {
    let image = isGray ? image.gray() : image
    switch fit {
    case .crop(let covered):
      let size =
        Self.coversHeightFirst(image.resolution, covered)
        ? Resolution(
          height: covered.height, width: covered.height * image.width / image.height)
        : Resolution(height: covered.width * image.height / image.width, width: covered.width)
      return try image.resized(width: size.width, height: size.height, filter: filter)
        .centerCropped(resolution)
    case .stretch, .center:
      return try visible(image).resized(
        width: resolution.width, height: resolution.height, filter: filter)
    case .letterbox(let fill):
      let scale = letterboxScale(image.resolution)
      func length(_ original: Int) -> Int {
        max(Int((Double(original) * scale).rounded(.toNearestOrEven)), 1)
      }
      return
        try image
        .resized(width: length(image.width), height: length(image.height), filter: filter)
        .centered(in: resolution, fill: fill)
    }
  }

  /// Each value over 255, less its channel's mean, over its channel's standard deviation: H×W×3, or
  /// H×W×1 of a gray picture's first channel.
  public func normalized(_ image: PixelImage) -> [Float] {
    normalized(count: image.pixels.count) { Float(image.pixels[$0]) }
  }

  /// The same of so many values, three a pixel.
  private func normalized(count: Int, _ value: (Int) -> Float) -> [Float] {
    if isGray {
      return stride(from: 0, to: count, by: 3).map {
        (value($0) / 255 - mean[0]) / standardDeviation[0]
      }
    }
    return (0..<count).map { index in
      let (channel, source) =
        switch order {
        case .rgb: (index % 3, index)
        case .bgr: (2 - index % 3, index - index % 3 + 2 - index % 3)
        }
      return (value(source) / 255 - mean[channel]) / standardDeviation[channel]
    }
  }

  /// Where a picture of the given sides stands in the network's input.
  package func placement(width: Int, height: Int) -> Placement {
    let picture = Resolution(height: height, width: width)
    let (width, height) = (Double(width), Double(height))
    let (ownWidth, ownHeight) = (Double(resolution.width), Double(resolution.height))
    let scale: Double
    switch fit {
    case .stretch:
      return Placement(
        scaleX: ownWidth / width, scaleY: ownHeight / height, offsetX: 0, offsetY: 0)
    case .center(let fraction):
      let middle = Self.middle(picture, fraction)
      let (scaleX, scaleY) = (ownWidth / Double(middle.width), ownHeight / Double(middle.height))
      return Placement(
        scaleX: scaleX, scaleY: scaleY, offsetX: (ownWidth - width * scaleX) / 2,
        offsetY: (ownHeight - height * scaleY) / 2)
    case .crop(let covered):
      scale =
        Self.coversHeightFirst(picture, covered)
        ? Double(covered.height) / height : Double(covered.width) / width
    case .letterbox: scale = letterboxScale(picture)
    }
    return Placement(
      scaleX: scale, scaleY: scale, offsetX: (ownWidth - width * scale) / 2,
      offsetY: (ownHeight - height * scale) / 2)
  }

  /// What of a picture is stretched to the input: its middle, if the network sees no more.
  private func visible(_ image: PixelImage) throws(PixelImageError) -> PixelImage {
    guard case .center(let fraction) = fit else { return image }
    return try image.centerCropped(Self.middle(image.resolution, fraction))
  }

  /// The sides of a picture's middle.
  private static func middle(_ picture: Resolution, _ fraction: Double) -> Resolution {
    func side(_ length: Int) -> Int {
      length - 2 * Int((Double(length) - Double(length) * fraction) / 2)
    }
    return Resolution(height: side(picture.height), width: side(picture.width))
  }

  /// Whether a picture that covers a height covers the width too.
  private static func coversHeightFirst(_ picture: Resolution, _ covered: Resolution) -> Bool {
    picture.width * covered.height >= picture.height * covered.width
  }

  /// The scale at which a picture just fits in.
  private func letterboxScale(_ picture: Resolution) -> Double {
    min(
      Double(resolution.height) / Double(picture.height),
      Double(resolution.width) / Double(picture.width))
  }
}
