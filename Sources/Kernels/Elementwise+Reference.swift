import Architecture

extension ReferenceKernels {
  /// gamma (x - mean) / sqrt(variance + epsilon) + beta, channel by channel; in the input's memory, if
  /// nobody else needs it.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == CountedScalar)
  package static func batchNormalization<Scalar: KernelScalar>(
    _ input: consuming Tensor<Scalar>, gamma: [Scalar], beta: [Scalar], mean: [Scalar],
    variance: [Scalar], epsilon: Double
  ) -> Tensor<Scalar> {
    var output = input
    let channels = output.shape.channels
    let places = output.shape.places
    let deviation = variance.map { Scalar.squareRoot($0 + Scalar(epsilon)) }
    output.values.withUnsafeMutableBufferPointer { values in
      for place in 0..<places {
        for channel in 0..<channels {
          let index = place * channels + channel
          values[index] =
            (values[index] - mean[channel]) / deviation[channel] * gamma[channel] + beta[channel]
        }
      }
    }
    return output
  }

  /// A nonlinearity, scalar by scalar; in the input's memory, if nobody else needs it.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == CountedScalar)
  package static func activation<Scalar: KernelScalar>(
    _ input: consuming Tensor<Scalar>, _ activation: Activation
  ) -> Tensor<Scalar> {
    var output = input
    output.values.withUnsafeMutableBufferPointer { values in
      for index in values.indices { values[index] = activation.value(values[index]) }
    }
    return output
  }

  /// x / sqrt(sum of squares over the channels + epsilon) times the channel's scale, place by place.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == CountedScalar)
  package static func l2Normalization<Scalar: KernelScalar>(
    _ input: Tensor<Scalar>, scale: [Scalar], epsilon: Double
  ) -> Tensor<Scalar> {
    var output = input
    let channels = input.shape.channels
    for place in 0..<input.shape.places {
      let range = place * channels..<(place + 1) * channels
      var squares = Scalar(epsilon)
      for index in range { squares = squares + input.values[index] * input.values[index] }
      let length = Scalar.squareRoot(squares)
      for index in range {
        output.values[index] = input.values[index] / length * scale[index - range.lowerBound]
      }
    }
    return output
  }

  /// exp(x - largest) over their sum, place by place.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == CountedScalar)
  package static func softmax<Scalar: KernelScalar>(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
    var output = input
    let channels = input.shape.channels
    for place in 0..<input.shape.places {
      let range = place * channels..<(place + 1) * channels
      var largest = input.values[range.lowerBound]
      for index in range where largest < input.values[index] { largest = input.values[index] }
      var sum = Scalar(0)
      for index in range {
        output.values[index] = Scalar.exponential(input.values[index] - largest)
        sum = sum + output.values[index]
      }
      for index in range { output.values[index] = output.values[index] / sum }
    }
    return output
  }

  /// x - largest - log of the sum of exp(x - largest), place by place: the logarithm of a softmax.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == CountedScalar)
  package static func logSoftmax<Scalar: KernelScalar>(
    _ input: Tensor<Scalar>
  ) -> Tensor<Scalar> {
    var output = input
    let channels = input.shape.channels
    for place in 0..<input.shape.places {
      let range = place * channels..<(place + 1) * channels
      var largest = input.values[range.lowerBound]
      for index in range where largest < input.values[index] { largest = input.values[index] }
      var sum = Scalar(0)
      for index in range { sum = sum + Scalar.exponential(input.values[index] - largest) }
      let logarithm = Scalar.logarithm(sum)
      for index in range { output.values[index] = input.values[index] - largest - logarithm }
    }
    return output
  }

  /// The sum of tensors of one shape; a 1x1 map is spread over the places.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == CountedScalar)
  package static func add<Scalar: KernelScalar>(_ inputs: [Tensor<Scalar>]) -> Tensor<Scalar> {
    var output = inputs[0]
    for input in inputs.dropFirst() {
      let count = input.values.count
      output.values.withUnsafeMutableBufferPointer { values in
        for index in values.indices { values[index] = values[index] + input.values[index % count] }
      }
    }
    return output
  }

  /// The product of tensors; a 1x1 map is spread over the places.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == CountedScalar)
  package static func multiply<Scalar: KernelScalar>(_ inputs: [Tensor<Scalar>]) -> Tensor<Scalar> {
    var output = inputs[0]
    for input in inputs.dropFirst() {
      let count = input.values.count
      output.values.withUnsafeMutableBufferPointer { values in
        for index in values.indices { values[index] = values[index] * input.values[index % count] }
      }
    }
    return output
  }

  /// Tensors of one size behind one another along the channels.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == CountedScalar)
  package static func concatenate<Scalar: KernelScalar>(
    _ inputs: [Tensor<Scalar>], output shape: Shape
  ) -> Tensor<Scalar> {
    var output = Tensor<Scalar>(shape: shape)
    var target = 0
    for place in 0..<shape.places {
      for input in inputs {
        let channels = input.shape.channels
        for channel in 0..<channels {
          output.values[target] = input.values[place * channels + channel]
          target += 1
        }
      }
    }
    return output
  }
}
