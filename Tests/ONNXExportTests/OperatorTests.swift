import Architecture
import Inference
import NetworkGraph
import ONNXExport
import ONNXSchema
import TestSupport
import Testing

/// What each operation becomes.
@Suite("ONNX models: operators")
struct OperatorTests {
  private func nodes(rows: [String], columns: String) throws -> [Onnx_NodeProto] {
    try model(seeded(try graph(rows: rows, columns: columns))).graph.node
  }

  private func everyOperator() throws -> [String: Onnx_NodeProto] {
    let graph = try model(seeded(try graph(ONNXExportTests.everyOperator))).graph
    return Dictionary(graph.node.map { ($0.name, $0) }) { first, _ in first }
  }

  @Test("nodes are called by block, path, role and operator; parameters as in checkpoints")
  func names() throws {
    let nodes = try model(seeded(try graph("mobilenet-v3-small"))).graph.node
    let gate = nodes.filter { $0.name.hasPrefix("bneck1.") }.dropFirst(3)
    #expect(
      gate.prefix(7).map(\.name) == [
        "bneck1.squeeze-pool.GlobalAveragePool", "bneck1.squeeze.Conv", "bneck1.squeeze.Relu",
        "bneck1.excite.Conv", "bneck1.excite.HardSigmoid", "bneck1.gate.Identity",
        "bneck1.gate.Mul",
      ])
    #expect(
      nodes.first?.input == ["input", "features.0.0.weight"]
        && nodes.first?.output == ["stem.convolution.Conv"])
    #expect(nodes.last?.name == "classifier.linear.Flatten" && nodes.last?.output == ["output"])
  }

  /// Hand-computed: SAME over 37x50 by 3x3, stride 2, needs 2 rows and 1 column more, the smaller
  /// half before; and so on.
  @Test(
    "windows: begin and end of both axes, stride, dilation, groups",
    arguments: [
      ("stem.convolution.Conv", [3, 3], [2, 2], [1, 0, 1, 1]),
      ("even.convolution.Conv", [4, 4], [3, 3], [1, 1, 2, 2]),
      ("grouped.convolution.Conv", [3, 3], [1, 1], [2, 2, 2, 2]),
      ("wide.depthwise.Conv", [5, 5], [1, 1], [3, 3, 3, 3]),
      ("flat.convolution.Conv", [1, 5], [2, 1], [0, 2, 0, 2]),
      ("tall.depthwise.Conv", [3, 2], [1, 2], [2, 1, 2, 1]),
      ("peak.pool.MaxPool", [2, 3], [1, 2], [0, 0, 0, 0]),
      ("inner.convolution.Conv", [3, 3], [1, 1], [0, 0, 0, 0]),
      ("most.pool.MaxPool", [3, 3], [2, 2], [1, 1, 1, 1]),
      ("over.pool.MaxPool", [2, 2], [2, 2], [0, 0, 1, 1]),
      ("mean.pool.AveragePool", [4, 4], [3, 3], [2, 2, 2, 2]),
    ])
  func windows(name: String, kernel: [Int], strides: [Int], pads: [Int]) throws {
    let node = try #require(try everyOperator()[name])
    #expect(node.integers("kernel_shape") == kernel)
    #expect(node.integers("strides") == strides)
    #expect(node.integers("pads") == pads)
    let layer = name.prefix { $0 != "." }
    if node.opType == "Conv" {
      let isDilated = layer == "grouped" || layer == "tall"
      #expect(node.integers("dilations") == (isDilated ? [2, 2] : [1, 1]))
      #expect(node.integers("group") == [["grouped": 4, "wide": 16, "tall": 6][layer] ?? 1])
    }
    if node.opType == "AveragePool" { #expect(node.integers("count_include_pad") == [0]) }
  }

  @Test(
    "padding is a node of its own before a 3x3 depthwise convolution over one place along a side",
    arguments: [
      ("dwconv 3x3", "9x1", [0, 0, 1, 1, 0, 0, 1, 1]),
      ("dwconv 3x3", "1x9", [0, 0, 1, 1, 0, 0, 1, 1]),
      ("dwconv 3x3", "9x9", [0, 0, 1, 1, 0, 0, 1, 1]), ("dwconv 3x3", "4x1", nil),
      ("dwconv 5x5", "9x1", nil), ("conv2d 3x3", "9x1", nil),
    ] as [(String, String, [Int64]?)])
  func onePlace(layer: String, pool: String, pads: [Int64]?) throws {
    let rows = ["maxpool \(pool), valid, ~, ~", "\(layer), symmetric, 4, no"]
    let graph = try model(
      seeded(graph(rows: rows, columns: "operator, padding, out, norm"))
    ).graph
    let convolution = try #require(graph.node.first { $0.opType == "Conv" })
    #expect(convolution.integers("kernel_shape") == (layer.hasSuffix("5x5") ? [5, 5] : [3, 3]))
    let pad = graph.node.first { $0.opType == "Pad" }
    #expect(pad?.output.first == (pads == nil ? nil : convolution.input[0]))
    #expect(graph.initializer.first { $0.name == pad?.input[1] }?.int64Data == pads)
    #expect(convolution.integers("pads").contains { $0 > 0 } == (pads == nil))
  }

  @Test("the padding of a 1x1 convolution is a node of its own", arguments: ["1", "symmetric"])
  func paddedPoint(padding: String) throws {
    let nodes = try nodes(
      rows: ["conv2d 1x1, \(padding), 4, no"], columns: "operator, padding, out, norm")
    #expect(nodes.map(\.opType) == (padding == "1" ? ["Pad", "Conv"] : ["Conv"]))
    #expect(nodes.last?.integers("pads") == [0, 0, 0, 0])
  }

  @Test(
    "activations",
    arguments: [
      (Activation.relu, "Relu"), (.relu6, "Clip"), (.leakyRelu, "LeakyRelu"),
      (.sigmoid, "Sigmoid"), (.hardSigmoid, "HardSigmoid"), (.hardSigmoidFifth, "HardSigmoid"),
      (.swish, "Sigmoid Mul"), (.hardSwish, "HardSwish"), (.gelu, "Mul Erf Add Mul Mul"),
    ])
  func activations(activation: Activation, operators: String) throws {
    let nodes = try nodes(rows: ["activation, \(activation.abbreviation)"], columns: "operator, NL")
    #expect(nodes.map(\.opType).joined(separator: " ") == operators)
    let last = try #require(nodes.last)
    #expect(last.output == ["output"])
    let (alpha, beta): (Float?, Float?) =
      switch activation {
      case .leakyRelu: (0.1, nil)
      case .hardSigmoid: (1 / 6, 0.5)
      case .hardSigmoidFifth: (0.2, 0.5)
      case .relu, .relu6, .sigmoid, .swish, .hardSwish, .gelu: (nil, nil)
      }
    #expect(last.number("alpha") == alpha && last.number("beta") == beta)
    if activation == .swish { #expect(last.input == ["input", nodes[0].output[0]]) }
  }

  @Test("transposed convolutions, slopes and convolutions over channels")
  func otherLayers() throws {
    let graph = try model(seeded(try graph(ONNXExportTests.everyOperator))).graph
    func nodes(_ row: String) -> [Onnx_NodeProto] {
      graph.node.filter { $0.name.hasPrefix(row + ".") }
    }
    func shape(_ name: String?) -> [Int64]? { graph.initializer.first { $0.name == name }?.dims }
    let larger = nodes("larger")
    #expect(larger.map(\.opType) == ["ConvTranspose", "Reshape", "BatchNormalization", "PRelu"])
    #expect(larger[0].integers("kernel_shape") == [4, 3])
    #expect(larger[0].integers("strides") == [2, 1])
    #expect(larger[0].integers("pads") == [1, 1, 1, 1])
    #expect(larger[0].integers("group") == [2])
    #expect(shape(larger[0].input[1]) == [6, 4, 4, 3])
    #expect(shape(larger[3].input.last) == [8, 1, 1])
    #expect(nodes("normed").map(\.opType) == ["BatchNormalization"])
    let near = nodes("near-by")
    #expect(near.map(\.opType) == ["Reshape", "Conv", "Reshape"])
    #expect(near[1].integers("kernel_shape") == [3] && near[1].integers("pads") == [1, 1])
    #expect(shape(near[1].input.last) == [1, 1, 3])
  }

  @Test("ReLU6 lies between 0 and 6, and all share these")
  func relu6() throws {
    let graph = try model(seeded(try graph("mobilenet-v2"))).graph
    let bounds = Set(graph.node.filter { $0.opType == "Clip" }.map { Array($0.input.dropFirst()) })
    #expect(bounds == [["relu6.low", "relu6.high"]])
    let values = graph.initializer.filter { $0.name.hasPrefix("relu6") }
    #expect(values.map(\.floatData) == [[0], [6]] && values.allSatisfy(\.dims.isEmpty))
  }

  @Test("sums and products of two and of more")
  func joins() throws {
    let nodes = try everyOperator()
    #expect(nodes["sum.join.Sum"]?.input.count == 3)
    let first = try #require(nodes["product.join.Mul"])
    #expect(
      nodes["product.join.Mul_2"]?.input == [first.name, "product.join.Identity_2"]
        && first.input == ["sum.join.Sum", "product.join.Identity"])
    #expect(nodes["product.join.Identity"]?.input == ["inner.convolution.Sigmoid"])
    #expect(nodes["product.join.Identity_2"]?.input == ["scale.linear.HardSigmoid"])
    #expect(nodes["bneck.shortcut.Add"]?.input.count == 2)
    #expect(nodes["joined.join.Concat"]?.integers("axis") == [1])
    #expect(nodes["shares.softmax.Softmax"]?.integers("axis") == [1])
  }

  @Test("L2 normalization adds its epsilon to the sum of squares, and scales channels")
  func lengths() throws {
    let graph = try model(seeded(try graph(ONNXExportTests.everyOperator))).graph
    let nodes = graph.node.filter { $0.name.hasPrefix("length.") }
    #expect(nodes.map(\.opType) == ["ReduceSumSquare", "Add", "Sqrt", "Div", "Mul"])
    #expect(nodes.first?.integers("axes") == [1])
    let constants = nodes.compactMap { $0.input.last }.compactMap { name in
      graph.initializer.first { $0.name == name }
    }
    #expect(constants.map(\.dims) == [[], [1, 24, 1, 1]])
    #expect(constants.first?.floatData == [1e-10])
    #expect(nodes.map(\.input.count) == [1, 2, 1, 2, 2])
  }

  @Test("a shuffle of channels is a transpose of groups and their channels")
  func shuffles() throws {
    let graph = try model(seeded(try graph(ONNXExportTests.everyOperator))).graph
    let nodes = graph.node.filter { $0.name.hasPrefix("mixed.") }
    #expect(nodes.map(\.opType) == ["Reshape", "Transpose", "Reshape"])
    #expect(nodes[1].integers("perm") == [0, 2, 1, 3, 4])
    let shapes = [nodes[0], nodes[2]].map { node in
      graph.initializer.first { $0.name == node.input[1] }?.int64Data ?? []
    }
    #expect(shapes == [[1, 3, 8, 7, 9], [1, 24, 7, 9]])
  }

  @Test("a slice of channels is a Slice along their axis")
  func slices() throws {
    var graph = try graph(rows: ["activation, RE"], columns: "operator, NL")
    graph.nodes[1].operation = .slice(first: 1, count: 2)
    graph.nodes[1].shape.channels = 2
    let model = try model(seeded(graph)).graph
    let node = try #require(model.node.first)
    #expect(node.opType == "Slice")
    let constants = node.input.dropFirst().map { name in
      model.initializer.first { $0.name == name }?.int64Data
    }
    #expect(constants == [[1], [3], [1]])
  }

  @Test("enlargements have the output's size and the reference's rule")
  func resizes() throws {
    let graph = try model(seeded(try graph(ONNXExportTests.everyOperator))).graph
    let resizes = graph.node.filter { $0.opType == "Resize" }
    let sizes = resizes.map { node in
      graph.initializer.first { $0.name == node.input[3] }?.int64Data ?? []
    }
    #expect(sizes == [[1, 12, 19, 25], [1, 12, 7, 9], [1, 24, 21, 27], [1, 12, 20, 26]])
    #expect(resizes.allSatisfy { $0.input[1].isEmpty && $0.input[2].isEmpty })
    #expect(resizes.map { $0.text("mode") } == ["nearest", "linear", "linear", "nearest"])
    for node in resizes {
      let isNearest = node.text("mode") == "nearest"
      #expect(
        node.text("coordinate_transformation_mode") == (isNearest ? "asymmetric" : "half_pixel"))
      #expect(node.text("nearest_mode") == (isNearest ? "floor" : nil))
    }
  }

  @Test("an enlargement of one place takes the nearest, whatever the table says")
  func resizeOfOnePlace() throws {
    let graph = try Graph(named: "raspp-mobilenet-v2", resolution: 64)
    let network = Network<Float>(graph: graph, weights: .zeros(for: graph))
    let resizes = try model(network).graph.node.filter { $0.opType == "Resize" }
    #expect(resizes.map { $0.text("mode") } == ["nearest", "linear"])
    #expect(
      graph.nodes.map(\.operation).filter { $0.kind == .resize }
        == [.resize(.bilinear, factor: nil), .resize(.bilinear, factor: nil)])
  }

  @Test("answers are listed place by place")
  func lists() throws {
    let graph = try model(seeded(try graph(ONNXExportTests.everyOperator))).graph
    let list = graph.node.filter { $0.name.hasPrefix("box.1.answers") }
    #expect(list.map(\.opType) == ["Transpose", "Reshape"])
    #expect(list.first?.integers("perm") == [0, 2, 3, 1])
    #expect(
      graph.initializer.first { $0.name == list.last?.input.last }?.int64Data == [1, 260, 4])
    let stack = try #require(graph.node.first { $0.output == ["box"] })
    #expect(stack.opType == "Concat" && stack.integers("axis") == [1])
    #expect(stack.input == (1...3).map { "box.\($0).answers.Reshape" })
  }

  @Test("names that are taken are counted on")
  func takenNames() throws {
    var graph = try graph(rows: ["activation, RE"], columns: "operator, NL")
    var output = try #require(graph.outputs.first)
    output.name = "input"
    graph.outputs = [0, 1, 1].map { node in
      output.node = node
      return output
    }
    let model = try model(seeded(graph))
    #expect(model.graph.input.map(\.name) == ["input"])
    #expect(model.graph.output.map(\.name) == ["input_2", "input_3", "input_4"])
    #expect(model.graph.node.map(\.opType) == ["Relu", "Identity", "Identity"])
    #expect(model.graph.node.map(\.input) == [["input"], ["input"], ["input_3"]])
    #expect(model.graph.node.map(\.output) == [["input_3"], ["input_2"], ["input_4"]])
  }
}
