/// What a row or block is.
public enum BlockKind: String, CaseIterable, Hashable, Sendable {
  /// The picture.
  case input
  /// A standard convolution.
  case convolution
  /// A depthwise convolution alone.
  case depthwise
  /// A 1x1 convolution.
  case pointwise
  /// Depthwise, then pointwise.
  case separable
  /// The block of MobileNetV2 and V3.
  case invertedResidual = "inverted-residual"
  /// Pooling.
  case pool
  /// A fully connected layer.
  case fullyConnected = "fully-connected"
  /// L2 normalization.
  case normalization
  /// Softmax.
  case softmax
  /// Sum, product, concatenation, shuffle of channels or enlargement.
  case join
  /// A block that a file defines.
  case composite
  /// The answers of a head.
  case head
}

extension BlockKind {
  /// Whether the block makes a feature map of its own, which frameworks number and tests tap.
  public var isFeature: Bool {
    switch self {
    case .convolution, .depthwise, .pointwise, .separable, .invertedResidual, .composite: true
    case .input, .pool, .fullyConnected, .normalization, .softmax, .join, .head: false
    }
  }

  /// Whether the block is one layer, which then needs no name of its own.
  var isSingleLayer: Bool {
    switch self {
    case .input, .convolution, .depthwise, .pointwise, .pool, .fullyConnected, .normalization,
      .softmax, .join:
      true
    case .separable, .invertedResidual, .composite, .head: false
    }
  }
}
