import Architecture

/// A network as primitive operations in an order in which they can run, each with the shape of its
/// output.
public struct Graph: Sendable {
  /// What a report calls a row.
  public struct Row: Hashable, Sendable {
    /// The number as the table counts; nothing for rows of heads.
    public var number: Int?
    /// The row's name.
    public var name: String
    /// What its repeats are called, if they have names of their own.
    public var repeatNames: [String]
    /// The operator as printed.
    public var operatorText: String
    /// What it is.
    public var kind: BlockKind
    /// Side of its window, if it has one.
    public var kernel: PerAxis<Int>?
    /// Stride of its first repeat.
    public var stride: PerAxis<Int>
    /// How often it stands.
    public var repeats: Int
    /// The part of the system.
    public var part: Part
    /// Where the row stands.
    public var location: SourceLocation
    /// The row of the specification, if it is one.
    public var specRow: Int?

    /// A row from its parts.
    package init(
      number: Int?, name: String, repeatNames: [String] = [], operatorText: String, kind: BlockKind,
      kernel: PerAxis<Int>?,
      stride: PerAxis<Int>, repeats: Int, part: Part, location: SourceLocation, specRow: Int?
    ) {
      self.number = number
      self.name = name
      self.repeatNames = repeatNames
      self.operatorText = operatorText
      self.kind = kind
      self.kernel = kernel
      self.stride = stride
      self.repeats = repeats
      self.part = part
      self.location = location
      self.specRow = specRow
    }
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
    package var headPlace: HeadPlace?

    /// A block from its parts.
    package init(
      name: String, kind: BlockKind, row: Int, repetition: Int, result: Int, tableChannels: Int,
      headPlace: HeadPlace? = nil
    ) {
      self.name = name
      self.kind = kind
      self.row = row
      self.repetition = repetition
      self.result = result
      self.tableChannels = tableChannels
      self.headPlace = headPlace
    }
  }

  /// Where one branch of a head stands on one map.
  package struct HeadPlace: Hashable, Sendable {
    /// The branch's name.
    package var branch: String
    /// The map, from 0.
    package var map: Int
    /// The block that the map comes from.
    package var source: Int
  }

  /// A map that a head stands on.
  package struct HeadMap: Hashable, Sendable {
    /// The block that it comes from, with the place inside if it is one: `bneck13.expand`.
    package var name: String
    /// The node whose output it is.
    package var node: Int
    /// Boxes at each of its places.
    package var boxes: Int
  }

  /// An answer of the network.
  public struct Output: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// The node.
    public var node: Int

    /// An answer from its parts.
    package init(name: String, node: Int) { (self.name, self.node) = (name, node) }
  }

  /// The most operations of a network: with what one of them may cost, no total overflows.
  package static let mostNodes = 8192

  /// The table that the graph is expanded from.
  public var spec: ArchitectureSpec
  /// The multipliers that it was expanded with.
  public var scaling: Scaling
  /// In what numbers it computes: what costs in bytes count by.
  public var precision = Precision.single
  /// The operations; inputs stand before their users.
  public var nodes: [Node]
  /// The rows.
  public var rows: [Row]
  /// The blocks.
  public var blocks: [Block]
  /// The answers.
  public var outputs: [Output]
  /// The maps that the heads stand on, head by head.
  package var headMaps: [HeadMap]

  /// A graph from its parts.
  package init(
    spec: ArchitectureSpec, scaling: Scaling, nodes: [Node], rows: [Row], blocks: [Block],
    outputs: [Output], headMaps: [HeadMap]
  ) {
    self.spec = spec
    self.scaling = scaling
    self.nodes = nodes
    self.rows = rows
    self.blocks = blocks
    self.outputs = outputs
    self.headMaps = headMaps
  }

  /// The shape of the picture.
  public var input: Shape { nodes[0].shape }

  /// The shapes of a node's inputs.
  public func inputShapes(of node: Int) -> [Shape] {
    nodes[node].inputs.map { nodes[$0].shape }
  }

  /// How many classes the network tells apart, counted as its table counts them; nothing if the
  /// table has none.
  public var classes: Int? { scaling.classes ?? spec.variables["classes"] }

  /// Blocks that make a feature map of their own.
  package var featureBlockCount: Int { blocks.count { $0.kind.isFeature } }
}
