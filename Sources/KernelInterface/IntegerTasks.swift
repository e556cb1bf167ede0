import Kernels

/// What follows the sum of a layer in integers: level = requantizer(Float(sum) multiplier[n]), and then perhaps
/// another level for each.
package struct IntegerFinish {
  /// For each output channel the scale of its sums over the scale of the result.
  package var multipliers: UnsafePointer<Float>
  /// From a number of steps to a level.
  package var requantizer: Requantizer
  /// For each level of the sum that of the result: an activation that is no clip. Nothing if they are the same.
  package var table: UnsafePointer<UInt8>?

  /// A finish from its parts.
  @inlinable package init(
    multipliers: UnsafePointer<Float>, requantizer: Requantizer, table: UnsafePointer<UInt8>? = nil
  ) {
    self.multipliers = multipliers
    self.requantizer = requantizer
    self.table = table
  }

  /// The level of a sum.
  @inlinable package func level(_ sum: Int32, _ channel: Int) -> UInt8 {
    let level = requantizer.level(Float(sum) * multipliers[channel])
    return table?[Int(level)] ?? level
  }
}

/// output[m, n] = finish(bias[n] + sum over s, k of segments[s][offsets[m] + k] weights[s, k, n]).
///
/// A window is a few runs of widened levels that stand together, and all runs of a place are equally far behind those of
/// the first. So windows of any stride, dilation and group are one kind of task. The bias makes up for the level of zero:
/// bias[n] = b[n] - zero times the sum of the weights of n.
package struct IntegerMatrixTask {
  /// M, places of the output.
  package var rows: Int
  /// N, output channels.
  package var columns: Int
  /// The columns to compute, whose begin is one of a panel.
  package var range: Range<Int>
  /// Where the runs of a window begin.
  package var segments: UnsafePointer<UnsafePointer<Int16>>
  /// Runs of a window.
  package var segmentCount: Int
  /// Levels of a run; if they are odd, one more is read, and meets a weight of zero.
  package var segmentLength: Int
  /// How far the runs of each place are behind those.
  package var offsets: UnsafePointer<Int32>
  /// Weights in panels; see `PackedIntegerMatrix`.
  package var weights: UnsafePointer<Int16>
  /// A summand of each column.
  package var bias: UnsafePointer<Int32>
  /// The output's first level.
  package var output: UnsafeMutablePointer<UInt8>
  /// Levels from one place of the output to the next.
  package var outputStride: Int
  /// What follows the sum.
  package var finish: IntegerFinish

  /// A task from its parts.
  @inlinable package init(
    rows: Int, columns: Int, range: Range<Int>, segments: UnsafePointer<UnsafePointer<Int16>>,
    segmentCount: Int, segmentLength: Int, offsets: UnsafePointer<Int32>,
    weights: UnsafePointer<Int16>, bias: UnsafePointer<Int32>,
    output: UnsafeMutablePointer<UInt8>, outputStride: Int, finish: IntegerFinish
  ) {
    self.rows = rows
    self.columns = columns
    self.range = range
    self.segments = segments
    self.segmentCount = segmentCount
    self.segmentLength = segmentLength
    self.offsets = offsets
    self.weights = weights
    self.bias = bias
    self.output = output
    self.outputStride = outputStride
    self.finish = finish
  }
}

/// One row of the output of a depthwise convolution:
/// output[x, c] = finish(bias[c] + sum over i, j of inputs[i, x stride + j dilation][c] weights[i, j, c]).
package struct IntegerDepthwiseTask {
  /// Places of the row.
  package var places: Int
  /// Channels.
  package var channels: Int
  /// Rows of the window.
  package var kernelHeight: Int
  /// Columns of the window.
  package var kernelWidth: Int
  /// From one window to the next.
  package var stride: Int
  /// From one column of the window to the next.
  package var dilation: Int
  /// The places of the rows that the window sees, row by row; those in the padding point to levels of zero.
  package var inputs: UnsafePointer<UnsafePointer<UInt8>>
  /// Pointers from one row to the next.
  package var inputsPerRow: Int
  /// In blocks of channels; see `PackedIntegerDepthwise`.
  package var weights: UnsafePointer<Int16>
  /// A summand of each channel.
  package var bias: UnsafePointer<Int32>
  /// The output's first level.
  package var output: UnsafeMutablePointer<UInt8>
  /// Levels from one place of the output to the next.
  package var outputStride: Int
  /// What follows the sum.
  package var finish: IntegerFinish

  /// A task from its parts.
  @inlinable package init(
    places: Int, channels: Int, kernelHeight: Int, kernelWidth: Int, stride: Int, dilation: Int,
    inputs: UnsafePointer<UnsafePointer<UInt8>>, inputsPerRow: Int,
    weights: UnsafePointer<Int16>, bias: UnsafePointer<Int32>,
    output: UnsafeMutablePointer<UInt8>, outputStride: Int, finish: IntegerFinish
  ) {
    self.places = places
    self.channels = channels
    self.kernelHeight = kernelHeight
    self.kernelWidth = kernelWidth
    self.stride = stride
    self.dilation = dilation
    self.inputs = inputs
    self.inputsPerRow = inputsPerRow
    self.weights = weights
    self.bias = bias
    self.output = output
    self.outputStride = outputStride
    self.finish = finish
  }
}

/// Levels of two maps made one: left and right, in steps of the result's scale. Runs of the left one and of the result
/// follow each other; the right one has a single run, which serves all of them.
package struct IntegerPairTask {
  /// Levels of the first.
  package var left: UnsafePointer<UInt8>
  /// Levels of the second.
  package var right: UnsafePointer<UInt8>
  /// The level of zero of the first.
  package var leftZero: Int32
  /// The level of zero of the second.
  package var rightZero: Int32
  /// Steps of the result for one of the first; for a product, for one of both.
  package var leftMultiplier: Float
  /// Steps of the result for one of the second; not used by a product.
  package var rightMultiplier: Float
  /// From a number of steps to a level.
  package var requantizer: Requantizer
  /// Where the levels go, which may be one of the inputs.
  package var output: UnsafeMutablePointer<UInt8>
  /// Levels of a run.
  package var count: Int
  /// How many runs there are.
  package var runs: Int

  /// A task from its parts.
  @inlinable package init(
    left: UnsafePointer<UInt8>, right: UnsafePointer<UInt8>, leftZero: Int32, rightZero: Int32,
    leftMultiplier: Float, rightMultiplier: Float, requantizer: Requantizer,
    output: UnsafeMutablePointer<UInt8>, count: Int, runs: Int
  ) {
    self.left = left
    self.right = right
    self.leftZero = leftZero
    self.rightZero = rightZero
    self.leftMultiplier = leftMultiplier
    self.rightMultiplier = rightMultiplier
    self.requantizer = requantizer
    self.output = output
    self.count = count
    self.runs = runs
  }
}
