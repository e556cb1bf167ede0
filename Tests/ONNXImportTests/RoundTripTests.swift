import Architecture
import CostAnalysis
import Inference
import Kernels
import NetworkGraph
import ONNXExport
import ONNXImport
import ONNXSchema
import SwiftProtobuf
import TableReading
import TestSupport
import Testing

/// What is exported is read back as the same network.
@Suite("ONNX in: what is exported")
struct RoundTripTests {
  static let names = (try? TableLibrary.repository().architectureNames) ?? []

  /// A network at a quarter of its width, if it has others, since weights are written; nothing if they
  /// are still many. `make check-onnx` has all networks at their own size.
  private func small(_ name: String) throws -> Graph? {
    let graph = try (try? Graph(named: name, width: 0.25)) ?? Graph(named: name)
    return graph.totalCost().parameters.total < 1_500_000 ? graph : nil
  }

  /// The network of a model without the numbers of its weights, which no cost depends on.
  private func structure(_ network: Network<Float>) throws -> ONNXNetwork {
    var model = try Onnx_ModelProto(
      serializedBytes: ONNXExport.model(of: network, naming: network.graph.spec.naming))
    for index in model.graph.initializer.indices where model.graph.initializer[index].dims.count > 0
    {
      model.graph.initializer[index].floatData = []
    }
    return try read(model.serializedBytes())
  }

  @Test("has the same parameters, MACs and shapes, folded or not", arguments: names)
  func costs(name: String) throws {
    guard let graph = try small(name) else { return }
    let network = Network<Float>(graph: graph, weights: .zeros(for: graph))
    for network in [network, network.folded()] {
      let (expected, found) = (network.graph, try structure(network))
      #expect(found.leftOut.isEmpty, "\(found.leftOut)")
      let (own, others) = (expected.totalCost(), found.graph.totalCost())
      #expect(own.macs == others.macs)
      #expect(own.parameters.total == others.parameters.total)
      #expect(
        expected.outputs.map { expected.nodes[$0.node].shape }
          == found.graph.outputs.filter { $0.name != "scores" }
          .map { found.graph.nodes[$0.node].shape })
      func layers(_ graph: Graph) -> [String] {
        graph.nodes.filter { $0.operation.isWeighted }
          .map { "\($0.operation.kind) \($0.operation.kernel ?? 1) \($0.shape)" }.sorted()
      }
      #expect(layers(expected) == layers(found.graph))
      #expect(found.graph.likeness == expected.likeness)
    }
  }

  @Test(
    "gives the same answers",
    arguments: [
      "mobilenet-v2", "mobilenet-v3-small", "mobilenet-v1", "shufflenet-v2-0.5x", "squeezenet-1.1",
    ], [false, true])
  func answers(name: String, folded: Bool) throws {
    let graph = try Graph(
      named: name, width: name.hasPrefix("mobilenet") ? 0.25 : nil, resolution: 64)
    let seeded = Network<Float>(
      graph: graph, weights: .seeded(for: graph, naming: graph.spec.naming))
    let network = folded ? seeded.folded() : seeded
    let found = try read(ONNXExport.model(of: network, naming: graph.spec.naming))
    let picture = Tensor<Float>.seededPicture(graph.input)
    let expected = try network.run(picture)[0].values
    let answer = try found.answer(picture).values
    let largest = zip(expected, answer).map { abs($0 - $1) }.max() ?? .infinity
    #expect(expected.count == answer.count && largest <= 1e-5, "\(largest)")
  }

  @Test("finds inverted residuals again")
  func rows() throws {
    let graph = try Graph(named: "mobilenet-v3-small", width: 0.25)
    let network = Network<Float>(graph: graph, weights: .zeros(for: graph))
    let found = try structure(network.folded()).graph
    let expected = graph.comparedRows()
    let rows = found.comparedRows()
    #expect(rows.map(\.kind) == expected.map(\.kind))
    #expect(rows.map(\.expansion) == expected.map(\.expansion))
    #expect(rows.map(\.isGated) == expected.map(\.isGated))
    #expect(rows.map(\.activation) == expected.map(\.activation))
    #expect(rows.map(\.macs) == expected.map(\.macs))
    #expect(rows.map(\.output) == expected.map(\.output))
  }
}
