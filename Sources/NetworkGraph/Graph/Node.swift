import Architecture

/// What a layer is to its block.
public enum Role: String, CaseIterable, Hashable, Sendable {
  /// The picture.
  case input
  /// A convolution of its own.
  case convolution
  /// The 1x1 convolution that widens an inverted residual.
  case expand
  /// The depthwise convolution.
  case depthwise
  /// The 1x1 convolution after a depthwise one (MobileNetV1).
  case pointwise
  /// The 1x1 convolution that narrows an inverted residual.
  case project
  /// The mean over the map that feeds a gate.
  case squeezePool = "squeeze-pool"
  /// The first layer of a gate.
  case squeeze
  /// The second layer of a gate.
  case excite
  /// The product of a map and its gate.
  case gate
  /// The sum of a block's input and output.
  case shortcut
  /// Pooling.
  case pool
  /// A fully connected layer.
  case linear
  /// L2 normalization.
  case normalization
  /// Softmax.
  case softmax
  /// Sum, product, concatenation or shuffle of channels.
  case join
  /// Enlargement.
  case resize
  /// An activation alone.
  case activation
  /// The answers of a head, listed box by box.
  case answers
}

extension Role {
  /// Whether the layer belongs to a squeeze-and-excitation gate.
  public var isInGate: Bool {
    switch self {
    case .squeezePool, .squeeze, .excite, .gate: true
    case .input, .convolution, .expand, .depthwise, .pointwise, .project, .shortcut, .pool,
      .linear, .normalization, .softmax, .join, .resize, .activation, .answers:
      false
    }
  }
}

/// Where a node comes from. Nodes of one layer (convolution, norm, activation) have the same origin.
public struct Origin: Hashable, Sendable {
  /// Index into the graph's rows.
  public var row: Int
  /// Which repeat of the row, from 1.
  public var repetition: Int
  /// Index into the graph's blocks.
  public var block: Int
  /// Names inside composite blocks, from outside in.
  public var path: [String]
  /// What the layer is to its block.
  public var role: Role

  /// An origin from its parts.
  public init(row: Int, repetition: Int, block: Int, path: [String] = [], role: Role) {
    self.row = row
    self.repetition = repetition
    self.block = block
    self.path = path
    self.role = role
  }
}

/// One primitive operation.
public struct Node: Hashable, Sendable {
  /// What it does.
  public var operation: Operation
  /// The nodes that it takes its tensors from.
  public var inputs: [Int]
  /// Where it comes from.
  public var origin: Origin
  /// The shape of its output, HxWxC.
  public var shape: Shape

  /// A node from its parts.
  public init(operation: Operation, inputs: [Int], origin: Origin, shape: Shape) {
    self.operation = operation
    self.inputs = inputs
    self.origin = origin
    self.shape = shape
  }

  /// A node as rows expand to it: its shape is inferred later, when all nodes are there.
  init(operation: Operation, inputs: [Int], origin: Origin) {
    let unknown = Shape(height: 0, width: 0, channels: 0)
    self.init(operation: operation, inputs: inputs, origin: origin, shape: unknown)
  }
}
