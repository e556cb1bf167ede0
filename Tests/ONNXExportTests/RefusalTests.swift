import Architecture
import Inference
import NetworkGraph
import ONNXExport
import TestSupport
import Testing

@Suite("ONNX models: what cannot be one")
struct RefusalTests {
  private func expect(
    _ error: ONNXExportError, _ description: String, from network: Network<Float>,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    #expect(throws: error, sourceLocation: sourceLocation) {
      try ONNXExport.model(of: network, naming: nil)
    }
    #expect(error.description == description, sourceLocation: sourceLocation)
  }

  @Test("weights of two gibibytes, known before they are made")
  func size() throws {
    let large = try Graph(named: "mobilenet-v2", width: 16, resolution: 32)
    let bytes = 4 * large.parameterTensors(naming: nil).reduce(0) { $0 + $1.count }
    let error = ONNXExportError.tooLarge(weightBytes: bytes)
    #expect(throws: error) { try ONNXExport.requireSize(of: large) }
    expect(
      error,
      "the weights take \(bytes >> 20) MiB, but an ONNX file must be smaller than 2048 MiB; choose a"
        + " smaller width", from: Network(graph: large, weights: NetworkWeights(values: [:])))
    try ONNXExport.requireSize(of: try graph("mobilenet-v2"))
  }

  @Test("weights that are missing or too few")
  func weights() throws {
    var network = seeded(try graph(rows: ["conv2d 3x3, 5"], columns: "operator, out"))
    network.weights.values[1] = [.weight: [1, 2]]
    let name = "conv1.convolution.weight"
    expect(
      .weights(tensor: name, expected: 180, got: 2), "tensor '\(name)' has 2 values, not 180",
      from: network)
    network.weights.values[1] = nil
    expect(
      .weights(tensor: name, expected: 180, got: nil), "tensor '\(name)' has no weights",
      from: network)
  }

  @Test("a window that sees nothing but padding", arguments: ["maxpool", "avgpool"])
  func emptyWindow(pool: String) throws {
    func network(padding: Int) throws -> Network<Float> {
      seeded(try graph(rows: ["\(pool) 2x2, \(padding)"], columns: "operator, padding"))
    }
    #expect(throws: Never.self) {
      try ONNXExport.model(of: try network(padding: 1), naming: nil)
    }
    expect(
      .emptyWindow(layer: "\(pool)1.pool"),
      "a window of '\(pool)1.pool' lies entirely in the padding, for which ONNX defines no result",
      from: try network(padding: 2))
  }

  @Test("a list of answers where a map must be")
  func list() throws {
    var graph = try graph(rows: ["activation, RE"], columns: "operator, NL")
    let last = graph.nodes[1]
    graph.nodes.append(
      Node(operation: .stack, inputs: [1], origin: last.origin, shape: last.shape))
    expect(
      .list(layer: "activation1.activation"),
      "'activation1.activation' mixes a list of outputs with maps", from: seeded(graph))
  }
}
