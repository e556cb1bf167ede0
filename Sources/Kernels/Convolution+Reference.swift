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
    let (kernel, stride, dilation) = (
      convolution.kernel, convolution.stride, convolution.dilation
    )
    let groups = convolution.groups
    let channels = convolution.inputChannels / groups
    let filters = convolution.outputChannels / groups
    let top = convolution.window.height.before(input.shape.height)
    let left = convolution.window.width.before(input.shape.width)
    let zero = Scalar(0)
    let ordered = filtersLast(weights, convolution)
    var output = Tensor<Scalar>(shape: shape)
    guard input.values.count == input.shape.count, input.shape.channels == channels * groups,
      shape.channels == filters * groups, bias?.count ?? shape.channels == shape.channels
    else { return output }
    // Some places of a row together, so that each weight is fetched once for all of them.
    let tile = 4
    var sums = [Scalar](repeating: zero, count: tile * filters)
    var places = [Int?](repeating: nil, count: tile)
    for y in 0..<shape.height {
      for x in Swift.stride(from: 0, to: shape.width, by: tile) {
        let count = min(tile, shape.width - x)
        for group in 0..<groups {
          for index in 0..<count * filters {
            sums[index] = bias?[group * filters + index % filters] ?? zero
          }
          for windowY in 0..<kernel.height {
            let inputY = y * stride.height + windowY * dilation - top
            for windowX in 0..<kernel.width {
              for place in 0..<count {
                let inputX = (x + place) * stride.width + windowX * dilation - left
                let isInside =
                  inputY >= 0 && inputY < input.shape.height && inputX >= 0
                  && inputX < input.shape.width
                places[place] = isInside ? input.offset(inputY, inputX) + group * channels : nil
              }
              let window = (group * kernel.height + windowY) * kernel.width + windowX
              addProducts(
                of: input.values, from: places[..<count], ordered,
                from: window * channels * filters, channels: channels, filters: filters, to: &sums)
            }
          }
          for place in 0..<count {
            let target = output.offset(y, x + place) + group * filters
            for filter in 0..<filters {
              output.values[target + filter] = sums[place * filters + filter]
            }
          }
        }
      }
    }
    return output
  }

  /// Adds the products of each place's channels, or of as many zeros, with the weights of every
  /// filter to the place's sums: channel by channel, all filters.
  @inline(__always)
  private static func addProducts<Scalar: KernelScalar>(
    of values: [Scalar], from places: ArraySlice<Int?>, _ weights: [Scalar], from first: Int,
    channels: Int, filters: Int, to sums: inout [Scalar]
  ) {
    values.withUnsafeBufferPointer { values in
      weights.withUnsafeBufferPointer { weights in
        sums.withUnsafeMutableBufferPointer { sums in
          guard var row = weights.baseAddress.map({ $0 + first }), let start = sums.baseAddress
          else { return }
          var channel = 0
          while channel < channels {
            // Four channels for one pass over the sums, each added in its turn.
            let taken = channel + 4 <= channels ? 4 : 1
            for (index, place) in places.enumerated() {
              let sums = start + index * filters
              func value(_ next: Int) -> Scalar {
                place.map { values[$0 + channel + next] } ?? Scalar(0)
              }
              if taken == 4 {
                let (row1, row2, row3) = (row + filters, row + 2 * filters, row + 3 * filters)
                let (first, second, third, fourth) = (value(0), value(1), value(2), value(3))
                for filter in 0..<filters {
                  var sum = Scalar.multiplyAdd(sums[filter], first, row[filter])
                  sum = Scalar.multiplyAdd(sum, second, row1[filter])
                  sum = Scalar.multiplyAdd(sum, third, row2[filter])
                  sums[filter] = Scalar.multiplyAdd(sum, fourth, row3[filter])
                }
              } else {
                let first = value(0)
                for filter in 0..<filters {
                  sums[filter] = Scalar.multiplyAdd(sums[filter], first, row[filter])
                }
              }
            }
            row += taken * filters
            channel += taken
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
    let window = convolution.kernel.area
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
  package static func linear<Scalar: KernelScalar>(
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
}
