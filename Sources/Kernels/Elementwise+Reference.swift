import Architecture

extension ReferenceKernels {
  /// gamma (x - mean) / sqrt(variance + epsilon) + beta, channel by channel.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == CountedScalar)
  package static func batchNormalization<Scalar: KernelScalar>(
    _ input: Tensor<Scalar>, gamma: [Scalar], beta: [Scalar], mean: [Scalar], variance: [Scalar],
    epsilon: Double
  ) -> Tensor<Scalar> {
    var output = input
    let channels = input.shape.channels
    let deviation = variance.map { Scalar.squareRoot($0 + Scalar(epsilon)) }
    for index in output.values.indices {
      let channel = index % channels
      output.values[index] =
        (output.values[index] - mean[channel]) / deviation[channel] * gamma[channel]
        + beta[channel]
    }
    return output
  }

  /// A nonlinearity, scalar by scalar.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == CountedScalar)
  package static func activation<Scalar: KernelScalar>(
    _ input: Tensor<Scalar>, _ activation: Activation
  ) -> Tensor<Scalar> {
    var output = input
    for index in output.values.indices {
      output.values[index] = activation.value(output.values[index])
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

  /// The sum of tensors of one shape.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == CountedScalar)
  package static func add<Scalar: KernelScalar>(_ inputs: [Tensor<Scalar>]) -> Tensor<Scalar> {
    var output = inputs[0]
    for input in inputs.dropFirst() {
      for index in output.values.indices {
        output.values[index] = output.values[index] + input.values[index]
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
      for index in output.values.indices {
        output.values[index] = output.values[index] * input.values[index % count]
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
