import Architecture

extension ReferenceKernels {
  /// x above 0, below x times the slope of its channel.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == CountedScalar)
  package static func parametricReLU<Scalar: KernelScalar>(
    _ input: Tensor<Scalar>, slope: [Scalar]
  ) -> Tensor<Scalar> {
    var output = input
    let zero = Scalar(0)
    for index in output.values.indices where output.values[index] < zero {
      output.values[index] = output.values[index] * slope[index % slope.count]
    }
    return output
  }
}
