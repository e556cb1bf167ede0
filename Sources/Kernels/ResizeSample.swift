/// The two places of an input axis that an output place of a resize lies between.
package struct ResizeSample: Hashable, Sendable {
  /// The place before; the nearest one if nothing is mixed.
  package var first: Int
  /// The place after; the same at the end.
  package var second: Int
  /// The share of the second.
  package var share: Double

  /// Where place `place` of `output` places lies among `input` places: linear between the centers
  /// of pixels (corners are not aligned), or the nearest place from below.
  package init(_ place: Int, from input: Int, to output: Int, isBilinear: Bool) {
    let scale = Double(input) / Double(output)
    guard isBilinear else {
      first = min(Int(Double(place) * scale), input - 1)
      (second, share) = (first, 0)
      return
    }
    let center = max((Double(place) + 0.5) * scale - 0.5, 0)
    first = min(Int(center), input - 1)
    second = min(first + 1, input - 1)
    share = center - Double(first)
  }
}
