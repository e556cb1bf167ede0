import Architecture
import KernelInterface

/// The rows of a depthwise convolution.
///
/// A window whose elements are `dilation` places apart sees every `dilation`-th place of a row only.
/// So a row falls into *phases*, each a row of its own without dilation, whose places are further
/// apart; and the kernels know no dilation.
struct DepthwiseRows: Sendable {
  let depthwise: Plan.Depthwise
  let top: Int
  let input: Shape
  let output: Shape
  // Of the window, which would be made anew for every row.
  private let kernel: Int
  private let stride: Int
  private let reach: Int
  private let dilation: Int
  private let phases: [Phase]
  /// Places of the output from one of a phase to its next.
  private let outputStep: Int
  /// The same in places of the input that the phase sees.
  private let phaseStride: Int

  /// Some places of a row of the output, and those of the input that their windows see.
  private struct Phase {
    var firstOutput: Int
    var outputs: Int
    var firstInput: Int
    var inputs: Int
    /// Places that the first window reaches over the first input, in steps of the phase.
    var before: Int
  }

  init(_ depthwise: Plan.Depthwise, input: Shape, output: Shape) {
    self.depthwise = depthwise
    self.input = input
    self.output = output
    kernel = depthwise.kernel
    reach = depthwise.reach
    let window = depthwise.convolution.window
    top = window.height.before(input.height)
    let (left, stride) = (window.width.before(input.width), depthwise.stride)
    let dilation = kernel == 1 ? 1 : depthwise.convolution.dilation
    self.stride = stride
    self.dilation = dilation
    // After so many places windows begin a whole number of dilations further on.
    let step = dilation / greatestDivisor(dilation, stride)
    outputStep = step
    phaseStride = step * stride / dilation
    phases = (0..<min(step, output.width)).map { first in
      let start = first * stride - left
      let firstInput = (start % dilation + dilation) % dilation
      return Phase(
        firstOutput: first, outputs: (output.width - first + step - 1) / step,
        firstInput: firstInput,
        inputs: max((input.width - firstInput + dilation - 1) / dilation, 0),
        before: (firstInput - start) / dilation)
    }
  }

  /// The input rows that a row of the output needs; some may be outside.
  func window(_ y: Int) -> Range<Int> {
    let first = y * stride - top
    return first..<first + reach
  }

  /// One row; `row` gives the first scalar of an input row inside the map.
  func run(
    _ y: Int, stride inputStride: Int, to target: UnsafeMutablePointer<Float>,
    stride targetStride: Int, _ kernels: KernelTable, row: (Int) -> UnsafeMutablePointer<Float>
  ) {
    let first = window(y).lowerBound
    withUnsafeTemporaryAllocation(of: UnsafePointer<Float>?.self, capacity: kernel) { rows in
      guard let start = rows.baseAddress else { return }
      for phase in phases {
        for windowY in 0..<kernel {
          let inputY = first + windowY * dilation
          rows[windowY] =
            inputY >= 0 && inputY < input.height
            ? UnsafePointer(row(inputY)) + phase.firstInput * inputStride : nil
        }
        kernels.convolveDepthwise(
          DepthwiseTask(
            rows: UnsafePointer(start), kernel: kernel, stride: phaseStride,
            before: phase.before, inputWidth: phase.inputs, outputWidth: phase.outputs,
            channels: depthwise.weights.channels, inputStride: dilation * inputStride,
            outputStride: outputStep * targetStride, weights: depthwise.weights.weights,
            bias: depthwise.weights.bias, output: target + phase.firstOutput * targetStride,
            activation: depthwise.activation))
      }
    }
  }
}

/// The greatest number that divides two.
private func greatestDivisor(_ one: Int, _ other: Int) -> Int {
  var (one, other) = (one, other)
  while other > 0 { (one, other) = (other, one % other) }
  return one
}
