import Architecture
import Foundation
import Inference
import NetworkGraph
import ONNXExport
import ONNXImport
import ONNXSchema
import SwiftProtobuf
import TableReading
import TestSupport
import Testing
import WeightFiles

/// A model without its weights is the same graph.
@Suite("ONNX in: skeletons")
struct SkeletonTests {
  static let names = [
    "mobilenet-v1", "mobilenet-v2", "mobilenet-v3-small", "ssdlite-mobilenet-v3-large",
    "lraspp-mobilenet-v3-small", "shufflenet-v2-0.5x",
  ]

  private func model(_ name: String) throws -> [UInt8] {
    let graph = try (try? Graph(named: name, width: 0.25)) ?? Graph(named: name)
    return try ONNXExport.model(
      of: Network<Float>(graph: graph, weights: .zeros(for: graph)), naming: graph.spec.naming)
  }

  @Test("is small, and has the same nodes, rows and title", arguments: names)
  func sameGraph(name: String) throws {
    let bytes = try model(name)
    let whole = try ONNXModel(reading: MemoryByteSource(bytes))
    let skeleton = try #require(whole.skeleton())
    let read = try ONNXModel(reading: MemoryByteSource(skeleton.bytes))
    #expect(read.isSkeleton && !whole.isSkeleton)
    // Most of what is left is names.
    #expect(skeleton.bytes.count < 120_000, "\(skeleton.bytes.count)")
    let own = try ONNXNetwork(whole, named: "model", file: "model.onnx")
    let other = try ONNXNetwork(read, named: "model", file: "model.onnx")
    #expect(own.graph.nodes == other.graph.nodes)
    #expect(own.graph.rows.map { $0.name } == other.graph.rows.map { $0.name })
    #expect(own.graph.spec.imported == other.graph.spec.imported)
    let weight = try #require(
      other.graph.parameterTensors(naming: nil).first { $0.role == .weight })
    #expect(throws: CheckpointError.self) { try other.weights.values(weight.node, weight.role) }
    // What is one already stays as it is.
    #expect(read.skeleton()?.bytes == skeleton.bytes)
  }

  @Test("still has the numbers that the graph depends on")
  func sizes() throws {
    var model = SmallModel()
    let scales = model.constant([1, 1, 2, 2])
    let wide = model.add("Resize", ["x", "", scales], ["mode": "nearest"])
    let last = model.convolution(wide)
    let whole = try ONNXModel(reading: MemoryByteSource(model.bytes([last])))
    let skeleton = try #require(whole.skeleton())
    let read = try ONNXModel(reading: MemoryByteSource(skeleton.bytes))
    #expect(
      try ONNXNetwork(read, named: "m", file: "m").graph.nodes
        == ONNXNetwork(whole, named: "m", file: "m").graph.nodes)
  }
}
