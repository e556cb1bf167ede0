import Architecture

extension ReferenceKernels {
  /// The channels of so many equal groups taken in turn, one of each, place by place.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == CountedScalar)
  package static func shuffle<Scalar: KernelScalar>(
    _ input: Tensor<Scalar>, groups: Int
  ) -> Tensor<Scalar> {
    var output = input
    let channels = input.shape.channels
    let size = channels / groups
    for place in 0..<input.shape.places {
      for channel in 0..<channels {
        output.values[place * channels + channel] =
          input.values[place * channels + channel % groups * size + channel / groups]
      }
    }
    return output
  }
}
