import Architecture

extension ReferenceKernels {
  /// (x - mean) / sqrt(variance + epsilon) times the channel's scale plus its shift, where mean and
  /// variance are those of the numbers that `part` takes together.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == CountedScalar)
  package static func normalization<Scalar: KernelScalar>(
    _ input: Tensor<Scalar>, over part: NormalizedPart, scale: [Scalar], shift: [Scalar],
    epsilon: Double
  ) -> Tensor<Scalar> {
    var output = input
    let (channels, places) = (input.shape.channels, input.shape.places)
    switch part {
    case .place:
      for place in 0..<places {
        standardize(
          &output.values, from: place * channels, runs: 1, of: channels, apart: 0, epsilon)
      }
    case .map(let groups):
      let size = channels / groups
      for group in 0..<groups {
        standardize(
          &output.values, from: group * size, runs: places, of: size, apart: channels, epsilon)
      }
    }
    for place in 0..<places {
      for channel in 0..<channels {
        let index = place * channels + channel
        output.values[index] = output.values[index] * scale[channel] + shift[channel]
      }
    }
    return output
  }

  /// (x - mean) / sqrt(variance + epsilon) of some runs of numbers, which begin `distance` apart.
  private static func standardize<Scalar: KernelScalar>(
    _ values: inout [Scalar], from start: Int, runs: Int, of length: Int, apart distance: Int,
    _ epsilon: Double
  ) {
    /// The mean of a function of all numbers; sums of runs are summed, so that few digits are lost.
    func mean(_ term: (Scalar) -> Scalar) -> Scalar {
      var sum = Scalar(0)
      for run in 0..<runs {
        let first = start + run * distance
        var part = Scalar(0)
        for index in first..<first + length { part = part + term(values[index]) }
        sum = sum + part
      }
      return sum / Scalar(Double(runs * length))
    }
    let middle = mean { $0 }
    let variance = mean { ($0 - middle) * ($0 - middle) }
    let deviation = Scalar.squareRoot(variance + Scalar(epsilon))
    for run in 0..<runs {
      let first = start + run * distance
      for index in first..<first + length { values[index] = (values[index] - middle) / deviation }
    }
  }
}
