import Architecture

extension ReferenceKernels {
  /// Transposed convolution: every place of the input adds its products to the places of its window.
  /// What padding cuts off multiplies zeros, as padding does in other convolutions, so that both cost
  /// the same. Weights are in x out/groups x height x width.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == CountedScalar)
  package static func transposedConvolution<Scalar: KernelScalar>(
    _ input: Tensor<Scalar>, weights: [Scalar], bias: [Scalar]?,
    _ convolution: TransposedConvolution, output shape: Shape
  ) -> Tensor<Scalar> {
    let (kernel, stride, groups) = (convolution.kernel, convolution.stride, convolution.groups)
    let channels = convolution.inputChannels / groups
    let filters = convolution.outputChannels / groups
    var output = Tensor<Scalar>(shape: shape)
    if let bias {
      for index in output.values.indices { output.values[index] = bias[index % shape.channels] }
    }
    func nearest(_ place: Int, of count: Int) -> Int { min(max(place, 0), count - 1) }
    for place in 0..<input.shape.places {
      let (inputY, inputX) = place.quotientAndRemainder(dividingBy: input.shape.width)
      for element in 0..<kernel.area {
        let (windowY, windowX) = element.quotientAndRemainder(dividingBy: kernel.width)
        let y = inputY * stride.height + windowY - convolution.padding
        let x = inputX * stride.width + windowX - convolution.padding
        let (row, column) = (nearest(y, of: shape.height), nearest(x, of: shape.width))
        let isInside = (row, column) == (y, x)
        let (source, target) = (input.offset(inputY, inputX), output.offset(row, column))
        for channel in 0..<convolution.inputChannels {
          let first = target + channel / channels * filters
          let value = isInside ? input.values[source + channel] : Scalar(0)
          for filter in 0..<filters {
            let weight = (channel * filters + filter) * kernel.area + element
            output.values[first + filter] = Scalar.multiplyAdd(
              output.values[first + filter], value, weights[weight])
          }
        }
      }
    }
    return output
  }

  /// A convolution over the channels of a vector. Positions in the padding hold zero and are multiplied
  /// like all others.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == CountedScalar)
  package static func channelConvolution<Scalar: KernelScalar>(
    _ input: Tensor<Scalar>, weights: [Scalar]
  ) -> Tensor<Scalar> {
    var output = Tensor<Scalar>(shape: input.shape)
    for channel in output.values.indices {
      var sum = Scalar(0)
      for (element, weight) in weights.enumerated() {
        let source = channel + element - weights.count / 2
        let value = input.values.indices.contains(source) ? input.values[source] : Scalar(0)
        sum = Scalar.multiplyAdd(sum, value, weight)
      }
      output.values[channel] = sum
    }
    return output
  }
}
