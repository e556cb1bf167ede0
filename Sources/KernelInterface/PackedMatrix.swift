/// The weights of a convolution or fully connected layer in the order in which a matrix kernel walks
/// over them.
///
/// The columns (output channels, rounded up to 8) are cut into panels, whose widths the kernel table
/// chooses. A panel of width w holds, for every k of the depth in turn, the w weights of its
/// columns. k counts rows of the window, then its columns, then input channels. In bfloat16 it holds, for every two
/// k in turn, pairs of weights in the room of a float each, the one of the lower k in the lower 16 bits.
package struct PackedMatrix: Sendable {
  /// N: output channels, rounded up to 8.
  package let columns: Int
  /// K: taps (places of the window) x input channels.
  package let depth: Int
  /// Whether weights are pairs of bfloat16.
  package let isPaired: Bool
  /// The columns of each panel.
  package let panels: [Range<Int>]
  /// Weights, panel by panel, then N biases.
  private let memory: FloatPiece

  /// The weights.
  package var weights: UnsafePointer<Float> { UnsafePointer(memory.start) }
  /// One bias a column.
  package var bias: UnsafePointer<Float> {
    UnsafePointer(memory.start + columns * (isPaired ? depth / 2 : depth))
  }
  /// Bytes held.
  package var byteCount: Int { memory.count * MemoryLayout<Float>.stride }

  /// Scalars from its first weight to that of the next matrix from the same arena.
  package var arenaCount: Int { FloatArena.rounded(memory.count) }

  /// Packs weights of out x in x taps (places of the window), each filter multiplied by its scale. Columns beyond
  /// the filters are zero. The memory is taken from an arena. In bfloat16 the weights of an even number of input
  /// channels are pairs; those of others, which are the few of a first layer, stay floats.
  package init(
    weights: [Float], filters: Int, inputChannels: Int, taps: Int, scale: [Float]?,
    bias: [Float]?, inBFloat16: Bool = false, for table: KernelTable,
    in arena: inout FloatArena
  ) {
    columns = (filters + 7) / 8 * 8
    depth = taps * inputChannels
    isPaired = inBFloat16 && inputChannels % 2 == 0
    panels = Self.panels(columns: columns, for: table)
    memory = arena.take(
      Self.unrounded(filters: filters, inputChannels: inputChannels, taps: taps, inBFloat16))
    var target = memory.start
    if isPaired {
      pack(weights, filters: filters, inputChannels, taps, scale, bias)
      return
    }
    weights.withUnsafeBufferPointer { weights in
      for panel in panels {
        let (column, width) = (panel.lowerBound, panel.count)
        let used = min(max(filters - column, 0), width)
        for tap in 0..<taps {
          for channel in 0..<inputChannels {
            var source = (column * inputChannels + channel) * taps + tap
            for filter in 0..<used {
              target[filter] = weights[source] * (scale?[column + filter] ?? 1)
              source += inputChannels * taps
            }
            target += width
          }
        }
      }
    }
    if let bias {
      for (column, value) in bias.prefix(filters).enumerated() { target[column] = value }
    }
  }

  private func pack(
    _ weights: [Float], filters: Int, _ inputChannels: Int, _ taps: Int, _ scale: [Float]?,
    _ bias: [Float]?
  ) {
    var target = UnsafeMutableRawPointer(memory.start)
    weights.withUnsafeBufferPointer { weights in
      for panel in panels {
        let (column, width) = (panel.lowerBound, panel.count)
        let used = min(max(filters - column, 0), width)
        for tap in 0..<taps {
          for channel in stride(from: 0, to: inputChannels, by: 2) {
            var source = (column * inputChannels + channel) * taps + tap
            for filter in 0..<used {
              let scale = scale?[column + filter] ?? 1
              let low = (weights[source] * scale).roundedToBFloat16.bitPattern >> 16
              let high = (weights[source + taps] * scale).roundedToBFloat16.bitPattern
              target.storeBytes(of: high | low, toByteOffset: 4 * filter, as: UInt32.self)
              source += inputChannels * taps
            }
            target += 4 * width
          }
        }
      }
    }
    let biases = target.assumingMemoryBound(to: Float.self)
    if let bias {
      for (column, value) in bias.prefix(filters).enumerated() { biases[column] = value }
    }
  }

  private static func unrounded(
    filters: Int, inputChannels: Int, taps: Int, _ inBFloat16: Bool
  ) -> Int {
    let isPaired = inBFloat16 && inputChannels % 2 == 0
    return (filters + 7) / 8 * 8 * (taps * inputChannels / (isPaired ? 2 : 1) + 1)
  }

  /// Floats of an arena for weights of so many filters.
  package static func count(
    filters: Int, inputChannels: Int, taps: Int, inBFloat16: Bool = false
  ) -> Int {
    FloatArena.rounded(
      unrounded(filters: filters, inputChannels: inputChannels, taps: taps, inBFloat16))
  }

  private static func panels(columns: Int, for table: KernelTable) -> [Range<Int>] {
    var panels: [Range<Int>] = []
    var column = 0
    while column < columns {
      let end = column + table.panelWidth(columns - column)
      panels.append(column..<end)
      column = end
    }
    return panels
  }

  /// Cuts the columns into at most `parts` ranges of whole panels, of nearly equal size.
  package static func split(columns: Int, into parts: Int, for table: KernelTable) -> [Range<Int>] {
    let ends = panels(columns: columns, for: table).map { $0.upperBound }
    var ranges: [Range<Int>] = []
    var start = 0
    for part in 1...max(parts, 1) {
      // The last panel that ends within this part's share.
      let limit = columns * part / max(parts, 1)
      guard let end = ends.last(where: { $0 <= limit }), end > start else { continue }
      ranges.append(start..<end)
      start = end
    }
    return ranges
  }

  /// Packs weights into a memory of their own.
  package init(
    weights: [Float], filters: Int, inputChannels: Int, taps: Int, scale: [Float]?,
    bias: [Float]?, inBFloat16: Bool = false, for table: KernelTable
  ) {
    var arena = FloatArena(count: 0)
    self.init(
      weights: weights, filters: filters, inputChannels: inputChannels, taps: taps,
      scale: scale, bias: bias, inBFloat16: inBFloat16, for: table, in: &arena)
  }
}
