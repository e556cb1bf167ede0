/// The numbers that a layer in integers needs besides its weights, one of each for every output channel.
package struct IntegerChannels: Sendable {
  /// What begins each sum, the level of zero of the input made up for.
  package var bias: [Int32]
  /// The scale of the sums over the scale of the result.
  package var multipliers: [Float]

  /// Channels from their numbers.
  package init(bias: [Int32], multipliers: [Float]) {
    (self.bias, self.multipliers) = (bias, multipliers)
  }

  /// Those of a range.
  package subscript(range: Range<Int>) -> IntegerChannels {
    IntegerChannels(bias: Array(bias[range]), multipliers: Array(multipliers[range]))
  }
}

/// Packed weights and the numbers of their channels, in one memory: pairs of weights, then biases, then multipliers, four
/// bytes each. There are whole eights of channels; those that are too much have weights of zero.
private struct PairedWeights: Sendable {
  private let memory: FloatPiece
  private let columns: Int
  private let pairs: Int

  /// Memory for so many channels, each with so many pairs of weights.
  init(_ channels: IntegerChannels, pairs: Int, in arena: inout FloatArena) {
    columns = (channels.bias.count + 7) / 8 * 8
    self.pairs = pairs
    memory = arena.take(columns * (pairs + 2))
    let bias = memory.mutablePointer(at: columns * pairs, Int32.self)
    let multipliers = memory.mutablePointer(at: columns * (pairs + 1), Float.self)
    for channel in channels.bias.indices {
      bias[channel] = channels.bias[channel]
      multipliers[channel] = channels.multipliers[channel]
    }
  }

  /// Four-byte units of an arena.
  static func count(channels: Int, pairs: Int) -> Int {
    FloatArena.rounded((channels + 7) / 8 * 8 * (pairs + 2))
  }

  var weights: UnsafeMutablePointer<Int16> { memory.mutablePointer(at: 0, Int16.self) }
  var bias: UnsafePointer<Int32> { memory.pointer(at: columns * pairs, Int32.self) }
  var multipliers: UnsafePointer<Float> { memory.pointer(at: columns * (pairs + 1), Float.self) }
  var byteCount: Int { memory.count * MemoryLayout<Float>.stride }
}

/// The weights of a convolution or fully connected layer as a matrix kernel for integers walks over them.
///
/// As in `PackedMatrix`, the columns are cut into panels; but a panel holds, for every two k of a segment in turn, a
/// pair of weights of each of its columns: what one instruction multiplies by two inputs and adds. Behind a segment whose
/// length is odd there is a weight of zero.
package struct PackedIntegerMatrix: Sendable {
  /// Output channels.
  package let filters: Int
  /// Runs of the window.
  package let segments: Int
  /// Levels of a run.
  package let segmentLength: Int
  /// The columns of each panel; the last may be more than there are filters.
  package let panels: [Range<Int>]
  private let packed: PairedWeights

  /// The weights.
  package var weights: UnsafePointer<Int16> { UnsafePointer(packed.weights) }
  /// A summand of each column.
  package var bias: UnsafePointer<Int32> { packed.bias }
  /// A multiplier of each column.
  package var multipliers: UnsafePointer<Float> { packed.multipliers }
  /// Bytes held.
  package var byteCount: Int { packed.byteCount }

  /// Packs weights of out x in x taps (places of the window), whose levels stand together in so many segments. The memory
  /// is taken from an arena.
  package init(
    weights: ArraySlice<Int8>, inputChannels: Int, taps: Int, segments: Int,
    _ channels: IntegerChannels, for kernels: IntegerKernels, in arena: inout FloatArena
  ) {
    filters = channels.bias.count
    self.segments = segments
    segmentLength = taps / segments * inputChannels
    let columns = (filters + 7) / 8 * 8
    var panels: [Range<Int>] = []
    var column = 0
    while column < columns {
      let end = column + kernels.panelWidth(columns - column)
      panels.append(column..<end)
      column = end
    }
    self.panels = panels
    let segmentPairs = (segmentLength + 1) / 2
    packed = PairedWeights(channels, pairs: segments * segmentPairs, in: &arena)
    for panel in panels {
      let start = packed.weights + 2 * panel.lowerBound * segments * segmentPairs
      for filter in panel.lowerBound..<min(panel.upperBound, filters) {
        let first = start + 2 * (filter - panel.lowerBound)
        for tap in 0..<taps {
          for channel in 0..<inputChannels {
            let (segment, k) = (tap * inputChannels + channel)
              .quotientAndRemainder(dividingBy: segmentLength)
            let source = (filter * inputChannels + channel) * taps + tap
            first[(segment * segmentPairs + k / 2) * panel.count * 2 + k % 2] =
              Int16(weights[weights.startIndex + source])
          }
        }
      }
    }
  }

  /// Four-byte units of an arena for weights of so many filters.
  package static func count(filters: Int, segments: Int, segmentLength: Int) -> Int {
    PairedWeights.count(channels: filters, pairs: segments * ((segmentLength + 1) / 2))
  }
}

