import Architecture
import NetworkGraph
import TableReading
import TestSupport
import Testing

/// Where the inverted residual expands, gates and adds.
@Suite struct InvertedResidualTests {
  func blocks(_ name: String, with role: Role) throws -> [String] {
    let graph = try Graph(named: name)
    return graph.blocks.indices.filter { block in
      graph.nodes.contains { $0.origin.block == block && $0.origin.role == role }
    }.map { graph.blocks[$0].name }
  }

  @Test(
    "A shortcut at stride 1 between equal channels, and nowhere else",
    arguments: [
      ("mobilenet-v1", []),
      (
        "mobilenet-v2",
        ["2.2", "3.2", "3.3", "4.2", "4.3", "4.4", "5.2", "5.3", "6.2", "6.3"]
          .map { "bottleneck\($0)" }
      ),
      ("mobilenet-v3-large", [1, 3, 5, 6, 8, 9, 10, 12, 14, 15].map { "bneck\($0)" }),
      ("mobilenet-v3-small", [3, 5, 6, 8, 10, 11].map { "bneck\($0)" }),
    ])
  func shortcuts(name: String, expected: [String]) throws {
    #expect(try blocks(name, with: .shortcut) == expected)
  }

  @Test("A shortcut adds the block's input to its last layer")
  func operands() throws {
    let graph = try Graph(named: "mobilenet-v2")
    for (index, node) in graph.nodes.enumerated() where node.origin.role == .shortcut {
      #expect(node.operation == .add)
      #expect(node.inputs.count == 2)
      #expect(graph.blocks[node.origin.block].result == index)
      #expect(node.inputs[0] == graph.blocks[node.origin.block - 1].result)
      #expect(graph.nodes[node.inputs[1]].origin.role == .project)
      #expect(graph.nodes[node.inputs[1]].origin.block == node.origin.block)
    }
  }

  @Test("Never, if the rules say so")
  func never() throws {
    let edited = try Repository.table("Architectures/MobileNetV2")
      .replacing("residual: same-shape", with: "residual: never")
    let graph = try Graph(named: "v2", adding: [edited])
    #expect(!graph.nodes.contains { $0.operation == .add })
  }

  @Test(
    "No expansion where expanded channels equal the input's",
    arguments: [
      ("mobilenet-v2", "bottleneck1"), ("mobilenet-v3-large", "bneck1"),
      ("mobilenet-v3-small", "bneck1"),
    ])
  func unexpanded(name: String, first: String) throws {
    let graph = try Graph(named: name)
    let residuals = graph.blocks.filter { $0.kind == .invertedResidual }.map(\.name)
    #expect(residuals.first == first)
    #expect(try blocks(name, with: .expand) == Array(residuals.dropFirst()))
    for width in [0.35, 0.5, 0.75, 1.25] {
      let thin = try Graph(named: name, width: width)
      let block = thin.blocks.firstIndex { $0.name == first }
      #expect(!thin.nodes.contains { $0.origin.block == block && $0.origin.role == .expand })
    }
  }

  @Test("An expansion everywhere, if the rules say so")
  func always() throws {
    let edited = try Repository.table("Architectures/MobileNetV2")
      .replacing("expand: when-wider", with: "expand: always")
    let graph = try Graph(named: "v2", adding: [edited])
    let block = graph.blocks.firstIndex { $0.name == "bottleneck1" }
    let expand = graph.nodes.first { $0.origin.block == block && $0.origin.role == .expand }
    let convolution = Convolution(kernel: 1, inputChannels: 32, outputChannels: 32)
    #expect(expand?.operation == .convolution(convolution))
  }

  /// The operations of one block, in words.
  func operations(_ name: String, block: String, adding: [TableFile] = []) throws -> [String] {
    let graph = try Graph(named: name, adding: adding)
    let index = graph.blocks.firstIndex { $0.name == block }
    return graph.nodes.filter { $0.origin.block == index }.map { node in
      switch node.operation {
      case .convolution(let convolution):
        "\(node.origin.role.rawValue)"
          + " \(convolution.kernel)/\(convolution.stride.brief)"
          + " \(convolution.inputChannels)>\(convolution.outputChannels)"
      case .linear(let linear):
        "\(node.origin.role.rawValue) \(linear.inputChannels)>\(linear.outputChannels)"
      case .activation(let activation): "\(node.origin.role.rawValue) \(activation.rawValue)"
      case .batchNormalization: "\(node.origin.role.rawValue) norm"
      case .globalPool, .multiply, .add: node.origin.role.rawValue
      case .input, .transposedConvolution, .channelConvolution, .parametricReLU, .scalarFunction,
        .pool, .l2Normalization, .normalization, .softmax, .logSoftmax, .concatenate, .shuffle,
        .depthToSpace, .spaceToDepth, .slice, .resize, .resizeTo, .flatten, .stack:
        "?"
      }
    }
  }

