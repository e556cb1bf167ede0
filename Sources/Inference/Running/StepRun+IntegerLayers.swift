import Architecture
import KernelInterface
import Kernels

extension StepRun {
  func runDense(_ dense: Plan.IntegerDense) {
    let (input, output, kernels) = (byteInput(), byteOutput, kernels.integers)
    let rows = IntegerRows(dense, input.shape, output.shape, kernels)
    let threads = pool?.count ?? 1
    let matrix = dense.groups[0]
    let operations = WideCount(output.shape.places) * WideCount(dense.convolution.weightCount)
    if threads > 1, output.shape.places < 28 * threads, dense.groups.count == 1,
      matrix.panels.count > 1
    {
      // By panels, so that each thread reads a part of the weights.
      share(matrix.panels.count, operations: operations) { range, worker in
        let columns = matrix.panels.covered(range).clamped(to: 0..<matrix.filters)
        rows.run(0..<rows.count, columns, from: input, to: output, scratch(worker))
      }
    } else {
      share(rows.count, unit: rows.unit, operations: operations) { range, worker in
        rows.run(range, 0..<matrix.filters, from: input, to: output, scratch(worker))
      }
    }
  }

  func runDepthwise(_ depthwise: Plan.IntegerDepthwise) {
    let (input, output, kernels) = (byteInput(), byteOutput, kernels.integers)
    let (weights, convolution) = (depthwise.weights, depthwise.convolution)
    let windows = WindowPointers(depthwise, input.shape, output.shape)
    let operations = WideCount(output.shape.count) * WideCount(2 * convolution.kernel.area)
    share(output.shape.height, operations: operations) { range, worker in
      let pointers = UnsafeMutableRawPointer(scratch(worker))
        .assumingMemoryBound(to: UnsafePointer<UInt8>.self)
      for y in range {
        windows.fill(pointers, y, input)
        kernels.convolveDepthwise(
          IntegerDepthwiseTask(
            places: output.shape.width, channels: weights.channels,
            kernelHeight: convolution.kernel.height, kernelWidth: convolution.kernel.width,
            stride: convolution.stride.width, dilation: convolution.dilation,
            inputs: UnsafePointer(pointers), inputsPerRow: windows.width,
            weights: weights.weights, bias: weights.bias, output: output.row(y),
            outputStride: output.stride, finish: depthwise.finish.task(weights.multipliers)))
      }
    }
  }
}

extension Plan.Finish {
  /// The finish of a task.
  func task(_ multipliers: UnsafePointer<Float>) -> IntegerFinish {
    IntegerFinish(multipliers: multipliers, requantizer: requantizer, table: table?.start)
  }
}

/// The pointers of a depthwise convolution: to the places of the rows that the windows of one row of the output see, or
/// to what stands for the padding.
struct WindowPointers: @unchecked Sendable {
  private let convolution: Convolution
  private let input: Shape
  private let padding: PackedLevels
  private let top: Int
  private let left: Int
  /// Places of a row that windows see.
  let width: Int

  init(_ depthwise: Plan.IntegerDepthwise, _ input: Shape, _ output: Shape) {
    convolution = depthwise.convolution
    padding = depthwise.padding
    self.input = input
    let window = convolution.window
    top = window.height.before(input.height)
    left = window.width.before(input.width)
    width = (output.width - 1) * convolution.stride.width + window.width.reach
  }

  /// Floats that the pointers take.
  var scratch: Int {
    convolution.kernel.height * width * MemoryLayout<UnsafePointer<UInt8>>.stride
      / MemoryLayout<Float>.stride
  }

  /// Writes the pointers of a row of the output.
  func fill(_ pointers: UnsafeMutablePointer<UnsafePointer<UInt8>>, _ y: Int, _ map: LevelMap) {
    let present = min(left, width)..<max(min(left + input.width, width), min(left, width))
    for row in 0..<convolution.kernel.height {
      let target = pointers + row * width
      let inputY = y * convolution.stride.height - top + row * convolution.dilation
      guard inputY >= 0, inputY < input.height else {
        target.update(repeating: padding.start, count: width)
        continue
      }
      target.update(repeating: padding.start, count: present.lowerBound)
      var place = UnsafePointer(map.row(inputY))
      for x in present {
        target[x] = place
        place += map.stride
      }
      (target + present.upperBound)
        .update(repeating: padding.start, count: width - present.upperBound)
    }
  }
}
