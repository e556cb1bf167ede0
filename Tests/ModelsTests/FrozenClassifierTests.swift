import Inference
import Models
import NetworkGraph
import TableReading
import Testing
import WeightFiles

/// TF-slim's classifiers as frozen graphs.
@Suite("Frozen graphs of TF-slim")
struct FrozenClassifierTests {
  @Test(
    "the file tells network, width, classes and whether norms are merged, and holds the weights",
    arguments: [
      ("mobilenet-v1@slim", Multipliers(width: 0.25, classes: 5), " --width 0.25 --classes 5"),
      ("mobilenet-v2@slim", Multipliers(width: 0.35, classes: 5), " --width 0.35 --classes 5"),
      (
        "mobilenet-v3-large@slim", Multipliers(width: 0.25, classes: 5), " --width 0.25 --classes 5"
      ),
      (
        "mobilenet-v3-small@slim-minimalistic", Multipliers(width: 0.5, classes: 5),
        " --width 0.5 --classes 5"
      ),
      ("mobilenet-edgetpu@slim", Multipliers(width: 0.25, classes: 5), " --width 0.25 --classes 5"),
    ], [false, true])
  func whole(of network: (name: String, at: Multipliers, title: String), merged: Bool) throws {
    let graph = try TableLibrary.builtIn.graph(named: network.name, at: network.at)
    var expected = try Model(seeded: graph).network()
    if merged { expected = expected.folded() }
    let checkpoint = try Checkpoint(
      reading: MemoryByteSource(FrozenGraph(expected, merged: merged).bytes))
    let identity = try #require(CheckpointIdentity(of: checkpoint, in: .builtIn))
    #expect(identity.title == network.name + network.title)
    #expect(identity.isFolded == merged)
    #expect(identity.difference(from: checkpoint) == nil)
    // The dialect is found by the names, too.
    let model = try Model(
      String(network.name.prefix { $0 != "@" }), at: identity.multipliers, in: .builtIn,
      weights: checkpoint, source: "x.pb")
    #expect(model.graph.spec.name == network.name && model.isFolded == merged)
    for tensor in expected.graph.parameterTensors(naming: nil) {
      #expect(
        try model.weights.values(tensor.node, tensor.role)
          == expected.weights[tensor.node, tensor.role], "\(tensor.name)")
    }
  }

  @Test("the classes are ImageNet's behind the background")
  func classes() throws {
    for name in [
      "v1@slim", "v2@slim", "v3-large@slim", "v3-small@slim-minimalistic", "edgetpu@slim",
    ] {
      let graph = try TableLibrary.builtIn.graph(named: name)
      let names = try ClassNames().names(of: graph)
      let others = try ClassNames().names(of: TableLibrary.builtIn.graph(named: "v2"))
      #expect(names == [ClassNames.background] + others, "\(name)")
    }
  }
}

/// Writes a network's layers with their weights as a graph of TensorFlow: protocol buffers, field by field.
private struct FrozenGraph {
  private(set) var bytes: [UInt8] = []

  init(_ network: Network<Float>, merged: Bool) {
    let graph = network.graph
    let tensors = graph.parameterTensors(naming: graph.spec.naming)
    let norms = graph.foldableNorms
    for (node, tensors) in Dictionary(grouping: tensors, by: \.node).sorted(by: { $0.key < $1.key })
    {
      var names: [String] = []
      for tensor in tensors {
        var name = tensor.name
        // What a merged norm leaves is called after the operation.
        if merged, tensor.role == .bias, !name.contains("Logits"), !name.contains("Conv_2"),
          !name.contains("squeeze")
        {
          name = "operation\(node)_bn_offset"
        }
        constant(name, tensor, network.weights[node, tensor.role] ?? [])
        names.append(name)
      }
      guard norms[node] == nil, graph.nodes[node].operation.normEpsilon == nil else {
        add("FusedBatchNormV3", "operation\(node)", ["x"] + names)
        continue
      }
      let isDepthwise = names[0].hasSuffix("depthwise_weights")
      add(
        isDepthwise ? "DepthwiseConv2dNative" : "Conv2D", "operation\(node)",
        ["x", names[0]])
      if names.count > 1 { add("BiasAdd", "bias\(node)", ["operation\(node)", names[1]]) }
    }
  }

  private mutating func add(
    _ operation: String, _ name: String, _ inputs: [String], _ rest: [UInt8] = []
  ) {
    var node = Self.field(1, Array(name.utf8)) + Self.field(2, Array(operation.utf8))
    for input in inputs { node += Self.field(3, Array(input.utf8)) }
    bytes += Self.field(1, node + rest)
  }

  /// A constant in TensorFlow's order: height, width, inputs, outputs; of a depthwise layer height, width,
  /// channels, 1.
  private mutating func constant(_ name: String, _ tensor: ParameterTensor, _ values: [Float]) {
    var (shape, stored) = (tensor.shape, values)
    if shape.count == 4 {
      let (outputs, inputs, places) = (shape[0], shape[1], shape[2] * shape[3])
      let isDepthwise = name.hasSuffix("depthwise_weights")
      stored = []
      for place in 0..<places {
        for input in 0..<inputs {
          for output in 0..<outputs {
            stored.append(values[(output * inputs + input) * places + place])
          }
        }
      }
      shape = [shape[2], shape[3]] + (isDepthwise ? [outputs, 1] : [inputs, outputs])
    }
    let sizes = shape.flatMap { Self.field(2, [0x08] + Self.number($0)) }
    let content = stored.map(\.bitPattern.littleEndian).withUnsafeBytes { Array($0) }
    let value = [0x08, 1] + Self.field(2, sizes) + Self.field(4, content)
    add(
      "Const", name, [],
      Self.field(5, Self.field(1, Array("value".utf8)) + Self.field(2, Self.field(8, value))))
  }

  private static func number(_ value: Int) -> [UInt8] {
    value < 0x80 ? [UInt8(value)] : [UInt8(value & 0x7F) | 0x80] + number(value >> 7)
  }

  private static func field(_ key: Int, _ content: [UInt8]) -> [UInt8] {
    number(key << 3 | 2) + number(content.count) + content
  }
}
