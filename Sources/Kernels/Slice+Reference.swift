import Architecture

extension ReferenceKernels {
  /// So many channels from channel `first` on, place by place.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == CountedScalar)
  package static func slice<Scalar: KernelScalar>(
    _ input: Tensor<Scalar>, first: Int, count: Int
  ) -> Tensor<Scalar> {
    let shape = input.shape
    var output = Tensor<Scalar>(
      shape: Shape(height: shape.height, width: shape.width, channels: count))
    for place in 0..<shape.places {
      for channel in 0..<count {
        output.values[place * count + channel] =
          input.values[place * shape.channels + first + channel]
      }
    }
    return output
  }
}
