import Architecture
import Kernels

/// Convolution the other way round: every input scalar is sent to all outputs whose window holds it,
/// where the kernel under test gathers. Padding is stated by hand, before each axis.
func plainConvolution(
  _ input: Tensor<Float>, weights: [Float], bias: [Float]?, _ convolution: Convolution,
  before: (y: Int, x: Int), output shape: Shape
) -> Tensor<Float> {
  let kernel = convolution.kernel
  let perGroup = convolution.inputChannels / convolution.groups
  let filtersPerGroup = convolution.outputChannels / convolution.groups
  var sums = [Double](repeating: 0, count: shape.count)
  func place(
    _ element: Int, _ window: Int, _ before: Int, _ extent: Int, stride: Int
  ) -> Int? {
    let distance = element + before - window * convolution.dilation
    guard distance >= 0, distance % stride == 0 else { return nil }
    let place = distance / stride
    return place < extent ? place : nil
  }
  for channel in 0..<convolution.inputChannels {
    let group = channel / perGroup
    for y in 0..<input.shape.height {
      for windowY in 0..<kernel.height {
        guard
          let outputY = place(
            y, windowY, before.y, shape.height, stride: convolution.stride.height)
        else { continue }
        for x in 0..<input.shape.width {
          for windowX in 0..<kernel.width {
            guard
              let outputX = place(
                x, windowX, before.x, shape.width, stride: convolution.stride.width)
            else { continue }
            for filter in group * filtersPerGroup..<(group + 1) * filtersPerGroup {
              // out x in/groups x height x width, row-major.
              let weight =
                windowX + kernel.width
                * (windowY + kernel.height * (channel % perGroup + perGroup * filter))
              sums[(outputY * shape.width + outputX) * shape.channels + filter] +=
                Double(input.at(y, x, channel)) * Double(weights[weight])
            }
          }
        }
      }
    }
  }
  var output = Tensor<Float>(shape: shape)
  for index in sums.indices {
    output.values[index] = Float(sums[index] + Double(bias?[index % shape.channels] ?? 0))
  }
  return output
}
