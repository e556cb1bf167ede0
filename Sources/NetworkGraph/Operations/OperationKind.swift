/// What an operation does, as reports group it.
public enum OperationKind: String, CaseIterable, Hashable, Sendable {
  /// The picture.
  case input
  /// A convolution whose filters see several places and all channels.
  case convolution = "convolution"
  /// A depthwise convolution.
  case depthwise
  /// A 1x1 convolution.
  case pointwise
  /// The layers of a squeeze-and-excitation gate.
  case squeezeExcite = "squeeze-excite"
  /// A fully connected layer.
  case fullyConnected = "fully-connected"
  /// Pooling.
  case pool
  /// Sum, product, concatenation, shuffle or slice of channels.
  case join
  /// Enlargement.
  case resize
  /// Normalization alone.
  case norm
  /// An activation alone.
  case activation
  /// Softmax.
  case softmax
  /// Answers listed box by box.
  case answers
}

extension Node {
  /// What the node does, as reports group it: in a gate it is the gate's.
  public var kind: OperationKind { origin.role.isInGate ? .squeezeExcite : operation.kind }
}
