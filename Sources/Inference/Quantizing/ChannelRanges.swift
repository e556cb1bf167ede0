import Kernels

/// How far the filters of a layer differ: the largest magnitude of each one's weights.
package struct ChannelRanges: Hashable, Sendable {
  /// The largest magnitude of each filter, from the least on.
  package let sorted: [Float]

  /// Of weights that stand filter by filter, of so many filters.
  package init(_ weights: [Float], filters: Int) {
    sorted = weights.magnitudes(parts: filters).sorted()
  }

  /// The least.
  package var least: Float { sorted.first ?? 0 }
  /// The one in the middle; of an even number the upper one of two.
  package var median: Float { sorted.isEmpty ? 0 : sorted[sorted.count / 2] }
  /// The largest.
  package var largest: Float { sorted.last ?? 0 }

  /// Filters whose weights all are below a limit.
  package func count(below limit: Float) -> Int { sorted.count { $0 < limit } }

  /// Filters of which nothing is left if all weights are rounded with one step: no weight reaches half of it.
  package func lost(bits: Int) -> Int {
    let quantizer = Quantizer(magnitude: largest, bits: bits)
    return sorted.count { quantizer.rounded($0) == 0 }
  }
}
