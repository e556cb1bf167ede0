import Architecture
import Kernels

/// One place of a pooling's output: the mean or maximum over the window's places inside the map.
package struct PoolTask {
  /// Mean or maximum.
  package var kind: PoolRow.Kind
  /// The window's first place inside.
  package var input: UnsafePointer<Float>
  /// Rows of the window inside the map; at least 1.
  package var height: Int
  /// Columns of the window inside the map; at least 1.
  package var width: Int
  /// Scalars from one row of the map to the next.
  package var rowStride: Int
  /// Scalars from one place to the next.
  package var stride: Int
  /// Channels, a multiple of 8.
  package var channels: Int
  /// The place of the output.
  package var output: UnsafeMutablePointer<Float>

  /// A task from its parts.
  @inlinable package init(
    kind: PoolRow.Kind, input: UnsafePointer<Float>, height: Int, width: Int, rowStride: Int,
    stride: Int, channels: Int, output: UnsafeMutablePointer<Float>
  ) {
    self.kind = kind
    self.input = input
    self.height = height
    self.width = width
    self.rowStride = rowStride
    self.stride = stride
    self.channels = channels
    self.output = output
  }
}

/// One row of a bilinear resize: every place is mixed from two places of the row above and two of the
/// row below, by their shares.
package struct MixTask {
  /// The input row above.
  package var top: UnsafePointer<Float>
  /// The input row below.
  package var bottom: UnsafePointer<Float>
  /// Share of the row below.
  package var down: Float
  /// For every place of the output, the two places of an input row, and the share of the second.
  package var samples: UnsafePointer<ResizeSample>
  /// Places of the output row.
  package var places: Int
  /// Channels, a multiple of 8.
  package var channels: Int
  /// Scalars from one place of an input row to the next.
  package var inputStride: Int
  /// Scalars from one place of the output row to the next.
  package var outputStride: Int
  /// The output row.
  package var output: UnsafeMutablePointer<Float>

  /// A task from its parts.
  @inlinable package init(
    top: UnsafePointer<Float>, bottom: UnsafePointer<Float>, down: Float,
    samples: UnsafePointer<ResizeSample>, places: Int, channels: Int, inputStride: Int,
    outputStride: Int, output: UnsafeMutablePointer<Float>
  ) {
    self.top = top
    self.bottom = bottom
    self.down = down
    self.samples = samples
    self.places = places
    self.channels = channels
    self.inputStride = inputStride
    self.outputStride = outputStride
    self.output = output
  }
}
