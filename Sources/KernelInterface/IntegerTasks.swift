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

/// output[m, n] = finish(bias[n] + sum over s, k of inputs[m, s][k] weights[s, k, n]).
///
/// A window is a list of pointers, one for each of its places, row by row: those in the padding point to levels of zero.
/// So windows of any stride, dilation and group are one kind of task. The bias makes up for the level of zero:
/// bias[n] = b[n] - zero times the sum of the weights of n.
package struct IntegerMatrixTask {
  /// M, places of the output.
  package var rows: Int
  /// N, output channels.
  package var columns: Int
  /// The columns to compute, whose begin is one of a panel.
  package var range: Range<Int>
  /// The pointers of a place's window, place by place.
  package var inputs: UnsafePointer<UnsafePointer<UInt8>>
  /// Pointers of a window.
  package var segmentCount: Int
  /// Levels that are read behind each pointer.
  package var segmentLength: Int
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
  /// Memory for `IntegerMatrixTask.scratchCount` numbers.
  package var scratch: UnsafeMutablePointer<Int16>

  /// A task from its parts.
  @inlinable package init(
    rows: Int, columns: Int, range: Range<Int>, inputs: UnsafePointer<UnsafePointer<UInt8>>,
    segmentCount: Int,
    segmentLength: Int, weights: UnsafePointer<Int16>, bias: UnsafePointer<Int32>,
    output: UnsafeMutablePointer<UInt8>, outputStride: Int, finish: IntegerFinish,
    scratch: UnsafeMutablePointer<Int16>
  ) {
    self.rows = rows
    self.columns = columns
    self.range = range
    self.inputs = inputs
    self.segmentCount = segmentCount
    self.segmentLength = segmentLength
    self.weights = weights
    self.bias = bias
    self.output = output
    self.outputStride = outputStride
    self.finish = finish
    self.scratch = scratch
  }

  /// Numbers of scratch for so many places of a window of `depth` levels: whole vectors, and one more.
  package static func scratchCount(rows: Int, depth: Int) -> Int {
    rows * scratchStride(depth: depth) + 32
  }

  /// Numbers of scratch from one place to the next.
  @inlinable package static func scratchStride(depth: Int) -> Int { (depth + 31) / 16 * 16 }
}

/// output[m, c] = finish(bias[c] + sum over t of inputs[m, t][c] weights[t, c]).
package struct IntegerDepthwiseTask {
  /// M, places of the output.
  package var rows: Int
  /// Channels.
  package var channels: Int
  /// The pointers of a place's window, place by place; those in the padding point to levels of zero.
  package var inputs: UnsafePointer<UnsafePointer<UInt8>>
  /// Places of a window.
  package var taps: Int
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
    rows: Int, channels: Int, inputs: UnsafePointer<UnsafePointer<UInt8>>, taps: Int,
    weights: UnsafePointer<Int16>, bias: UnsafePointer<Int32>,
    output: UnsafeMutablePointer<UInt8>, outputStride: Int, finish: IntegerFinish
  ) {
    self.rows = rows
    self.channels = channels
    self.inputs = inputs
    self.taps = taps
    self.weights = weights
    self.bias = bias
    self.output = output
    self.outputStride = outputStride
    self.finish = finish
  }
}

/// Levels of two maps made one: left and right, in steps of the result's scale.
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
  /// How many there are.
  package var count: Int

  /// A task from its parts.
  @inlinable package init(
    left: UnsafePointer<UInt8>, right: UnsafePointer<UInt8>, leftZero: Int32, rightZero: Int32,
    leftMultiplier: Float, rightMultiplier: Float, requantizer: Requantizer,
    output: UnsafeMutablePointer<UInt8>, count: Int
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
  }
}
