import Architecture

/// The reference kernels: loops that say what each operation is, without a schedule.
///
/// Shapes are HWC; weights are out x in/groups x height x width, as checkpoints hold them.
public enum ReferenceKernels {
  /// Standard, depthwise, pointwise and grouped convolution.
  ///
  /// Every output scalar is the sum over the window and the channels of its group. Positions in the
  /// padding hold zero and are multiplied like all others, so that the count does not depend on the
  /// border. All zeros if a tensor is not as large as its shape says.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == CountedScalar)
  public static func convolution<Scalar: KernelScalar>(
    _ input: Tensor<Scalar>, weights: [Scalar], bias: [Scalar]?, _ convolution: Convolution,
    output shape: Shape
  ) -> Tensor<Scalar> {
    let kernel = convolution.kernel
    let groups = convolution.groups
    let channels = convolution.inputChannels / groups
    let filters = convolution.outputChannels / groups
    let top = paddingBefore(input.shape.height, convolution)
    let left = paddingBefore(input.shape.width, convolution)
    let zero = Scalar(0)
    let ordered = filtersLast(weights, convolution)
    var output = Tensor<Scalar>(shape: shape)
    guard input.values.count == input.shape.count, input.shape.channels == channels * groups,
      shape.channels == filters * groups, bias?.count ?? shape.channels == shape.channels
    else { return output }
    var sums = [Scalar](repeating: zero, count: filters)
    for y in 0..<shape.height {
      for x in 0..<shape.width {
        for group in 0..<groups {
          for filter in 0..<filters { sums[filter] = bias?[group * filters + filter] ?? zero }
          for windowY in 0..<kernel {
            let inputY = y * convolution.stride + windowY * convolution.dilation - top
            for windowX in 0..<kernel {
              let inputX = x * convolution.stride + windowX * convolution.dilation - left
              let isInside =
                inputY >= 0 && inputY < input.shape.height && inputX >= 0
                && inputX < input.shape.width
              let place = isInside ? input.offset(inputY, inputX) + group * channels : nil
              let window = (group * kernel + windowY) * kernel + windowX
              addProducts(
                of: input.values, from: place, ordered, from: window * channels * filters,
                channels: channels, to: &sums)
            }
          }
          let target = output.offset(y, x) + group * filters
          for filter in 0..<filters { output.values[target + filter] = sums[filter] }
        }
      }
    }
    return output
  }

  /// Adds the products of one place's channels, or of as many zeros, with the weights of every
  /// filter to the filters' sums: for each channel in turn, all filters.
  @inline(__always)
  private static func addProducts<Scalar: KernelScalar>(
    of values: [Scalar], from place: Int?, _ weights: [Scalar], from first: Int, channels: Int,
    to sums: inout [Scalar]
  ) {
    let filters = sums.count
    values.withUnsafeBufferPointer { values in
      weights.withUnsafeBufferPointer { weights in
        sums.withUnsafeMutableBufferPointer { sums in
          guard var row = weights.baseAddress.map({ $0 + first }), let sums = sums.baseAddress
          else { return }
          for channel in 0..<channels {
            let value = place.map { values[$0 + channel] } ?? Scalar(0)
            for filter in 0..<filters {
              sums[filter] = Scalar.multiplyAdd(sums[filter], value, row[filter])
            }
            row += filters
          }
        }
      }
    }
  }

  /// Weights in the order group, window y, window x, channel, filter: what one input scalar is
  /// multiplied by stands together.
  @inline(__always)
  private static func filtersLast<Scalar: KernelScalar>(
    _ weights: [Scalar], _ convolution: Convolution
  ) -> [Scalar] {
    let window = convolution.kernel * convolution.kernel
    let channels = convolution.inputChannels / convolution.groups
    let filters = convolution.outputChannels / convolution.groups
    var ordered: [Scalar] = []
    ordered.reserveCapacity(weights.count)
    for group in 0..<convolution.groups {
      for place in 0..<window {
        for channel in 0..<channels {
          for filter in 0..<filters {
            ordered.append(
              weights[((group * filters + filter) * channels + channel) * window + place])
          }
        }
      }
    }
    return ordered
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
