import Architecture

extension Activation {
  /// Where the formula changes: the places at which the derivative jumps.
  var kinks: [Double] {
    switch self {
    case .relu, .leakyRelu: [0]
    case .relu6: [0, 6]
    case .hardSigmoid, .hardSwish: [-3, 3]
    case .hardSigmoidFifth: [-2.5, 2.5]
    case .sigmoid, .swish, .gelu: []
    }
  }
}
