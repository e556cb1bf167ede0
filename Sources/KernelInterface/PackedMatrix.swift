/// The weights of a convolution or fully connected layer in the order in which a matrix kernel walks
/// over them.
///
/// The columns (output channels, rounded up to 8) are cut into panels, whose widths the kernel table
/// chooses. A panel of width w holds, for every k of the depth in turn, the w weights of its
/// columns. k counts rows of the window, then its columns, then input channels.
package struct PackedMatrix: Sendable {
  /// N: output channels, rounded up to 8.
  package let columns: Int
  /// K: taps (places of the window) x input channels.
  package let depth: Int
  /// The columns of each panel.
  package let panels: [Range<Int>]
  /// Weights, panel by panel, then N biases.
  private let memory: FloatPiece

  /// The weights.
  package var weights: UnsafePointer<Float> { UnsafePointer(memory.start) }
  /// One bias a column.
  package var bias: UnsafePointer<Float> { UnsafePointer(memory.start + columns * depth) }
  /// Bytes held.
  package var byteCount: Int { memory.count * MemoryLayout<Float>.stride }

  /// Scalars from its first weight to that of the next matrix from the same arena.
  package var arenaCount: Int { FloatArena.rounded(memory.count) }

  /// Packs weights of out x in x taps (places of the window), each filter multiplied by its scale. Columns beyond
  /// the filters are zero. The memory is taken from an arena.
  package init(
    weights: [Float], filters: Int, inputChannels: Int, taps: Int, scale: [Float]?,
    bias: [Float]?, for table: KernelTable, in arena: inout FloatArena
  ) {
    columns = (filters + 7) / 8 * 8
    depth = taps * inputChannels
    panels = Self.panels(columns: columns, for: table)
    memory = arena.take(columns * (depth + 1))
    var target = memory.start
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

  /// Floats of an arena for weights of so many filters over a depth.
  package static func count(filters: Int, depth: Int) -> Int {
    FloatArena.rounded((filters + 7) / 8 * 8 * (depth + 1))
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
    bias: [Float]?, for table: KernelTable
  ) {
    var arena = FloatArena(count: 0)
    self.init(
      weights: weights, filters: filters, inputChannels: inputChannels, taps: taps,
      scale: scale, bias: bias, for: table, in: &arena)
  }
}
