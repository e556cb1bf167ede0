/// The weights of a depthwise convolution in the order in which a kernel reads them: blocks of
/// `KernelTable.depthwiseLanes` channels (then of 8), each with the weights of its channels for
/// every element of the window in turn.
package struct PackedDepthwise: Sendable {
  /// Channels, rounded up to 8.
  package let channels: Int
  /// Side of the window.
  package let kernel: Int
  private let memory: FloatPiece

  /// The weights.
  package var weights: UnsafePointer<Float> { UnsafePointer(memory.start) }
  /// One bias a channel.
  package var bias: UnsafePointer<Float> {
    UnsafePointer(memory.start + channels * kernel * kernel)
  }
  /// Bytes held.
  package var byteCount: Int { memory.count * MemoryLayout<Float>.stride }

  /// Packs weights of channels x kernel x kernel, each channel multiplied by its scale. The memory is
  /// taken from an arena.
  package init(
    weights: [Float], channels used: Int, kernel: Int, scale: [Float]?, bias: [Float]?,
    for table: KernelTable, in arena: inout FloatArena
  ) {
    channels = (used + 7) / 8 * 8
    self.kernel = kernel
    let taps = kernel * kernel
    memory = arena.take(channels * (taps + 1))
    for channel in 0..<used {
      let block = channel / table.depthwiseLanes * table.depthwiseLanes
      // A last block that is not full is cut into eights.
      let isFull = block + table.depthwiseLanes <= channels
      let start = isFull ? block : channel / 8 * 8
      let lanes = isFull ? table.depthwiseLanes : 8
      for tap in 0..<taps {
        memory.start[start * taps + tap * lanes + channel - start] =
          weights[channel * taps + tap] * (scale?[channel] ?? 1)
      }
    }
    if let bias {
      for (channel, value) in bias.prefix(used).enumerated() {
        memory.start[channels * taps + channel] = value
      }
    }
  }

  /// Floats of an arena for weights of so many channels.
  package static func count(channels: Int, kernel: Int) -> Int {
    FloatArena.rounded((channels + 7) / 8 * 8 * (kernel * kernel + 1))
  }

  /// Packs weights into a memory of their own.
  package init(
    weights: [Float], channels: Int, kernel: Int, scale: [Float]?, bias: [Float]?,
    for table: KernelTable
  ) {
    var arena = FloatArena(count: 0)
    self.init(
      weights: weights, channels: channels, kernel: kernel, scale: scale, bias: bias, for: table,
      in: &arena)
  }
}
