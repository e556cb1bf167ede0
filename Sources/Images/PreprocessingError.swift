/// Why a preprocessing cannot exist.
public enum PreprocessingError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A side, in pixels, is outside ``Preprocessing/sides``.
  case side(Int)

  /// The crop's share of the resized picture is not above 0 and at most 1, or is too small to use.
  case cropFraction(Double)

  /// There are neither one mean and standard deviation nor three.
  case channels(means: Int, standardDeviations: Int)

  /// A channel's mean is not finite, or its standard deviation not finite and above 0.
  case statistics(mean: Float, standardDeviation: Float)

  /// One sentence for the reader.
  public var description: String {
    switch self {
    case .side(let side):
      "a side must have \(Preprocessing.sides.lowerBound) to \(Preprocessing.sides.upperBound) "
        + "pixels, not \(side)"
    case .cropFraction(let fraction):
      "the crop fraction must be above 0 and at most 1, not \(fraction)"
    case .channels(let means, let deviations):
      "a picture has 1 or 3 channels, not \(means) means and \(deviations) standard deviations"
    case .statistics(let mean, let standardDeviation):
      "a channel cannot be normalized with mean \(mean) and standard deviation "
        + "\(standardDeviation)"
    }
  }
}
