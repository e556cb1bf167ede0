import Architecture
import Inference
import Kernels
import NetworkGraph
import Testing
import WeightFiles

/// A convolution may have a bias although a batch norm follows, as in many Caffe models.
@Suite("Biases before batch norms")
struct BiasBeforeNormTests {
  /// The seeded weights of a network, and a bias for every layer before a norm.
  private static func draft(_ graph: Graph) -> (DraftCheckpoint, biases: [Int: [Float]]) {
    let naming = graph.spec.naming
    var draft = DraftCheckpoint.seeded(for: graph, naming: naming)
    var biases: [Int: [Float]] = [:]
    for bias in graph.biasesBeforeNorms(naming: naming) {
      biases[bias.node] = SeededNumbers.uniform(bias.name, count: bias.count)
      draft.add(bias.name, shape: bias.shape, biases[bias.node] ?? [])
    }
    return (draft, biases)
  }

  /// The network without norms: w' = s w, b' = beta + s (b - mean), s = gamma / sqrt(variance + epsilon).
  private static func folded(_ graph: Graph, _ biases: [Int: [Float]]) throws -> Network<Float> {
    let (foldedGraph, places) = graph.folded()
    let weights = NetworkWeights<Float>.seeded(for: graph, naming: graph.spec.naming)
    let norms = graph.foldableNorms
    var values: [Int: [ParameterTensor.Role: [Float]]] = [:]
    for index in graph.nodes.indices where norms[index] == nil {
      values[places[index]] = weights.values[index]
    }
    for (norm, layer) in norms {
      let epsilon = try #require(graph.nodes[norm].operation.normEpsilon)
      func numbers(_ node: Int, _ role: ParameterTensor.Role) throws -> [Double] {
        try #require(weights[node, role]).map(Double.init)
      }
      let (gamma, beta) = (try numbers(norm, .normWeight), try numbers(norm, .normBias))
      let (mean, variance) = (try numbers(norm, .normMean), try numbers(norm, .normVariance))
      let bias = try #require(biases[norm])
      let scale = gamma.indices.map { gamma[$0] / (variance[$0] + epsilon).squareRoot() }
      let weight = try numbers(layer, .weight)
      values[places[layer]] = [
        .weight: weight.indices.map {
          Float(weight[$0] * scale[$0 / (weight.count / scale.count)])
        },
        .bias: scale.indices.map { Float(beta[$0] + scale[$0] * (Double(bias[$0]) - mean[$0])) },
      ]
    }
    return Network(graph: foldedGraph, weights: NetworkWeights(values: values))
  }

  @Test(
    "bias and norm are both used, under the names of every framework",
    arguments: [
      ("mobilenet-v1@caffe", 64), ("ssd-mobilenet-v1", 300), ("mobilenet-v2", 64),
      ("mobilenet-v3-small@keras", 64), ("mobilenet-v3-large@timm", 64),
    ])
  func answers(network: String, resolution: Int) throws {
    let graph = try graph(network, resolution: Resolution(resolution))
    let (draft, biases) = Self.draft(graph)
    #expect(biases.count == graph.foldableNorms.count)
    let checkpoint = try draft.opened()
    #expect(!CheckpointWeights.isFolded(checkpoint, graph, naming: graph.spec.naming))
    let weights = try CheckpointWeights(checkpoint, for: graph, naming: graph.spec.naming)
    #expect(weights.mergedBiases == biases.count)
    let picture = Tensor.seededPicture(graph.input)
    let expected = try Self.folded(graph, biases).run(picture)
    let loaded = Network(graph: graph, weights: try NetworkWeights(weights, for: graph))
    let runner = try PlanRunner(Plan(graph, weights: weights, kernels: .best), threads: 1)
    for answers in [try loaded.run(picture), try runner.run(picture)] {
      for (answer, expected) in zip(answers, expected) {
        let largest = zip(expected.values, answer.values).map { abs($0 - $1) }.max() ?? .infinity
        #expect(Double(largest) <= 1e-4 * TensorStatistics(expected).standardDeviation)
      }
    }
  }

  @Test("some layers may have a bias, and others not")
  func some() throws {
    let graph = try graph("mobilenet-v2", resolution: 32)
    let naming = graph.spec.naming
    let norm = try #require(graph.foldableNorms.keys.min())
    var draft = DraftCheckpoint.seeded(for: graph, naming: naming)
    draft.add("features.0.0.bias", shape: [32], Array(repeating: 0.5, count: 32))
    let weights = try CheckpointWeights(draft.opened(), for: graph, naming: naming)
    let seeded = SeededWeights(for: graph, naming: naming)
    #expect(weights.mergedBiases == 1)
    #expect(try weights.values(norm, .normMean) == seeded.values(norm, .normMean)?.map { $0 - 0.5 })
    #expect(try weights.values(norm, .normBias) == seeded.values(norm, .normBias))
  }

  @Test("a bias of another shape or type, or of a layer that no norm follows, is refused by name")
  func refused() throws {
    let graph = try graph("mobilenet-v2", resolution: 32)
    let naming = graph.spec.naming
    var draft = DraftCheckpoint.seeded(for: graph, naming: naming)
    draft.add("features.0.0.bias", shape: [16], Array(repeating: 0, count: 16))
    draft.add("features.18.0.bias", shape: [1280], Array(repeating: 0, count: 1280), whole: true)
    draft.add("features.1.bias", shape: [16], Array(repeating: 0, count: 16))
    let checkpoint = try draft.opened()
    let error = #expect(throws: WeightError.self) {
      try CheckpointWeights(checkpoint, for: graph, naming: naming)
    }
    #expect(
      error?.description == """
        the checkpoint does not fit the network
          extra: features.1.bias
          wrong shape: features.0.0.bias is [16], not [32]
          wrong type: features.18.0.bias has integers
        """)
  }

  @Test("a layer that has a bias anyway has none to merge")
  func own() throws {
    let graph = try graph("mobilenet-v2", resolution: 32)
    #expect(graph.biasesBeforeNorms(naming: graph.spec.naming).count == 52)
    #expect(graph.folded().graph.biasesBeforeNorms(naming: graph.spec.naming).isEmpty)
  }
}
