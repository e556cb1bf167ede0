import Inference
import Kernels
import NetworkGraph
import Testing

@Suite("Folding batch norms")
struct FoldingTests {
  @Test(
    "a folded network computes the same", arguments: classifiers, [0.5, 1])
  func folded(network: String, width: Double) throws {
    let graph = try graph(network, width: width, resolution: 96)
    let plain = seeded(graph)
    let folded = plain.folded()
    #expect(plain.graph.nodes.contains { $0.isNorm })
    #expect(!folded.graph.nodes.contains { $0.isNorm })
    let picture = Tensor.seededPicture(graph.input)
    let naming = graph.spec.naming
    let (first, second) = (
      try plain.recordedRun(picture, naming: naming),
      try folded.recordedRun(picture, naming: naming)
    )
    #expect(first.taps.map(\.name) == second.taps.map(\.name))
    #expect(first.statistics.map(\.name) == second.statistics.map(\.name))
    for (tap, other) in zip(first.taps, second.taps) {
      expectClose(tap.name, other.statistics, tap.statistics)
    }
    for (output, other) in zip(first.statistics, second.statistics) {
      expectClose(output.name, other.statistics, output.statistics)
    }
  }

  @Test(
    "whatever refers to a node refers to the same one after folding",
    arguments: library.architectureNames)
  func references(network: String) throws {
    let own = try graph(network)
    let (folded, places) = own.folded()
    func check(_ old: Int, _ new: Int) {
      #expect(new == places[old])
      #expect(folded.nodes[new].shape == own.nodes[old].shape)
      #expect(folded.nodes[new].origin == own.nodes[old].origin)
    }
    for (old, new) in zip(own.blocks, folded.blocks) { check(old.result, new.result) }
    for (old, new) in zip(own.outputs, folded.outputs) { check(old.node, new.node) }
    for (old, new) in zip(own.headMaps, folded.headMaps) { check(old.node, new.node) }
  }

  @Test("weights are scaled and biases moved by hand-computed numbers")
  func hand() throws {
    let graph = try graph("mobilenet-v2", resolution: 32)
    let norm = try #require(graph.nodes.firstIndex { $0.isNorm })
    let convolution = try #require(graph.nodes[norm].inputs.first)
    var network = seeded(graph)
    func fill(_ node: Int, _ role: ParameterTensor.Role, _ value: Float, _ count: Int) {
      network.weights.values[node]?[role] = Array(repeating: value, count: count)
    }
    fill(convolution, .weight, 0.5, 864)
    fill(norm, .normWeight, 3, 32)
    fill(norm, .normBias, 10, 32)
    fill(norm, .normMean, 2, 32)
    fill(norm, .normVariance, 2.25 - 1e-5, 32)
    // s = 3 / 1.5 = 2; w' = 1; b' = 10 - 2 * 2 = 6.
    let folded = network.folded()
    let weights = try #require(folded.weights[convolution, .weight])
    let bias = try #require(folded.weights[convolution, .bias])
    #expect(weights.count == 864 && bias.count == 32)
    #expect(weights.allSatisfy { abs($0 - 1) < 1e-6 })
    #expect(bias.allSatisfy { abs($0 - 6) < 1e-5 })
  }
}

extension Node {
  fileprivate var isNorm: Bool {
    if case .batchNormalization = operation { true } else { false }
  }
}
