import Architecture

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

/// One place of a bilinear resize: four places of the input, mixed by their shares.
package struct MixTask {
  /// The place above and left.
  package var topLeft: UnsafePointer<Float>
  /// The place above and right.
  package var topRight: UnsafePointer<Float>
  /// The place below and left.
  package var bottomLeft: UnsafePointer<Float>
  /// The place below and right.
  package var bottomRight: UnsafePointer<Float>
  /// Share of the right places.
  package var across: Float
  /// Share of the lower places.
  package var down: Float
  /// Channels, a multiple of 8.
  package var channels: Int
  /// The place of the output.
  package var output: UnsafeMutablePointer<Float>

  /// A task from its parts.
  @inlinable package init(
    topLeft: UnsafePointer<Float>, topRight: UnsafePointer<Float>,
    bottomLeft: UnsafePointer<Float>, bottomRight: UnsafePointer<Float>, across: Float,
    down: Float, channels: Int, output: UnsafeMutablePointer<Float>
  ) {
    self.topLeft = topLeft
    self.topRight = topRight
    self.bottomLeft = bottomLeft
    self.bottomRight = bottomRight
    self.across = across
    self.down = down
    self.channels = channels
    self.output = output
  }
}
