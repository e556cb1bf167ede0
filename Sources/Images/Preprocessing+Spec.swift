import Architecture

extension Preprocessing {
  /// Makes the preprocessing that a table describes, for an input of `side` pixels.
  ///
  /// Throws ``PreprocessingError`` as the other initializers do.
  public init(_ spec: PreprocessingSpec, side: Int) throws(PreprocessingError) {
    let mean = Self.channels(spec.mean, range: spec.range)
    let standardDeviation = Self.channels(spec.standardDeviation, range: spec.range)
    let fit: Fit
    switch spec.fit {
    case .crop(let fraction):
      try self.init(
        resolution: side, cropFraction: fraction, filter: spec.filter, order: spec.channels,
        mean: mean, standardDeviation: standardDeviation)
      return
    case .stretch: fit = .stretch
    case .letterbox(let fill): fit = .letterbox(fill: UInt8(clamping: fill))
    }
    try self.init(
      fit: fit, side: side, filter: spec.filter, order: spec.channels, mean: mean,
      standardDeviation: standardDeviation)
  }

  /// Red, green, blue, on the scale 0...1.
  private static func channels(_ values: [Double], range: Double) -> SIMD3<Float> {
    var channels = SIMD3<Float>(repeating: 0)
    for (index, value) in values.prefix(3).enumerated() { channels[index] = Float(value / range) }
    return channels
  }
}
