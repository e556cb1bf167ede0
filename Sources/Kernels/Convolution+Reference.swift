import Architecture

/// The reference kernels: loops that say what each operation is, without a schedule.
///
/// Shapes are HWC; weights are out x in/groups x height x width, as checkpoints hold them.
public enum ReferenceKernels {
  /// Standard, depthwise, pointwise and grouped convolution.
  ///
  /// Every output scalar is the sum over the window and the channels of its group. Positions in the
  /// padding hold zero and are multiplied like all others, so that the count does not depend on the
  /// border. Sizes are the caller's to check.
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
    // Filters innermost, so that many sums grow side by side.
    let taps = byTap(weights, filters: groupOutputs, depth: groupInputs * kernel * kernel)
    var output = Tensor<Scalar>(shape: shape)
    output.values.withUnsafeMutableBufferPointer { sums in
      taps.withUnsafeBufferPointer { taps in
        guard let start = sums.baseAddress, let weights = taps.baseAddress else { return }
        for y in 0..<shape.height {
          for x in 0..<shape.width {
            let place = (y * shape.width + x) * shape.channels
            for filter in 0..<shape.channels { sums[place + filter] = bias?[filter] ?? zero }
            for group in 0..<convolution.groups {
              let first = place + group * groupOutputs
              for windowY in 0..<kernel {
                let inputY = y * convolution.stride + windowY * convolution.dilation - top
                for windowX in 0..<kernel {
                  let inputX = x * convolution.stride + windowX * convolution.dilation - left
                  let isInside =
                    inputY >= 0 && inputY < input.shape.height && inputX >= 0
                    && inputX < input.shape.width
                  for channel in 0..<groupInputs {
                    let value =
                      isInside
                      ? input.values[
                        input.offset(inputY, inputX) + group * groupInputs + channel] : zero
                    let tap =
                      ((group * groupInputs + channel) * kernel + windowY) * kernel + windowX
                    addProducts(
                      value, weights + tap * groupOutputs, to: start + first, groupOutputs)
                  }
                }
              }
            }
          }
        }
      }
    }
    return output
  }

  /// One input scalar's products with a row of weights, each added to the sum of its filter.
  @inline(__always)
  private static func addProducts<Scalar: KernelScalar>(
    _ value: Scalar, _ weights: UnsafePointer<Scalar>, to sums: UnsafeMutablePointer<Scalar>,
    _ count: Int
  ) {
    for filter in 0..<count {
      sums[filter] = Scalar.multiplyAdd(sums[filter], value, weights[filter])
    }
  }

  /// Weights of groups of filters x depth as groups of depth x filters.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == CountedScalar)
  private static func byTap<Scalar: KernelScalar>(
    _ weights: [Scalar], filters: Int, depth: Int
  ) -> [Scalar] {
    var result = weights
    for group in 0..<weights.count / max(filters * depth, 1) {
      let first = group * filters * depth
      for tap in 0..<depth {
        for filter in 0..<filters {
          result[first + tap * filters + filter] = weights[first + filter * depth + tap]
        }
      }
    }
    return result
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