/// The weights of a depthwise convolution as a kernel for integers reads them: blocks of 8 channels, each with, for every
/// two rows of the window and every column in turn, a pair of weights of each channel. A last row without a partner has
/// one of zeros.
package struct PackedIntegerDepthwise: Sendable {
  /// Channels.
  package let channels: Int
  private let packed: PairedWeights

  /// The weights.
  package var weights: UnsafePointer<Int16> { UnsafePointer(packed.weights) }
  /// A summand of each channel.
  package var bias: UnsafePointer<Int32> { packed.bias }
  /// A multiplier of each channel.
  package var multipliers: UnsafePointer<Float> { packed.multipliers }
  /// Bytes held.
  package var byteCount: Int { packed.byteCount }

  private static func pairs(_ height: Int, _ width: Int) -> Int { (height + 1) / 2 * width }

  /// Packs weights of channels x height x width. The memory is taken from an arena.
  package init(
    weights: [Int8], height: Int, width: Int, _ numbers: IntegerChannels,
    in arena: inout FloatArena
  ) {
    channels = numbers.bias.count
    let pairs = Self.pairs(height, width)
    packed = PairedWeights(numbers, pairs: pairs, in: &arena)
    for channel in 0..<channels {
      let first = packed.weights + 2 * (channel / 8 * 8 * pairs + channel % 8)
      for row in 0..<height {
        for column in 0..<width {
          first[(row / 2 * width + column) * 16 + row % 2] =
            Int16(weights[(channel * height + row) * width + column])
        }
      }
    }
  }

  /// Four-byte units of an arena for weights of so many channels.
  package static func count(channels: Int, height: Int, width: Int) -> Int {
    PairedWeights.count(channels: channels, pairs: pairs(height, width))
  }
}

/// Levels that kernels read besides a map: a table of 256, or those of a place in the padding.
package struct PackedLevels: Sendable {
  private let memory: FloatPiece

  /// The first one.
  package var start: UnsafePointer<UInt8> { memory.pointer(at: 0, UInt8.self) }
  /// Bytes held.
  package var byteCount: Int { memory.count * MemoryLayout<Float>.stride }

  /// Copies levels into a memory that is taken from an arena, with as many behind them as kernels may read.
  package init(_ levels: [UInt8], in arena: inout FloatArena) {
    memory = arena.take((levels.count + 35) / 4)
    let target = memory.mutablePointer(at: 0, UInt8.self)
    for (index, level) in levels.enumerated() { target[index] = level }
  }
}

extension FloatPiece {
  /// The four-byte unit at a place, as numbers of another kind.
  fileprivate func pointer<Number: BitwiseCopyable>(
    at unit: Int, _ type: Number.Type
  ) -> UnsafePointer<Number> {
    UnsafePointer(mutablePointer(at: unit, type))
  }

  fileprivate func mutablePointer<Number: BitwiseCopyable>(
    at unit: Int, _ type: Number.Type
  ) -> UnsafeMutablePointer<Number> {
    UnsafeMutableRawPointer(start + unit).assumingMemoryBound(to: type)
  }
}
