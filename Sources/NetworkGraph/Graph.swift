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
  /// Sum, product or concatenation.
  case join
  /// Enlargement.
  case resize
  /// An activation alone.
  case activation
  /// The answers of a head, listed box by box.
  case answers
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

  /// A node from its parts.
  public init(operation: Operation, inputs: [Int], origin: Origin) {
    self.operation = operation
    self.inputs = inputs
    self.origin = origin
  }
}

/// A network as primitive operations in an order in which they can run.
public struct Graph: Sendable {
  /// What a report calls a row.
  public struct Row: Hashable, Sendable {
    /// The number as the table counts; nothing for rows of heads.
    public var number: Int?
    /// The row's name.
    public var name: String
    /// The operator as printed.
    public var operatorText: String
    /// What it is.
    public var kind: BlockKind
    /// Side of its window, if it has one.
    public var kernel: Int?
    /// Stride of its first repeat.
    public var stride: Int
    /// How often it stands.
    public var repeats: Int
    /// The part of the system.
    public var part: Part
    /// Where the row stands.
    public var location: SourceLocation
    /// The row of the specification, if it is one.
    public var specRow: Int?
  }

  /// One repeat of a row, or a depthwise row with the pointwise row after it.
  public struct Block: Hashable, Sendable {
    /// The row's name, with the repeat if there are several: `bottleneck2.1`.
    public var name: String
    /// What it is.
    public var kind: BlockKind
    /// Its last row.
    public var row: Int
    /// Which repeat.
    public var repetition: Int
    /// The node whose output is the block's.
    public var result: Int
    /// Output channels at width multiplier 1.
    public var tableChannels: Int
    /// Which map a block of a head stands on; nothing for others.
    public var headPlace: HeadPlace?
  }

  /// Where one branch of a head stands on one map.
  public struct HeadPlace: Hashable, Sendable {
    /// The branch's name.
    public var branch: String
    /// The map, from 0.
    public var map: Int
    /// The block that the map comes from.
    public var source: Int
  }

  /// A map that a head stands on.
  public struct HeadMap: Hashable, Sendable {
    /// The block that it comes from, with the place inside if it is one: `bneck13.expand`.
    public var name: String
    /// The node whose output it is.
    public var node: Int
    /// Boxes at each of its places.
    public var boxes: Int
  }

  /// An answer of the network.
  public struct Output: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// The node.
    public var node: Int
  }

  /// The table that the graph is expanded from.
  public var spec: ArchitectureSpec
  /// The multipliers that it was expanded with.
  public var scaling: Scaling
  /// The operations; inputs stand before their users.
  public var nodes: [Node]
  /// The rows.
  public var rows: [Row]
  /// The blocks.
  public var blocks: [Block]
  /// The answers.
  public var outputs: [Output]
  /// The maps that the heads stand on, head by head.
  public var headMaps: [HeadMap]

  /// How many classes the network tells apart, counted as its table counts them; nothing if the
  /// table has none.
  public var classes: Int? { scaling.classes ?? spec.variables["classes"] }

  /// Blocks that make a feature map of their own.
  public var featureBlockCount: Int { blocks.count { $0.kind.isFeature } }
}

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
  /// Sum, product, concatenation or enlargement.
  case join
  /// A block that a file defines.
  case composite
  /// The answers of a head.
  case head
}
