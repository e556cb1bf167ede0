import Architecture
import Kernels

/// Which convolutions a broken set of kernels spoils.
enum Victim: Sendable {
  /// All of them.
  case every
  /// Those with these numbers.
  case only(Convolution)

  func includes(_ convolution: Convolution) -> Bool {
    switch self {
    case .every: true
    case .only(let victim): victim == convolution
    }
  }
}

/// Kernels that forget the last input channel of convolutions over all channels.
struct ChannelForgettingKernels: KernelSet {
  var victim: Victim

  func convolution<Scalar: KernelScalar>(
    _ input: Tensor<Scalar>, weights: [Scalar], bias: [Scalar]?, _ convolution: Convolution,
    output: Shape
  ) -> Tensor<Scalar> {
    guard victim.includes(convolution), convolution.groups == 1, convolution.inputChannels > 1
    else {
      return ReferenceKernels.convolution(
        input, weights: weights, bias: bias, convolution, output: output)
    }
    var fewer = convolution
    fewer.inputChannels -= 1
    let window = convolution.kernel.area
    let filter = convolution.inputChannels * window
    var shape = input.shape
    shape.channels -= 1
    var rest = Tensor<Scalar>(shape: shape)
    rest.values = input.values.indices
      .filter { $0 % convolution.inputChannels != convolution.inputChannels - 1 }
      .map { input.values[$0] }
    return ReferenceKernels.convolution(
      rest, weights: weights.indices.filter { $0 % filter < filter - window }.map { weights[$0] },
      bias: bias, fewer, output: output)
  }
}

/// Kernels that leave out multiplications with padding, as fast ones do.
struct PaddingSkippingKernels: KernelSet {
  func convolution<Scalar: KernelScalar>(
    _ input: Tensor<Scalar>, weights: [Scalar], bias: [Scalar]?, _ convolution: Convolution,
    output shape: Shape
  ) -> Tensor<Scalar> {
    let kernel = convolution.kernel.height
    let margin = convolution.dilation * (kernel - 1) / 2
    let perGroup = convolution.inputChannels / convolution.groups
    let filters = convolution.outputChannels / convolution.groups
    var output = Tensor<Scalar>(shape: shape)
    for index in output.values.indices {
      let (place, filter) = index.quotientAndRemainder(dividingBy: shape.channels)
      let (y, x) = place.quotientAndRemainder(dividingBy: shape.width)
      var sum = bias?[filter] ?? Scalar(0)
      for window in 0..<kernel * kernel {
        let inputY = y * convolution.stride.height + window / kernel * convolution.dilation - margin
        let inputX = x * convolution.stride.width + window % kernel * convolution.dilation - margin
        guard (0..<input.shape.height).contains(inputY), (0..<input.shape.width).contains(inputX)
        else { continue }
        for channel in 0..<perGroup {
          sum = Scalar.multiplyAdd(
            sum, input.values[input.offset(inputY, inputX) + filter / filters * perGroup + channel],
            weights[(filter * perGroup + channel) * kernel * kernel + window])
        }
      }
      output.values[index] = sum
    }
    return output
  }
}

/// Kernels that make a tensor of another shape.
struct MisshapingKernels: KernelSet {
  /// What is wrong with it.
  enum Fault: CaseIterable, Sendable {
    case rowMissing
    case channelMissing
    case channelTooMany
    case empty
  }

  var victim: Victim
  var fault: Fault

  /// What it makes instead of a shape.
  func misshapen(_ shape: Shape) -> Shape {
    var shape = shape
    switch fault {
    case .rowMissing: shape.height -= 1
    case .channelMissing: shape.channels -= 1
    case .channelTooMany: shape.channels += 1
    case .empty: shape = Shape(height: 0, width: 0, channels: 0)
    }
    return shape
  }

  func convolution<Scalar: KernelScalar>(
    _ input: Tensor<Scalar>, weights: [Scalar], bias: [Scalar]?, _ convolution: Convolution,
    output: Shape
  ) -> Tensor<Scalar> {
    guard victim.includes(convolution) else {
      return ReferenceKernels.convolution(
        input, weights: weights, bias: bias, convolution, output: output)
    }
    return Tensor(shape: misshapen(output))
  }
}

/// Kernels that give fewer scalars than their tensor's shape has.
struct TruncatingKernels: KernelSet {
  func linear<Scalar: KernelScalar>(
    _ input: Tensor<Scalar>, weights: [Scalar], bias: [Scalar]?, _ linear: Linear
  ) -> Tensor<Scalar> {
    var output = ReferenceKernels.linear(input, weights: weights, bias: bias, linear)
    output.values.removeLast()
    return output
  }
}