  @Test("MobileNetV2: expand, depthwise, project without activation, shortcut")
  func mobileNetV2() throws {
    #expect(
      try operations("mobilenet-v2", block: "bottleneck2.2") == [
        "expand 1x1/1 24>144", "expand norm", "expand ReLU6", "depthwise 3x3/1 144>144",
        "depthwise norm", "depthwise ReLU6", "project 1x1/1 144>24", "project norm", "shortcut",
      ])
    #expect(
      try operations("mobilenet-v2", block: "bottleneck1") == [
        "depthwise 3x3/1 32>32", "depthwise norm", "depthwise ReLU6", "project 1x1/1 32>16",
        "project norm",
      ])
  }

  @Test("MobileNetV3: the gate stands after the activation of the depthwise convolution")
  func mobileNetV3() throws {
    #expect(
      try operations("mobilenet-v3-large", block: "bneck4") == [
        "expand 1x1/1 24>72", "expand norm", "expand ReLU", "depthwise 5x5/2 72>72",
        "depthwise norm", "depthwise ReLU", "squeeze-pool", "squeeze 72>24", "squeeze ReLU",
        "excite 24>72", "excite h-sigmoid", "gate", "project 1x1/1 72>40", "project norm",
      ])
  }

  @Test("YOLOv5's note: the gate stands before the activation, unless the block does not expand")
  func gateFirst() throws {
    let name = "yolov5-mobilenet-v3-small"
    #expect(
      try operations(name, block: "MobileNetV3-4") == [
        "expand 1x1/1 24>96", "expand norm", "expand h-swish", "depthwise 5x5/2 96>96",
        "depthwise norm", "squeeze-pool", "squeeze 96>24", "squeeze ReLU", "excite 24>96",
        "excite h-sigmoid", "gate", "activation h-swish", "project 1x1/1 96>40", "project norm",
      ])
    #expect(
      try operations(name, block: "MobileNetV3-1") == [
        "depthwise 3x3/2 16>16", "depthwise norm", "depthwise ReLU", "squeeze-pool",
        "squeeze 16>4", "squeeze ReLU", "excite 4>16", "excite h-sigmoid", "gate",
        "project 1x1/1 16>16", "project norm",
      ])
  }

  @Test("A gate multiplies a map by a vector of its own channels")
  func gates() throws {
    let graph = try Graph(named: "mobilenet-v3-small")
    let gates = graph.nodes.filter { $0.origin.role == .gate }
    #expect(gates.count == 9)
    for gate in gates {
      #expect(gate.operation == .multiply)
      let (map, vector) = (graph.nodes[gate.inputs[0]].shape, graph.nodes[gate.inputs[1]].shape)
      #expect(vector == Shape(height: 1, width: 1, channels: map.channels))
      #expect(map.places > 1)
    }
    #expect(
      try blocks("mobilenet-v3-large", with: .gate)
        == [4, 5, 6, 11, 12, 13, 14, 15].map { "bneck\($0)" })
    #expect(
      try blocks("mobilenet-v3-small", with: .gate)
        == [1, 4, 5, 6, 7, 8, 9, 10, 11].map { "bneck\($0)" })
  }

  @Test("Dilation and padding of the depthwise convolution")
  func dilation() throws {
    let table = TableFile(
      name: "Tiny.yaml",
      text: """
        name: tiny
        input: {shape: [16, 16, 8]}
        columns: [ operator, exp, out, s, dilation, padding ]
        rows:
          - [ bneck 5x5, 24, 8, 1, 2, ~ ]
          - [ bneck 3x3, 24, 8, 2, ~, same ]
          - [ bneck 3x3, 24, 12, 1, ~, valid ]

        """)
    let graph = try Graph(of: table, named: "tiny")
    let depthwise = graph.nodes.compactMap { node -> Convolution? in
      guard case .convolution(let convolution) = node.operation, convolution.isDepthwise else {
        return nil
      }
      return convolution
    }
    #expect(depthwise.map(\.dilation) == [2, 1, 1])
    #expect(depthwise.map(\.padding) == [.symmetric, .same, .valid])
    #expect(
      graph.blocks.map { graph.nodes[$0.result].shape.description } == [
        "16x16x8", "16x16x8", "8x8x8", "6x6x12",
      ])
  }
}
