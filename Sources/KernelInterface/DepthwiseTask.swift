import Architecture

/// One row of a depthwise convolution's output.
///
/// output[x, c] = activation(bias[c] + sum over i, j of rows[i][(x stride + j - before), c]
/// weights[i, j, c]); places left and right of the map, and rows that are absent, hold zero.
///
/// A window whose elements are apart is a task for every row of places that it sees together: see
/// `DepthwiseRows` in Inference.
package struct DepthwiseTask {
  /// The window's input rows, from its first scalar at x = 0; nothing for a row in the padding.
  package var rows: UnsafePointer<UnsafePointer<Float>?>
  /// Side of the window.
  package var kernel: Int
  /// Step of the window.
  package var stride: Int
  /// Padding before x = 0; below zero if the first window begins behind it.
  package var before: Int
  /// Places of an input row.
  package var inputWidth: Int
  /// Places of the output row.
  package var outputWidth: Int
  /// Channels, a multiple of 8.
  package var channels: Int
  /// Scalars from one place of an input row to the next.
  package var inputStride: Int
  /// Scalars from one place of the output row to the next.
  package var outputStride: Int
  /// In blocks of channels, each kernel x kernel x lanes; see `PackedDepthwise`.
  package var weights: UnsafePointer<Float>
  /// One scalar a channel.
  package var bias: UnsafePointer<Float>
  /// The output row.
  package var output: UnsafeMutablePointer<Float>
  /// What follows the sum.
  package var activation: Activation?

  /// A task from its parts.
  @inlinable package init(
    rows: UnsafePointer<UnsafePointer<Float>?>, kernel: Int, stride: Int, before: Int,
    inputWidth: Int, outputWidth: Int, channels: Int, inputStride: Int, outputStride: Int,
    weights: UnsafePointer<Float>, bias: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>,
    activation: Activation?
  ) {
    self.rows = rows
    self.kernel = kernel
    self.stride = stride
    self.before = before
    self.inputWidth = inputWidth
    self.outputWidth = outputWidth
    self.channels = channels
    self.inputStride = inputStride
    self.outputStride = outputStride
    self.weights = weights
    self.bias = bias
    self.output = output
    self.activation = activation
  }
}
