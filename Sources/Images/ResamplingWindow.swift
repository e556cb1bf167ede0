/// The input pixels that make one output pixel along one axis, with their weights.
///
/// The filter is a triangle as wide as one input pixel to either side when enlarging, and as one
/// output pixel to either side when reducing, so that no input pixel is passed over. Weights are
/// fixed-point numbers, as in Pillow's 8-bit resampling, for results equal to Pillow's.
struct ResamplingWindow: Equatable {
  /// The bits after the point of a weight: a product with 8 bits, and 2 bits of room, fill 32.
  static let fractionBits = 32 - 8 - 2

  /// The index of the first input pixel.
  let start: Int

  /// The weights of the input pixels from `start` on, in units of 2⁻²².
  let weights: [Int]

  /// The window of the output pixel `position` when `inputLength` pixels become `outputLength`.
  init(position: Int, inputLength: Int, outputLength: Int) {
    let scale = Double(inputLength) / Double(outputLength)
    let support = max(scale, 1)
    let center = (Double(position) + 0.5) * scale
    let start = max(Int(center - support + 0.5), 0)
    let end = min(Int(center + support + 0.5), inputLength)
    // A reciprocal times each distance, not a division: the roundings are part of the result.
    let inverse = 1 / support
    let heights = (0..<max(end - start, 0)).map { offset in
      max(1 - abs((Double(offset + start) - center + 0.5) * inverse), 0)
    }
    let total = heights.reduce(0, +)
    let one = Double(1 << ResamplingWindow.fractionBits)
    self.start = start
    self.weights = heights.map { Int(0.5 + (total == 0 ? $0 : $0 / total) * one) }
  }
}
