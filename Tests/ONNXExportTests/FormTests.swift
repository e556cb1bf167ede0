import Architecture
import Inference
import NetworkGraph
import ONNXExport
import ONNXSchema
import SwiftProtobuf
import Testing

/// What holds for every model.
@Suite("ONNX models: form")
struct FormTests {
  /// A graph with its model, which is made once and without its weights kept.
  private struct Exported {
    var graph: Graph
    var model: Onnx_ModelProto

    init(_ network: Network<Float>) throws {
      graph = network.graph
      model = try ONNXExportTests.model(network)
      for index in model.graph.initializer.indices {
        model.graph.initializer[index].floatData = []
      }
    }
  }

  /// By name, then by whether it is folded.
  private static let exported = Result {
    try Dictionary(
      uniqueKeysWithValues: networks.map { name in
        let graph = try graph(name)
        let network = Network<Float>(graph: graph, weights: .zeros(for: graph))
        return (name, [false: try Exported(network), true: try Exported(network.folded())])
      })
  }

  private func exported(_ name: String, folded: Bool) throws -> Exported {
    try #require(try Self.exported.get()[name]?[folded])
  }

  @Test("version, operator set, input and outputs", arguments: networks, [false, true])
  func ends(name: String, folded: Bool) throws {
    let exported = try exported(name, folded: folded)
    let (graph, model) = (exported.graph, exported.model)
    #expect(model.irVersion == 8)
    #expect(model.opsetImport.map(\.version) == [17] && model.opsetImport.map(\.domain) == [""])
    #expect(model.graph.name == name)
    let picture = graph.input
    #expect(model.graph.input.map(\.name) == ["input"])
    #expect(model.graph.input.map(\.shape) == [[1, 3, picture.height, picture.width]])
    #expect(model.graph.output.map(\.name) == graph.outputs.map(\.name))
    #expect(
      model.graph.output.map(\.shape)
        == graph.outputs.map { output in
          let shape = graph.nodes[output.node].shape
          if graph.nodes[output.node].operation == .stack {
            return [1, shape.height, shape.channels]
          }
          let map = [1, shape.channels, shape.height, shape.width]
          return shape.isVector ? Array(map.prefix(2)) : map
        })
  }

  @Test("every tensor is made once, before it is used", arguments: networks, [false, true])
  func order(name: String, folded: Bool) throws {
    let graph = try exported(name, folded: folded).model.graph
    #expect(Set(graph.node.map(\.name)).count == graph.node.count)
    let given = graph.input.map(\.name) + graph.initializer.map(\.name)
    var made = Set(given)
    #expect(made.count == given.count)
    var used: Set<String> = []
    for node in graph.node {
      #expect(!node.name.isEmpty && node.domain.isEmpty)
      for input in node.input where !input.isEmpty {
        #expect(made.contains(input), "\(node.name) takes \(input)")
        used.insert(input)
      }
      for output in node.output { #expect(made.insert(output).inserted, "\(output)") }
    }
    #expect(graph.output.allSatisfy { made.contains($0.name) })
    #expect(graph.initializer.allSatisfy { used.contains($0.name) })
  }

  @Test("every tensor has the shape that the graph infers", arguments: networks, [false, true])
  func shapes(name: String, folded: Bool) throws {
    let exported = try exported(name, folded: folded)
    let (graph, model) = (exported.graph, exported.model)
    var expected: [[Int]] = []
    for (index, node) in graph.nodes.enumerated() {
      let shape = graph.nodes[index].shape
      let map = [1, shape.channels, shape.height, shape.width]
      switch node.operation {
      case .input: break
      case .flatten:
        let places = graph.inputShapes(of: index)[0]
        expected.append([1, places.height, places.width, places.channels])
        expected.append([1, shape.height, shape.channels])
      case .stack: expected.append([1, shape.height, shape.channels])
      case .convolution(let convolution):
        let padded = paddedShape(convolution, over: graph.inputShapes(of: index)[0])
        expected += (padded.map { [$0] } ?? []) + [map]
      case .activation(.swish): expected += [map, map]
      case .activation(.gelu): expected += Array(repeating: map, count: 5)
      case .channelConvolution:
        expected += Array(repeating: [1, 1, shape.channels], count: 2) + [map]
      case .l2Normalization:
        expected += Array(repeating: [1, 1, shape.height, shape.width], count: 3) + [map, map]
      case .normalization(_, over: .place, _):
        let turned = [1, shape.height, shape.width, shape.channels]
        expected += [turned, turned, map]
      case .normalization(_, over: .map(let groups), _):
        let apart = [1, groups, shape.channels / groups * shape.places]
        expected += groups == shape.channels ? [map] : [apart, apart, map, map, map]
      case .spaceToDepth(let block):
        let (size, places) = (
          shape.channels / (block * block), [shape.height, shape.width]
        )
        expected += [
          map, [1, block * block, size] + places, [1, size, block * block] + places, map,
        ]
      case .shuffle(let groups):
        let (size, places) = (shape.channels / groups, [shape.height, shape.width])
        expected += [[1, groups, size] + places, [1, size, groups] + places, map]
      case .multiply:
        for input in node.inputs where isGate(graph.nodes[input].operation) {
          let gate = graph.nodes[input].shape
          expected.append([1, gate.channels, gate.height, gate.width])
        }
        expected += Array(repeating: map, count: node.inputs.count - 1)
      case .batchNormalization:
        // A view stands between it and a transposed convolution in groups.
        expected += Array(repeating: map, count: isInGroups(graph.nodes[node.inputs[0]]) ? 2 : 1)
      case .transposedConvolution, .linear, .activation, .parametricReLU,
        .scalarFunction, .pool, .globalPool, .softmax, .logSoftmax,
        .add, .concatenate, .depthToSpace, .slice, .resize, .resizeTo:
        expected.append(map)
      }
    }
    var shapes: [String: [Int]] = [:]
    for value in model.graph.valueInfo + model.graph.output { shapes[value.name] = value.shape }
    let tensors = model.graph.node.flatMap(\.output)
    #expect(tensors.prefix(expected.count).map { shapes[$0] } == expected)
    // What is left makes vectors of answers.
    #expect(model.graph.node.dropFirst(expected.count).allSatisfy { $0.opType == "Flatten" })
    #expect(shapes.count == tensors.count)
  }

  /// A depthwise convolution of 3x3 over one place along a side takes a map that is padded already,
  /// as one of 1x1; nothing for another.
  private func paddedShape(_ convolution: Convolution, over map: Shape) -> [Int]? {
    let isOnePlace =
      convolution.kernel == 3 && convolution.dilation == 1
      && convolution.groups == map.channels && (map.height == 1 || map.width == 1)
    guard convolution.kernel == 1 || isOnePlace else { return nil }
    let sides = Axis.allCases.map { axis in
      let extent = convolution.window[axis].extent(over: map[axis])
      return map[axis] + (extent?.before ?? 0) + (extent?.after ?? 0)
    }
    return sides == [map.height, map.width] ? nil : [1, map.channels] + sides
  }

  private func isInGroups(_ node: Node) -> Bool {
    guard case .transposedConvolution(let convolution) = node.operation else { return false }
    return convolution.groups > 1
  }

  private func isGate(_ operation: NetworkGraph.Operation) -> Bool {
    switch operation {
    case .activation(.sigmoid), .activation(.hardSigmoid), .activation(.hardSigmoidFifth): true
    default: false
    }
  }

  @Test(
    "every convolution says its window, and no product takes a sigmoid directly",
    arguments: networks)
  func forOpenCV(name: String) throws {
    let graph = try exported(name, folded: true).model.graph
    let layers = graph.node.filter { ["Conv", "ConvTranspose"].contains($0.opType) }
    #expect(!layers.isEmpty)
    #expect(layers.allSatisfy { !$0.integers("kernel_shape").isEmpty })
    let makers = Dictionary(
      graph.node.flatMap { node in node.output.map { ($0, node) } }, uniquingKeysWith: { $1 })
    for node in graph.node where node.opType == "Mul" {
      for input in node.input {
        guard let maker = makers[input], ["HardSigmoid", "Sigmoid"].contains(maker.opType) else {
          continue
        }
        // Swish: the same tensor is both.
        #expect(node.input.contains(maker.input[0]), "\(node.name)")
      }
    }
  }

  @Test("with a dynamic batch, every tensor's first dimension is the batch", arguments: networks)
  func dynamicBatch(name: String) throws {
    let graph = try graph(name)
    let network = Network<Float>(graph: graph, weights: .zeros(for: graph))
    let bytes = try ONNXExport.model(of: network, naming: graph.spec.naming, batch: .dynamic)
    let model = try Onnx_ModelProto(serializedBytes: bytes).graph
    for value in model.input + model.output + model.valueInfo {
      let tensor = value.type.tensorType
      guard tensor.elemType == Onnx_TensorProto.DataType.float.rawValue else { continue }
      #expect(tensor.shape.dim.first?.dimParam == "batch", "\(value.name)")
      #expect(tensor.shape.dim.dropFirst().allSatisfy { $0.dimParam.isEmpty && $0.dimValue > 0 })
    }
    // No shape that a tensor is given says that the batch is 1.
    for node in model.node where node.opType == "Reshape" {
      let shape = model.initializer.first { $0.name == node.input[1] }
      #expect(shape?.int64Data.first == 0, "\(node.name)")
    }
  }

  @Test("norms are nodes, or folded away where a layer is there for them", arguments: networks)
  func norms(name: String) throws {
    let plain = try exported(name, folded: false)
    let count = plain.graph.nodes.count { node in
      if case .batchNormalization = node.operation { true } else { false }
    }
    #expect(count > 0)
    #expect(plain.model.graph.node.count { $0.opType == "BatchNormalization" } == count)
    let folded = try exported(name, folded: true).model
    let kept = count - plain.graph.foldableNorms.count
    #expect(folded.graph.node.count { $0.opType == "BatchNormalization" } == kept)
  }

  @Test(
    "the parameters are the network's, in name, shape and value",
    arguments: ["mobilenet-v3-small", "ssdlite-mobilenet-v3-large", everyOperator], [false, true])
  func parameters(name: String, folded: Bool) throws {
    let plain = seeded(try graph(name))
    let network = folded ? plain.folded() : plain
    let graph = network.graph
    let tensors = graph.parameterTensors(naming: graph.spec.naming)
    let names = Set(tensors.map(\.name))
    let initializers = try model(network).graph.initializer.filter { names.contains($0.name) }
    #expect(initializers.map(\.name) == tensors.map(\.name))
    for (initializer, tensor) in zip(initializers, tensors) {
      // A matrix is a convolution over one place; a scale is multiplied with every place.
      var shape = tensor.shape.count == 2 ? tensor.shape + [1, 1] : tensor.shape
      if tensor.role == .scale { shape = [1] + shape + [1, 1] }
      if tensor.role == .slope { shape += [1, 1] }
      #expect(initializer.dims.map(Int.init) == shape, "\(tensor.name)")
      #expect(initializer.dataType == Onnx_TensorProto.DataType.float.rawValue)
      #expect(initializer.floatData == network.weights[tensor.node, tensor.role], "\(tensor.name)")
    }
  }

  @Test("reading and writing changes nothing; the same network has the same bytes")
  func roundTrip() throws {
    let network = seeded(try graph("mobilenet-v3-small"))
    let bytes = try bytes(network)
    let model = try Onnx_ModelProto(serializedBytes: bytes)
    #expect(try model.serializedBytes() == bytes)
    #expect(try ONNXExportTests.bytes(network) == bytes)
    #expect(model.unknownFields.data.isEmpty)
  }
}
