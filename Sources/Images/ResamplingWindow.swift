/// The input pixels that make one output pixel along one axis, with their weights.
///
/// Weights are fixed-point numbers, as in Pillow's 8-bit resampling, for results equal to Pillow's.
struct ResamplingWindow: Equatable {
  /// The bits after the point of a weight: a product with 8 bits, and 2 bits of room, fill 32.
  static let fractionBits = 32 - 8 - 2

  /// The index of the first input pixel.
  let start: Int

  /// The weights of the input pixels from `start` on, in units of 2⁻²².
  let weights: [Int]

  /// The window of the output pixel `position` when `inputLength` pixels become `outputLength`.
  init(_ filter: PixelImage.Filter, position: Int, inputLength: Int, outputLength: Int) {
    let scale = Double(inputLength) / Double(outputLength)
    let center = (Double(position) + 0.5) * scale
    switch filter {
    case .antialiased:
      self.init(at: center, reach: 1, widened: max(scale, 1), inputLength: inputLength) {
        max(1 - $0, 0)
      }
    case .antialiasedCubic:
      self.init(at: center, reach: 2, widened: max(scale, 1), inputLength: inputLength) {
        cubicWeight($0, bend: -0.5)
      }
    case .linear:
      let share = center - 0.5 - (center - 0.5).rounded(.down)
      self.init([1 - share, share], first: 0, around: center, inputLength: inputLength)
    case .linearCorners:
      let corner = ResamplingCorner(
        position: position, inputLength: inputLength, outputLength: outputLength)
      let share = Double(corner.share)
      self.init(
        [1 - share, share], first: 0, around: Double(corner.start) + 0.5, inputLength: inputLength)
    case .cubic:
      let share = center - 0.5 - (center - 0.5).rounded(.down)
      let near = [1 + share, share, 1 - share].map { cubicWeight($0, bend: -0.75) }
      self.init(
        near + [1 - near[0] - near[1] - near[2]], first: -1, around: center,
        inputLength: inputLength)
    }
  }

  /// A curve that reaches so many input pixels to either side when enlarging, and so many output pixels
  /// when reducing, so that no input pixel is passed over.
  private init(
    at center: Double, reach: Double, widened: Double, inputLength: Int,
    height: (_ distance: Double) -> Double
  ) {
    let support = reach * widened
    let start = max(Int(center - support + 0.5), 0)
    let end = min(Int(center + support + 0.5), inputLength)
    // A reciprocal times each distance, not a division: the roundings are part of the result.
    let inverse = 1 / widened
    let heights = (0..<max(end - start, 0)).map { offset in
      height(abs((Double(offset + start) - center + 0.5) * inverse))
    }
    let total = heights.reduce(0, +)
    let one = Double(1 << ResamplingWindow.fractionBits)
    self.start = start
    self.weights = heights.map { height in
      let weight = (total == 0 ? height : height / total) * one
      return Int(weight < 0 ? weight - 0.5 : weight + 0.5)
    }
  }

  /// The given weights on pixels from `first` on, counted from the one before the center; what falls
  /// beyond an edge goes to the pixel at the edge.
  private init(_ values: [Double], first: Int, around center: Double, inputLength: Int) {
    let begin = Int((center - 0.5).rounded(.down)) + first
    let places = values.indices.map { min(max(begin + $0, 0), inputLength - 1) }
    let start = places[0]
    var weights = [Int](repeating: 0, count: places[places.count - 1] - start + 1)
    let one = Double(1 << ResamplingWindow.fractionBits)
    for (place, value) in zip(places, values) {
      weights[place - start] += Int((value * one).rounded())
    }
    self.start = start
    self.weights = weights
  }
}

/// The weight of a pixel at a distance, in pixels, under the cubic of a coefficient: 0 from two pixels on.
private func cubicWeight(_ distance: Double, bend: Double) -> Double {
  if distance < 1 { return ((bend + 2) * distance - (bend + 3)) * distance * distance + 1 }
  return distance < 2 ? (((distance - 5) * distance + 8) * distance - 4) * bend : 0
}
