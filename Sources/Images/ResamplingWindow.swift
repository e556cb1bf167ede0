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
      self.init(triangleAt: center, support: max(scale, 1), inputLength: inputLength)
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
      let near = [1 + share, share, 1 - share].map(cubicWeight)
      self.init(
        near + [1 - near[0] - near[1] - near[2]], first: -1, around: center,
        inputLength: inputLength)
    }
  }

  /// A triangle as wide as one input pixel to either side when enlarging, and as one output pixel to
  /// either side when reducing, so that no input pixel is passed over.
  private init(triangleAt center: Double, support: Double, inputLength: Int) {
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

/// The weight of a pixel at a distance, in pixels, under OpenCV's cubic.
private func cubicWeight(_ distance: Double) -> Double {
  let bend = -0.75
  return distance <= 1
    ? ((bend + 2) * distance - (bend + 3)) * distance * distance + 1
    : ((bend * distance - 5 * bend) * distance + 8 * bend) * distance - 4 * bend
}
