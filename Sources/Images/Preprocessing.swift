import Architecture

/// How a picture becomes the input of a network: made a square and normalized.
public struct Preprocessing: Equatable, Sendable {
  /// How a picture of any proportions becomes a square, in pixels: what a table says for every
  /// resolution, at one.
  public enum Fit: Equatable, Sendable {
    /// The shorter side is resized to so many pixels and the square cut from the center.
    ///
    /// With an antialiased filter the steps and their arithmetic are those of torchvision's
    /// `Resize`, `CenterCrop`, `ToTensor` and `Normalize` on a picture, the usual evaluation of
    /// ImageNet classifiers.
    case crop(shorterSide: Int)
    /// Each side is resized to the square's.
    case stretch
    /// The longer side is resized to the square's, and bars of one gray fill the rest, as in
    /// YOLOv5.
    case letterbox(fill: UInt8)
  }

  /// The order of a pixel's values in the input.
  public typealias ChannelOrder = PreprocessingSpec.ChannelOrder

  /// How the picture becomes a square.
  public let fit: Fit

  /// The side of the square in pixels: the network's input resolution.
  public let side: Int

  /// How the picture is resized.
  public let filter: PixelImage.Filter

  /// The order of the values.
  public let order: ChannelOrder

  /// What is taken from each channel (red, green, blue), on the scale 0…1.
  public let mean: SIMD3<Float>

  /// What each channel (red, green, blue) is then divided by, on the scale 0…1.
  public let standardDeviation: SIMD3<Float>

  /// Makes a preprocessing of the given sides (pixels) and channel statistics (scale 0…1).
  ///
  /// Throws ``PreprocessingError`` for sides outside ``sides`` and for statistics that cannot
  /// normalize.
  public init(
    fit: Fit, side: Int, filter: PixelImage.Filter = .antialiased, order: ChannelOrder = .rgb,
    mean: SIMD3<Float>, standardDeviation: SIMD3<Float>
  ) throws(PreprocessingError) {
    guard Preprocessing.sides.contains(side) else { throw .side(side) }
    if case .crop(let shorterSide) = fit, !Preprocessing.sides.contains(shorterSide) {
      throw .side(shorterSide)
    }
    for channel in 0..<3 {
      guard mean[channel].isFinite, standardDeviation[channel].isNormal,
        standardDeviation[channel] > 0
      else {
        throw .statistics(mean: mean[channel], standardDeviation: standardDeviation[channel])
      }
    }
    self.fit = fit
    self.side = side
    self.filter = filter
    self.order = order
    self.mean = mean
    self.standardDeviation = standardDeviation
  }

  /// Makes the preprocessing of a network of the given input resolution (pixels) that sees the
  /// center of the picture.
  ///
  /// The crop covers `cropFraction` of the resized picture's shorter side: at 0.875 a resolution of
  /// 224 asks for a shorter side of 256. Throws ``PreprocessingError`` for a fraction outside 0…1
  /// or not above 0, and as the other initializer does.
  public init(
    resolution: Int, cropFraction: Double, filter: PixelImage.Filter = .antialiased,
    order: ChannelOrder = .rgb, mean: SIMD3<Float>, standardDeviation: SIMD3<Float>
  ) throws(PreprocessingError) {
    guard cropFraction > 0, cropFraction <= 1 else {
      throw .cropFraction(cropFraction)
    }
    guard Preprocessing.sides.contains(resolution) else {
      throw .side(resolution)
    }
    let shorterSide = (Double(resolution) / cropFraction).rounded(.toNearestOrEven)
    guard let shorterSide = Int(exactly: shorterSide) else {
      throw .cropFraction(cropFraction)
    }
    try self.init(
      fit: .crop(shorterSide: shorterSide), side: resolution, filter: filter, order: order,
      mean: mean, standardDeviation: standardDeviation)
  }

  /// The sides in pixels that a preprocessing may ask for; a square of the largest is as large as a
  /// ``PixelImage`` may be.
  public static let sides = 1...10_000
}
