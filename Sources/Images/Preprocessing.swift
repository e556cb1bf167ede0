/// How a picture becomes the input of a network: resized, cropped at the centre and normalised.
///
/// The steps and their arithmetic are those of torchvision's `Resize`, `CenterCrop`, `ToTensor` and
/// `Normalize` on a picture, the usual evaluation of ImageNet classifiers.
public struct Preprocessing: Equatable, Sendable {
  /// The length in pixels that the picture's shorter side is resized to.
  public let resizeShorterSide: Int

  /// The side in pixels of the square cut from the centre: the network's input resolution.
  public let cropSide: Int

  /// What is taken from each channel (red, green, blue), on the scale 0…1.
  public let mean: SIMD3<Float>

  /// What each channel (red, green, blue) is then divided by, on the scale 0…1.
  public let standardDeviation: SIMD3<Float>

  /// Makes a preprocessing of the given sides (pixels) and channel statistics (scale 0…1).
  ///
  /// Throws ``PreprocessingError`` for sides outside ``sides`` and for statistics that cannot
  /// normalise.
  public init(
    resizeShorterSide: Int, cropSide: Int, mean: SIMD3<Float>, standardDeviation: SIMD3<Float>
  ) throws(PreprocessingError) {
    for side in [resizeShorterSide, cropSide] where !Preprocessing.sides.contains(side) {
      throw .side(side)
    }
    for channel in 0..<3 {
      guard mean[channel].isFinite, standardDeviation[channel].isNormal,
        standardDeviation[channel] > 0
      else {
        throw .statistics(mean: mean[channel], standardDeviation: standardDeviation[channel])
      }
    }
    self.resizeShorterSide = resizeShorterSide
    self.cropSide = cropSide
    self.mean = mean
    self.standardDeviation = standardDeviation
  }

  /// Makes the preprocessing of a network of the given input resolution (pixels).
  ///
  /// The crop covers `cropFraction` of the resized picture's shorter side: at 0.875 a resolution of
  /// 224 asks for a shorter side of 256. Throws ``PreprocessingError`` for a fraction outside 0…1
  /// or not above 0, and as the other initialiser does.
  public init(
    resolution: Int, cropFraction: Double, mean: SIMD3<Float>, standardDeviation: SIMD3<Float>
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
      resizeShorterSide: shorterSide, cropSide: resolution, mean: mean,
      standardDeviation: standardDeviation)
  }

  /// The sides in pixels that a preprocessing may ask for; a square of the largest is as large as a
  /// ``PixelImage`` may be.
  public static let sides = 1...10_000
}
