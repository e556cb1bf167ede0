extension FrozenGraphFile {
  /// An operation of a graph.
  struct Node {
    var name = ""
    var operation = ""
    /// The names of the operations whose first results it takes.
    var inputs: [String] = []
    /// Its tensor, if it is a constant.
    var constant: Constant?
    /// Whether it turns its second matrix first.
    var transposesSecond = false

    /// What it takes its inputs for, one by one; nothing for those that are no weights.
    var uses: [Use?] {
      switch operation {
      case "Conv2D": [nil, .convolution]
      case "DepthwiseConv2dNative": [nil, .depthwise]
      case "MatMul": [nil, transposesSecond ? .transposedMatrix : .matrix]
      case "BiasAdd": [nil, .vector]
      case "FusedBatchNorm", "FusedBatchNormV2", "FusedBatchNormV3":
        [nil, .vector, .vector, .vector, .vector]
      case "Add", "AddV2", "Mul", "Sub": isInNorm ? [.operand, .operand] : []
      default: []
      }
    }

    /// Whether it is a convolution.
    var isConvolution: Bool { operation == "Conv2D" || operation == "DepthwiseConv2dNative" }

    /// Whether it is part of a norm that is computed by plain arithmetic, as tf.nn.batch_normalization
    /// does it in a scope of its own.
    private var isInNorm: Bool {
      name.split(separator: "/").dropLast().last == "batchnorm"
    }
  }

  /// Reads all nodes of a graph.
  static func nodes(_ source: CheckedBytes) throws(CheckpointError) -> [Node] {
    var nodes: [Node] = []
    var reader = MessageReader(ByteReader(source))
    try reader.fields(until: reader.size) { reader, field, content throws(CheckpointError) in
      guard field == 1, case .bytes(let range) = content else { return }
      nodes.append(try node(&reader, until: range.upperBound))
    }
    return nodes
  }

  private static func node(
    _ reader: inout MessageReader, until end: Int
  ) throws(CheckpointError) -> Node {
    var node = Node()
    try reader.fields(until: end) { reader, field, content throws(CheckpointError) in
      guard case .bytes(let range) = content else { return }
      switch field {
      case 1: node.name = try reader.text(range)
      case 2: node.operation = try reader.text(range)
      case 3: node.inputs.append(output(try reader.text(range)))
      case 5: try attribute(&reader, until: range.upperBound, of: &node)
      default: break
      }
    }
    if node.operation != "Const" { node.constant = nil }
    return node
  }

  /// The operation that an input names: its first result may be written `NAME:0`.
  private static func output(_ input: String) -> String {
    input.hasSuffix(":0") ? String(input.dropLast(2)) : input
  }

  /// Reads an entry of a node's attributes, whose name stands before the value.
  private static func attribute(
    _ reader: inout MessageReader, until end: Int, of node: inout Node
  ) throws(CheckpointError) {
    var name = ""
    try reader.fields(until: end) { reader, field, content throws(CheckpointError) in
      guard case .bytes(let range) = content else { return }
      switch field {
      case 1: name = try reader.text(range)
      case 2:
        try reader.fields(until: range.upperBound) { reader, kind, value throws(CheckpointError) in
          switch (name, kind, value) {
          case ("value", 8, .bytes(let range)):
            node.constant = try Constant(&reader, until: range.upperBound)
          case ("transpose_b", 5, .number(let flag)): node.transposesSecond = flag != 0
          default: break
          }
        }
      default: break
      }
    }
  }
}
