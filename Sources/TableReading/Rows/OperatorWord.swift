import Architecture

/// The operators of the grammar, by the words that tables print.
enum OperatorWord: String, CaseIterable {
  case convolution = "conv2d"
  case depthwise = "dwconv"
  case transposed = "conv-transpose"
  case bneck
  case bottleneck
  case squeezeExcite = "squeeze-excite"
  case averagePool = "avgpool"
  case maximumPool = "maxpool"
  case maximumPoolCeiling = "maxpool-ceiling"
  case globalPool = "global-pool"
  case linear = "fc"
  case normalization = "norm"
  case l2Normalization = "l2norm"
  case channelConvolution = "channel-conv"
  case softmax
  case add
  case multiply
  case concatenate = "concat"
  case shuffle
  case split
  case shortcut
  case resize
  case resizeNearest = "resize-nearest"
  case resizeBilinear = "resize-bilinear"
  case activation

  /// The word of a cell in the spelling of any of the papers.
  init?(spelling: String) {
    switch spelling.lowercased() {
    case "conv": self = .convolution
    case "conv dw": self = .depthwise
    case "pool", "avg pool": self = .averagePool
    case let word:
      guard let found = OperatorWord(rawValue: word) else { return nil }
      self = found
    }
  }

  /// What may stand beside the word in its cell. MobileNetV1 prints a stride, 1, where nothing moves.
  var phraseParts: Set<OperatorPhrase.Part> {
    switch self {
    case .convolution, .depthwise, .transposed: [.window, .noBatchNorm, .stride]
    case .bneck, .bottleneck, .averagePool, .maximumPool, .maximumPoolCeiling: [.window, .stride]
    case .linear: [.noBatchNorm, .stride]
    case .softmax: [.stride]
    case .squeezeExcite, .globalPool, .normalization, .l2Normalization, .channelConvolution, .add,
      .multiply,
      .concatenate, .shuffle, .split, .shortcut, .resize, .resizeNearest, .resizeBilinear,
      .activation:
      []
    }
  }

  /// The prefix of automatic row names: `bneck13` is the thirteenth bneck.
  var rowName: String {
    self == .convolution ? "conv" : rawValue
  }
}
