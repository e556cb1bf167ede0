import Architecture

/// The reference kernels: loops that say what each operation is, without a schedule.
///
/// Shapes are HWC; weights are out x in/groups x height x width, as checkpoints hold them.
public enum ReferenceKernels {
  /// Standard, depthwise, pointwise and grouped convolution.
  ///
  /// Every output scalar is the sum over the window and the channels of its group. Positions in the
  /// padding hold zero and are multiplied like all others, so that the count does not depend on the
  /// border.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == CountedScalar)
  public static func convolution<Scalar: KernelScalar>(
    _ input: Tensor<Scalar>, weights: [Scalar], bias: [Scalar]?, _ convolution: Convolution,
    output shape: Shape
  ) -> Tensor<Scalar> {
    let kernel = convolution.kernel
    let groupInputs = convolution.inputChannels / convolution.groups
    let groupOutputs = convolution.outputChannels / convolution.groups
    let top = paddingBefore(input.shape.height, convolution)
    let left = paddingBefore(input.shape.width, convolution)
    let zero = Scalar(0)
    var output = Tensor<Scalar>(shape: shape)
    var target = 0
    for y in 0..<shape.height {
      for x in 0..<shape.width {
        for filter in 0..<shape.channels {
          let firstChannel = filter / groupOutputs * groupInputs
          var sum = bias?[filter] ?? zero
          for windowY in 0..<kernel {
            let inputY = y * convolution.stride + windowY * convolution.dilation - top
            for windowX in 0..<kernel {
              let inputX = x * convolution.stride + windowX * convolution.dilation - left
              let isInside =
                inputY >= 0 && inputY < input.shape.height && inputX >= 0
                && inputX < input.shape.width
              let place = isInside ? input.offset(inputY, inputX) + firstChannel : 0
              var weight = (filter * groupInputs * kernel + windowY) * kernel + windowX
              for channel in 0..<groupInputs {
                let value = isInside ? input.values[place + channel] : zero
                sum = Scalar.multiplyAdd(sum, value, weights[weight])
                weight += kernel * kernel
              }
            }
          }
          output.values[target] = sum
          target += 1
        }
      }
    }
    return output
  }

  /// A fully connected layer: weights are out x in.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == CountedScalar)
  public static func linear<Scalar: KernelScalar>(
    _ input: Tensor<Scalar>, weights: [Scalar], bias: [Scalar]?, _ linear: Linear
  ) -> Tensor<Scalar> {
    var output = Tensor<Scalar>(
      shape: Shape(height: 1, width: 1, channels: linear.outputChannels))
    for feature in 0..<linear.outputChannels {
      var sum = bias?[feature] ?? Scalar(0)
      for channel in 0..<linear.inputChannels {
        sum = Scalar.multiplyAdd(
          sum, input.values[channel], weights[feature * linear.inputChannels + channel])
      }
      output.values[feature] = sum
    }
    return output
  }

  private static func paddingBefore(_ extent: Int, _ convolution: Convolution) -> Int {
    WindowExtent(
      input: extent, kernel: convolution.kernel, stride: convolution.stride,
      dilation: convolution.dilation, padding: convolution.padding)?.before ?? 0
  }
}
