import Architecture

/// What happens to a sum before it is stored: an activation, then an addition.
package struct Epilogue {
  /// The nonlinearity; nothing for a linear layer.
  package var activation: Activation?
  /// A map added after the activation, of the output's size: its first scalar.
  package var residual: UnsafePointer<Float>?
  /// Scalars from one place of that map to the next.
  package var residualStride: Int

  /// An epilogue from its parts.
  @inlinable package init(
    activation: Activation? = nil, residual: UnsafePointer<Float>? = nil, residualStride: Int = 0
  ) {
    self.activation = activation
    self.residual = residual
    self.residualStride = residualStride
  }
}

/// output[m, n] = epilogue(bias[n] + sum over s, k of segment[s][m rowStride + k] weights[s, k, n]).
///
/// A pointwise convolution has one segment, the input channels. A KxK convolution has one for each
/// row of its window (K M scalars, which stand together in HWC), and so needs no patch matrix.
/// M: places; N: columns, the output channels rounded up to 8; K: segments x segmentLength.
package struct MatrixTask {
  /// M, places of the output.
  package var rows: Int
  /// N, a multiple of 8.
  package var columns: Int
  /// The columns to compute; both ends are ends of panels.
  package var range: Range<Int>
  /// The first scalar of each segment for place 0.
  package var segments: UnsafePointer<UnsafePointer<Float>>
  /// Segments of a sum.
  package var segmentCount: Int
  /// Scalars of a segment.
  package var segmentLength: Int
  /// Scalars from a place's segment to the next place's.
  package var rowStride: Int
  /// Weights in panels; see `PackedMatrix`.
  package var weights: UnsafePointer<Float>
  /// N scalars.
  package var bias: UnsafePointer<Float>
  /// The output's first scalar.
  package var output: UnsafeMutablePointer<Float>
  /// Scalars from one place of the output to the next; at least N.
  package var outputStride: Int
  /// What follows the sum.
  package var epilogue: Epilogue
  /// Weights of a later layer that a kernel may ask the memory for while it computes.
  package var later: UnsafePointer<Float>?
  /// Scalars of them.
  package var laterCount: Int

  /// A task from its parts.
  @inlinable package init(
    rows: Int, columns: Int, range: Range<Int>, segments: UnsafePointer<UnsafePointer<Float>>,
    segmentCount: Int, segmentLength: Int, rowStride: Int, weights: UnsafePointer<Float>,
    bias: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, outputStride: Int,
    epilogue: Epilogue, later: UnsafePointer<Float>? = nil, laterCount: Int = 0
  ) {
    self.rows = rows
    self.columns = columns
    self.range = range
    self.segments = segments
    self.segmentCount = segmentCount
    self.segmentLength = segmentLength
    self.rowStride = rowStride
    self.weights = weights
    self.bias = bias
    self.output = output
    self.outputStride = outputStride
    self.epilogue = epilogue
    self.later = later
    self.laterCount = laterCount
  }
}
