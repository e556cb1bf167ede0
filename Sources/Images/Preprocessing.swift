import Architecture

/// How a picture becomes the input of a network: brought to its height and width and normalized.
public struct Preprocessing: Equatable, Sendable {
  /// How a picture of any proportions gets those of the input, in pixels: what a table says for every
  /// resolution, at one.
  public enum Fit: Equatable, Sendable {
    /// The picture is resized until it just covers so many pixels, and the input cut from the
    /// center. For a square, this makes its shorter side so long.
    ///
    /// With an antialiased filter the steps and their arithmetic are those of torchvision's
    /// `Resize`, `CenterCrop`, `ToTensor` and `Normalize` on a picture, the usual evaluation of
    /// ImageNet classifiers.
    case crop(covering: Resolution)
    /// Each side is resized to the input's.
    case stretch
    /// The same of the picture's middle: `fraction` of each side, where the margin is rounded down to
    /// whole pixels, as TensorFlow's `central_crop` cuts it.
    case center(fraction: Double)
    /// The picture is resized until it just fits in, and bars of one gray fill the rest, as in
    /// YOLOv5.
    case letterbox(fill: UInt8)
  }

  /// The order of a pixel's values in the input.
  public typealias ChannelOrder = PreprocessingSpec.ChannelOrder

  /// How the picture gets the proportions of the input.
  public let fit: Fit

  /// The network's input resolution.
  public let resolution: Resolution

  /// How the picture is resized.
  public let filter: PixelImage.Filter

  /// The order of the values of a picture in color.
  public let order: ChannelOrder

  /// What is taken from each channel (red, green, blue; or gray alone), on the scale 0…1.
  public let mean: [Float]

  /// What each channel is then divided by, on the scale 0…1.
  public let standardDeviation: [Float]

  /// Makes a preprocessing of the given sizes (pixels) and channel statistics (scale 0…1): three of
  /// each make an input in color, one a gray one.
  ///
  /// Throws ``PreprocessingError`` for sides outside ``sides``, for statistics that cannot
  /// normalize, and for other numbers of them.
  public init(
    fit: Fit, resolution: Resolution, filter: PixelImage.Filter = .antialiased,
    order: ChannelOrder = .rgb, mean: [Float], standardDeviation: [Float]
  ) throws(PreprocessingError) {
    try Preprocessing.check(resolution)
    switch fit {
    case .crop(let covered): try Preprocessing.check(covered)
    case .center(let fraction): try Preprocessing.check(fraction: fraction)
    case .stretch, .letterbox: break
    }
    guard PreprocessingSpec.channelCounts.contains(mean.count),
      standardDeviation.count == mean.count
    else { throw .channels(means: mean.count, standardDeviations: standardDeviation.count) }
    for (mean, deviation) in zip(mean, standardDeviation) {
      guard mean.isFinite, deviation.isNormal, deviation > 0 else {
        throw .statistics(mean: mean, standardDeviation: deviation)
      }
    }
    self.fit = fit
    self.resolution = resolution
    self.filter = filter
    self.order = order
    self.mean = mean
    self.standardDeviation = standardDeviation
  }

  /// Makes the preprocessing of a network of the given input resolution that sees the center of the
  /// picture.
  ///
  /// The crop covers `cropFraction` of the resized picture along the axis where it covers most of
  /// it, in whole pixels, rounded down as timm does: at 0.875 a resolution of 224 asks for a shorter
  /// side of 256, and one of 160 for 182. Throws ``PreprocessingError``
  /// for a fraction outside 0…1 or not above 0, and as the other initializer does.
  public init(
    resolution: Resolution, cropFraction: Double, filter: PixelImage.Filter = .antialiased,
    order: ChannelOrder = .rgb, mean: [Float], standardDeviation: [Float]
  ) throws(PreprocessingError) {
    try Preprocessing.check(fraction: cropFraction)
    try Preprocessing.check(resolution)
    func covered(_ side: Int) throws(PreprocessingError) -> Int {
      let length = (Double(side) / cropFraction).rounded(.down)
      guard let length = Int(exactly: length) else { throw .cropFraction(cropFraction) }
      return length
    }
    let covering = Resolution(
      height: try covered(resolution.height), width: try covered(resolution.width))
    try self.init(
      fit: .crop(covering: covering), resolution: resolution, filter: filter, order: order,
      mean: mean, standardDeviation: standardDeviation)
  }

  /// Whether the input is gray: one channel.
  public var isGray: Bool { mean.count == 1 }

  /// The sides in pixels that a preprocessing may ask for; a square of the largest is as large as a
  /// ``PixelImage`` may be.
  public static let sides = 1...10_000

  private static func check(fraction: Double) throws(PreprocessingError) {
    guard fraction > 0, fraction <= 1 else { throw .cropFraction(fraction) }
  }

  private static func check(_ resolution: Resolution) throws(PreprocessingError) {
    for side in [resolution.height, resolution.width] where !sides.contains(side) {
      throw .side(side)
    }
  }
}
