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

/// The weights of a convolution or fully connected layer as a matrix kernel for integers walks over them.
///
/// As in `PackedMatrix`, the columns are cut into panels; but a panel holds, for every two k of the depth in turn, a pair
/// of weights of each of its columns: what one instruction multiplies by two inputs and adds. Behind a depth that is odd
/// there is a weight of zero.
package struct PackedIntegerMatrix: Sendable {
  /// Output channels.
  package let filters: Int
  /// K: places of the window x input channels.
  package let depth: Int
  /// The columns of each panel; the last may be more than there are filters.
  package let panels: [Range<Int>]
  /// Pairs of weights, panel by panel, then biases, then multipliers: four bytes each.
  private let memory: FloatPiece

  private static func columns(_ filters: Int) -> Int { (filters + 7) / 8 * 8 }
  private var columns: Int { Self.columns(filters) }
  private var pairs: Int { (depth + 1) / 2 }

  /// The weights.
  package var weights: UnsafePointer<Int16> { memory.pointer(at: 0, Int16.self) }
  /// A summand of each column.
  package var bias: UnsafePointer<Int32> { memory.pointer(at: columns * pairs, Int32.self) }
  /// A multiplier of each column.
  package var multipliers: UnsafePointer<Float> {
    memory.pointer(at: columns * (pairs + 1), Float.self)
  }
  /// Bytes held.
  package var byteCount: Int { memory.count * MemoryLayout<Float>.stride }

  /// Packs weights of out x in x taps (places of the window). The memory is taken from an arena.
  package init(
    weights: ArraySlice<Int8>, filters: Int, inputChannels: Int, taps: Int,
    _ channels: IntegerChannels, for kernels: IntegerKernels, in arena: inout FloatArena
  ) {
    self.filters = filters
    depth = taps * inputChannels
    let (columns, pairs) = (Self.columns(filters), (taps * inputChannels + 1) / 2)
    var panels: [Range<Int>] = []
    var column = 0
    while column < columns {
      let end = column + kernels.panelWidth(columns - column)
      panels.append(column..<end)
      column = end
    }
    self.panels = panels
    memory = arena.take(columns * (pairs + 2))
    let target = memory.mutablePointer(at: 0, Int16.self)
    for panel in panels {
      for filter in panel.lowerBound..<min(panel.upperBound, filters) {
        let first = target + 2 * (panel.lowerBound * pairs + filter - panel.lowerBound)
        for tap in 0..<taps {
          for channel in 0..<inputChannels {
            let k = tap * inputChannels + channel
            let source = (filter * inputChannels + channel) * taps + tap
            first[k / 2 * panel.count * 2 + k % 2] = Int16(weights[weights.startIndex + source])
          }
        }
      }
    }
    memory.store(channels, filters, at: columns * pairs, columns)
  }

  /// Four-byte units of an arena for weights of so many filters over a depth.
  package static func count(filters: Int, depth: Int) -> Int {
    FloatArena.rounded(columns(filters) * ((depth + 1) / 2 + 2))
  }
}

/// The weights of a depthwise convolution as a kernel for integers reads them: blocks of 8 channels, each with, for every
/// two places of the window in turn, a pair of weights of each channel.
package struct PackedIntegerDepthwise: Sendable {
  /// Channels.
  package let channels: Int
  /// Places of the window.
  package let taps: Int
  private let memory: FloatPiece

  private var columns: Int { (channels + 7) / 8 * 8 }
  private var pairs: Int { (taps + 1) / 2 }

  /// The weights.
  package var weights: UnsafePointer<Int16> { memory.pointer(at: 0, Int16.self) }
  /// A summand of each channel.
  package var bias: UnsafePointer<Int32> { memory.pointer(at: columns * pairs, Int32.self) }
  /// A multiplier of each channel.
  package var multipliers: UnsafePointer<Float> {
    memory.pointer(at: columns * (pairs + 1), Float.self)
  }
  /// Bytes held.
  package var byteCount: Int { memory.count * MemoryLayout<Float>.stride }

  /// Packs weights of channels x taps. The memory is taken from an arena.
  package init(
    weights: [Int8], channels: Int, taps: Int, _ numbers: IntegerChannels,
    in arena: inout FloatArena
  ) {
    (self.channels, self.taps) = (channels, taps)
    let (columns, pairs) = ((channels + 7) / 8 * 8, (taps + 1) / 2)
    memory = arena.take(columns * (pairs + 2))
    let target = memory.mutablePointer(at: 0, Int16.self)
    for channel in 0..<channels {
      let first = target + 2 * (channel / 8 * 8 * pairs + channel % 8)
      for tap in 0..<taps {
        first[tap / 2 * 16 + tap % 2] = Int16(weights[channel * taps + tap])
      }
    }
    memory.store(numbers, channels, at: columns * pairs, columns)
  }

  /// Four-byte units of an arena for weights of so many channels.
  package static func count(channels: Int, taps: Int) -> Int {
    FloatArena.rounded((channels + 7) / 8 * 8 * ((taps + 1) / 2 + 2))
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

  /// Stores biases and, behind so many columns, multipliers.
  fileprivate func store(_ channels: IntegerChannels, _ count: Int, at unit: Int, _ columns: Int) {
    let (bias, multipliers) = (
      mutablePointer(at: unit, Int32.self), mutablePointer(at: unit + columns, Float.self)
    )
    for channel in 0..<count {
      bias[channel] = channels.bias[channel]
      multipliers[channel] = channels.multipliers[channel]
    }
  }
}
