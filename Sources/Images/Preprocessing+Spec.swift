import Architecture

extension Preprocessing {
  /// Makes the preprocessing that a table describes, for an input of the given height and width.
  ///
  /// Throws ``PreprocessingError`` as the other initializers do.
  public init(_ spec: PreprocessingSpec, resolution: Resolution) throws(PreprocessingError) {
    let mean = spec.mean.map { Float($0 / spec.range) }
    let standardDeviation = spec.standardDeviation.map { Float($0 / spec.range) }
    let fit: Fit
    switch spec.fit {
    case .crop(let fraction):
      try self.init(
        resolution: resolution, cropFraction: fraction, filter: spec.filter, order: spec.channels,
        mean: mean, standardDeviation: standardDeviation)
      return
    case .stretch: fit = .stretch
    case .center(let fraction): fit = .center(fraction: fraction)
    case .letterbox(let fill): fit = .letterbox(fill: UInt8(clamping: fill))
    }
    try self.init(
      fit: fit, resolution: resolution, filter: spec.filter, order: spec.channels, mean: mean,
      standardDeviation: standardDeviation)
  }
}
