import Architecture
import Foundation
import Inference
import Kernels
import NetworkGraph
import ONNXExport
import ONNXSchema
import SwiftProtobuf
import TableReading
import TestSupport

/// The built-in networks and the table of every operation.
let networks =
  [
    "mobilenet-v1", "mobilenet-v2", "mobilenet-v3-large", "mobilenet-v3-small",
    "lraspp-mobilenet-v3-large", "ssdlite-mobilenet-v3-large", "yolov5-mobilenet-v3-small",
    "ssdlite-mobilenet-v3-large@paddle", "yolov5-mobilenet-v3-large",
  ] + [everyOperator]

let everyOperator = "every-operator"

/// The graph of a network; classifiers at half width.
func graph(_ name: String) throws -> Graph {
  guard name == everyOperator else {
    return try Graph(named: name, width: name.hasPrefix("mobilenet") ? 0.5 : nil)
  }
  let file = Repository.root.appending(path: "Tests/ONNXExportTests/Tables/EveryOperator.yaml")
  let text = try String(contentsOf: file, encoding: .utf8)
  return try Graph(of: TableFile(name: "EveryOperator.yaml", text: text), named: name)
}

/// The graph of a table of one row or more over 9x9x4, with the columns of the call.
func graph(rows: [String], columns: String) throws -> Graph {
  let text = """
    name: tiny
    input: {shape: [9, 9, 4]}
    columns: [ \(columns) ]
    rows:

    """ + rows.map { "  - [ \($0) ]\n" }.joined()
  return try Graph(of: TableFile(name: "Tiny.yaml", text: text), named: "tiny")
}

/// A network with weights by formula.
func seeded(_ graph: Graph) -> Network<Float> {
  Network(graph: graph, weights: .seeded(for: graph, naming: graph.spec.naming))
}

/// The model of a network, read back from its bytes.
func model(_ network: Network<Float>) throws -> Onnx_ModelProto {
  try Onnx_ModelProto(serializedBytes: bytes(network))
}

/// The bytes of a network's model.
func bytes(_ network: Network<Float>) throws -> [UInt8] {
  try ONNXExport.model(of: network, naming: network.graph.spec.naming)
}

extension Onnx_ValueInfoProto {
  /// The extents of a tensor of 32-bit floating point; nothing for another.
  var shape: [Int]? {
    guard type.tensorType.elemType == Onnx_TensorProto.DataType.float.rawValue else { return nil }
    return type.tensorType.shape.dim.map { Int($0.dimValue) }
  }
}

extension Onnx_NodeProto {
  /// The whole numbers of an attribute; none if it is not there.
  func integers(_ name: String) -> [Int] {
    attribute.first { $0.name == name }.map {
      $0.type == .int ? [Int($0.i)] : $0.ints.map(Int.init)
    }
      ?? []
  }

  /// The number of an attribute.
  func number(_ name: String) -> Float? { attribute.first { $0.name == name }?.f }

  /// The text of an attribute.
  func text(_ name: String) -> String? {
    attribute.first { $0.name == name }.map { String(decoding: $0.s, as: UTF8.self) }
  }
}
