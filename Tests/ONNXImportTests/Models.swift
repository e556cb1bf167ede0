import Architecture
import Foundation
import Inference
import Kernels
import NetworkGraph
import ONNXExport
import ONNXImport
import ONNXSchema
import SwiftProtobuf
import WeightFiles

/// A model of a few operations over a 1x4x9x9 map `x`, put together by hand.
struct SmallModel {
  private(set) var proto = Onnx_ModelProto()
  private var count = 0

  init(_ shape: [Int] = [1, 4, 9, 9], name: String = "x", operatorSet: Int = 17) {
    var operators = Onnx_OperatorSetIdProto()
    operators.version = Int64(operatorSet)
    proto.opsetImport = [operators]
    proto.irVersion = 8
    proto.producerName = "by hand"
    proto.graph.input = [Self.value(name, shape)]
  }

  /// Adds an operation; gives the name of its first result.
  mutating func add(
    _ operation: String, _ inputs: [String], name: String? = nil, outputs: Int = 1,
    _ attributes: [String: Any] = [:]
  ) -> String {
    count += 1
    var node = Onnx_NodeProto()
    node.opType = operation
    node.name = name ?? ""
    node.input = inputs
    node.output = (0..<outputs).map { $0 == 0 ? "t\(count)" : "t\(count).\($0)" }
    node.attribute = attributes.sorted { $0.key < $1.key }.map { name, value in
      var attribute = Onnx_AttributeProto()
      attribute.name = name
      switch value {
      case let value as Int: attribute.i = Int64(value)
      case let value as Double: attribute.f = Float(value)
      case let value as String: attribute.s = Data(value.utf8)
      case let value as [Int]: attribute.ints = value.map(Int64.init)
      default: break
      }
      return attribute
    }
    proto.graph.node.append(node)
    return node.output[0]
  }

  /// Adds numbers as a constant; gives its name.
  mutating func constant(_ values: [Float], _ shape: [Int]? = nil) -> String {
    count += 1
    var tensor = Onnx_TensorProto()
    tensor.name = "c\(count)"
    tensor.dataType = 1
    tensor.dims = (shape ?? (values.count == 1 ? [] : [values.count])).map(Int64.init)
    tensor.rawData = values.withUnsafeBytes { Data($0) }
    proto.graph.initializer.append(tensor)
    return tensor.name
  }

  /// Adds whole numbers as a constant; gives its name.
  mutating func integers(_ values: [Int]) -> String {
    count += 1
    var tensor = Onnx_TensorProto()
    tensor.name = "c\(count)"
    tensor.dataType = 7
    tensor.dims = [Int64(values.count)]
    tensor.int64Data = values.map(Int64.init)
    proto.graph.initializer.append(tensor)
    return tensor.name
  }

  /// Adds seeded weights of a shape; gives their name.
  mutating func weights(_ shape: [Int]) -> String {
    constant(SeededNumbers.uniform("w\(count)", count: shape.reduce(1, *)), shape)
  }

  /// Adds a 3x3 convolution to so many channels without padding of its own.
  mutating func convolution(
    _ input: String, from channels: Int = 4, to filters: Int = 8, kernel: Int = 3,
    _ attributes: [String: Any] = [:]
  ) -> String {
    let groups = attributes["group"] as? Int ?? 1
    let weights = weights([filters, channels / groups, kernel, kernel])
    return add("Conv", [input, weights], attributes)
  }

  /// The bytes of the model that gives some tensors.
  func bytes(_ outputs: [String]) throws -> [UInt8] {
    var proto = proto
    proto.graph.output = outputs.map { Self.value($0, nil) }
    return try proto.serializedBytes()
  }

  /// The network that gives some tensors.
  func network(_ outputs: String..., resolution: Resolution? = nil) throws -> ONNXNetwork {
    try read(bytes(outputs), resolution: resolution)
  }

  static func value(_ name: String, _ shape: [Int]?) -> Onnx_ValueInfoProto {
    var value = Onnx_ValueInfoProto()
    value.name = name
    value.type.tensorType.elemType = 1
    value.type.tensorType.shape.dim = (shape ?? []).map { size in
      var dimension = Onnx_TensorShapeProto.Dimension()
      if size > 0 { dimension.dimValue = Int64(size) } else { dimension.dimParam = "size" }
      return dimension
    }
    return value
  }
}

/// Reads a model.
func read(_ bytes: [UInt8], resolution: Resolution? = nil) throws -> ONNXNetwork {
  try ONNXNetwork(
    reading: MemoryByteSource(bytes), named: "net", file: "net.onnx", resolution: resolution)
}

/// The error that a closure throws; nothing if it throws none or another.
func problem(_ act: () throws -> Void) -> ONNXError? {
  do { try act() } catch { return error as? ONNXError }
  return nil
}

extension ONNXNetwork {
  /// What the nodes do, in order, the picture apart.
  var operations: [NetworkGraph.Operation] { graph.nodes.dropFirst().map(\.operation) }

  /// All weights at once.
  func loaded() throws -> Network<Float> {
    var values: [Int: [ParameterTensor.Role: [Float]]] = [:]
    for tensor in graph.parameterTensors(naming: nil) {
      values[tensor.node, default: [:]][tensor.role] = try weights.values(tensor.node, tensor.role)
    }
    return Network(graph: graph, weights: NetworkWeights(values: values))
  }

  /// The first answer to a picture.
  func answer(_ picture: Tensor<Float>) throws -> Tensor<Float> {
    try loaded().run(picture)[0]
  }
}
