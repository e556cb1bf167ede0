import Architecture

/// Why an operation does not fit its inputs.
package enum ShapeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A window is larger than the padded map.
  case windowTooLarge(kernel: PerAxis<Int>, input: Shape)
  /// Channels do not fit the weights.
  case channels(expected: Int, got: Int)
  /// Joined tensors differ.
  case unequal(String, Shape, Shape)
  /// Channels do not split into equal parts, such as answers of 5 values.
  case uneven(channels: Int, parts: String)
  /// Places do not split into whole blocks.
  case unevenPlaces(Shape, block: Int)
  /// A layer for vectors on a map that is not 1x1.
  case notPooled(layer: String, Shape)
  /// A transposed convolution cuts everything off.
  case nothingLeft(padding: Int, input: Shape)
  /// Too few inputs.
  case inputs(needed: Int, got: Int)
  /// A tensor or its cost is beyond what sums over a network can hold.
  case tooLarge

  /// One sentence.
  package var description: String {
    switch self {
    case .windowTooLarge(let kernel, let input):
      "a \(kernel) window does not fit \(input)"
    case .channels(let expected, let got): "\(got) input channels, but \(expected) are needed"
    case .unequal(let join, let first, let second):
      "\(join) of different shapes \(first) and \(second)"
    case .uneven(let channels, let parts): "\(channels) channels do not split into \(parts)"
    case .unevenPlaces(let shape, let block):
      "the places of \(shape) do not split into blocks of \(block)x\(block)"
    case .notPooled(let layer, let shape): "a \(layer) needs a 1x1 map, not \(shape)"
    case .nothingLeft(let padding, let input):
      "a padding of \(padding) leaves nothing of a transposed convolution over \(input)"
    case .inputs(let needed, let got): "\(needed) inputs are needed, but \(got) are given"
    case .tooLarge: "the layer is too large to count"
    }
  }
}
