import Architecture

/// The reference kernels: loops that say what each operation is, without a schedule.
///
/// Shapes are HWC; weights are out x in/groups x height x width, as checkpoints hold them.
package enum ReferenceKernels {
  /// Standard, depthwise, pointwise and grouped convolution.
  ///
  /// Every output scalar is the sum over the window and the channels of its group. Positions in the
  /// padding hold zero and are multiplied like all others, so that the count does not depend on the
  /// border. All zeros if a tensor is not as large as its shape says.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == CountedScalar)
  package static func convolution<Scalar: KernelScalar>(
    _ input: Tensor<Scalar>, weights: [Scalar], bias: [Scalar]?, _ convolution: Convolution,
    output shape: Shape
  ) -> Tensor<Scalar> {
    let groups = convolution.groups
    let channels = convolution.inputChannels / groups
    let filters = convolution.outputChannels / groups
    var output = Tensor<Scalar>(shape: shape)
    guard input.values.count == input.shape.count, input.shape.channels == channels * groups,
      shape.channels == filters * groups, bias?.count ?? shape.channels == shape.channels,
      weights.count == convolution.weightCount
    else { return output }
    let ordered = filtersLast(weights, convolution)
    let zeros = [Scalar](repeating: Scalar(0), count: input.shape.channels)
    input.values.withUnsafeBufferPointer { values in
      ordered.withUnsafeBufferPointer { weights in
        zeros.withUnsafeBufferPointer { zeros in
          output.values.withUnsafeMutableBufferPointer { sums in
            guard let values = values.baseAddress, let weights = weights.baseAddress,
              let zeros = zeros.baseAddress, let sums = sums.baseAddress
            else { return }
            if let bias {
              for place in 0..<shape.places {
                for channel in 0..<shape.channels {
                  sums[place * shape.channels + channel] = bias[channel]
                }
              }
            }
            addWindows(
              of: values, input.shape, weights, convolution, padding: zeros, to: sums, shape)
          }
        }
      }
    }
    return output
  }

  /// Adds the products of every place's window to the place's sums, which stand where the result will.
  @inline(__always)
  private static func addWindows<Scalar: KernelScalar>(
    of values: UnsafePointer<Scalar>, _ input: Shape, _ weights: UnsafePointer<Scalar>,
    _ convolution: Convolution, padding zeros: UnsafePointer<Scalar>,
    to sums: UnsafeMutablePointer<Scalar>, _ shape: Shape
  ) {
    let (kernel, stride, dilation) = (
      convolution.kernel, convolution.stride, convolution.dilation
    )
    let groups = convolution.groups
    let channels = convolution.inputChannels / groups
    let filters = convolution.outputChannels / groups
    let top = convolution.window.height.before(input.height)
    let left = convolution.window.width.before(input.width)
    // Some places of a row together, so that each weight is fetched once for all of them.
    let tile = 4
    for y in 0..<shape.height {
      for first in Swift.stride(from: 0, to: shape.width, by: tile) {
        for windowY in 0..<kernel.height {
          let inputY = y * stride.height + windowY * dilation - top
          for windowX in 0..<kernel.width {
            let row = weights + (windowY * kernel.width + windowX) * channels * filters * groups
            /// The channels of the input under this place of the window.
            func source(_ x: Int) -> UnsafePointer<Scalar> {
              let inputX = x * stride.width + windowX * dilation - left
              let isInside =
                inputY >= 0 && inputY < input.height && inputX >= 0 && inputX < input.width
              return isInside ? values + (inputY * input.width + inputX) * input.channels : zeros
            }
            let target = sums + (y * shape.width + first) * shape.channels
            let count = min(tile, shape.width - first)
            if channels == 1, filters == 1 {
              for place in 0..<count {
                let (source, target) = (source(first + place), target + place * shape.channels)
                for channel in 0..<groups {
                  target[channel] = Scalar.multiplyAdd(
                    target[channel], source[channel], row[channel])
                }
              }
            } else {
              for group in 0..<groups {
                var channel = 0
                while channel < channels {
                  // Four channels for one pass over the sums, each added in its turn.
                  let taken = channel + 4 <= channels ? 4 : 1
                  let weights = row + (group * channels + channel) * filters
                  for place in 0..<count {
                    addProducts(
                      of: source(first + place) + group * channels + channel, taken, weights,
                      filters: filters, to: target + place * shape.channels + group * filters)
                  }
                  channel += taken
                }
              }
            }
          }
        }
      }
    }
  }

  /// Adds the products of four channels, or of one, with the weights of every filter to the sums.
  @inline(__always)
  private static func addProducts<Scalar: KernelScalar>(
    of values: UnsafePointer<Scalar>, _ count: Int, _ row: UnsafePointer<Scalar>, filters: Int,
    to sums: UnsafeMutablePointer<Scalar>
  ) {
    let first = values[0]
    if count == 4 {
      let (row1, row2, row3) = (row + filters, row + 2 * filters, row + 3 * filters)
      let (second, third, fourth) = (values[1], values[2], values[3])
      for filter in 0..<filters {
        var sum = Scalar.multiplyAdd(sums[filter], first, row[filter])
        sum = Scalar.multiplyAdd(sum, second, row1[filter])
        sum = Scalar.multiplyAdd(sum, third, row2[filter])
        sums[filter] = Scalar.multiplyAdd(sum, fourth, row3[filter])
      }
    } else {
      for filter in 0..<filters {
        sums[filter] = Scalar.multiplyAdd(sums[filter], first, row[filter])
      }
    }
  }

  /// Weights in the order window y, window x, group, channel, filter: what one input scalar is
  /// multiplied by stands together.
  @inline(__always)
  private static func filtersLast<Scalar: KernelScalar>(
    _ weights: [Scalar], _ convolution: Convolution
  ) -> [Scalar] {
    let (window, groups) = (convolution.kernel.area, convolution.groups)
    let channels = convolution.inputChannels / groups
    let filters = convolution.outputChannels / groups
    return [Scalar](unsafeUninitializedCapacity: weights.count) { ordered, count in
      count = weights.count
      guard let ordered = ordered.baseAddress else { return }
      weights.withUnsafeBufferPointer { weights in
        guard var source = weights.baseAddress else { return }
        for group in 0..<groups {
          // So many filters together as share the lines that are written.
          for start in stride(from: 0, to: filters, by: 8) {
            let taken = min(8, filters - start)
            for channel in 0..<channels {
              for place in 0..<window {
                let target =
                  ordered + ((place * groups + group) * channels + channel) * filters + start
                let first = source + channel * window + place
                for filter in 0..<taken {
                  (target + filter).initialize(to: first[filter * channels * window])
                }
              }
            }
            source += taken * channels * window
          }
        }
      }
    }
  }

  /// A fully connected layer: weights are out x in.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == CountedScalar)
  package static func linear<Scalar: KernelScalar>(
    _ input: Tensor<Scalar>, weights: [Scalar], bias: [Scalar]?, _ linear: Linear
  ) -> Tensor<Scalar> {
    var output = Tensor<Scalar>(
      shape: Shape(height: 1, width: 1, channels: linear.outputChannels))
    let (inputs, outputs) = (linear.inputChannels, linear.outputChannels)
    guard input.values.count == inputs, weights.count == inputs * outputs,
      bias?.count ?? outputs == outputs
    else { return output }
    input.values.withUnsafeBufferPointer { values in
      weights.withUnsafeBufferPointer { weights in
        for feature in 0..<outputs {
          var sum = bias?[feature] ?? Scalar(0)
          for channel in 0..<inputs {
            sum = Scalar.multiplyAdd(sum, values[channel], weights[feature * inputs + channel])
          }
          output.values[feature] = sum
        }
      }
    }
    return output
  }
}
