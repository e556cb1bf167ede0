import KernelInterface
import Kernels
import NetworkGraph

/// What folding batch norms changes: the results of a network and of its folded form, layer by layer,
/// on one picture.
///
/// Both are computed in single precision by the engine's kernels, in plans that join nothing: every
/// node is a step of its own, and a norm is computed by its formula, not by what folding makes of it.
package struct FoldingComparison: Sendable {
  /// How far two tensors are apart.
  package struct Difference: Hashable, Sendable {
    /// The largest difference of a scalar.
    package var largest: Double
    /// The standard deviation of the unfolded network's tensor.
    package var deviation: Double
  }

  /// A folded layer.
  package struct Layer: Hashable, Sendable {
    /// The layer, a node of the unfolded graph.
    package var node: Int
    /// Its norm, whose result is compared with the folded layer's.
    package var norm: Int
    /// What is added to the norm's variance.
    package var epsilon: Double
    /// The difference.
    package var difference: Difference
  }

  /// The folded layers, in the order of the graph.
  package var layers: [Layer] = []
  /// The answers by name, in the order of the graph.
  package var answers: [(name: String, difference: Difference)] = []

  /// Runs both forms of a network on one picture, on so many threads. Throws as they do.
  package init(
    _ network: Network<Float>, _ folded: Network<Float>, _ picture: Tensor<Float>,
    kernels: KernelTable = .best, threads: Int = 1
  ) throws(NetworkError) {
    let graph = network.graph
    let norms = graph.foldableNorms
    let places = network.graph.folded().places
    var expected: [Int: Tensor<Float>] = [:]
    func runner(_ network: Network<Float>) throws(NetworkError) -> PlanRunner {
      let plan = try Plan(
        network.graph, weights: network.weights, kernels: kernels, keepingNodes: true)
      return try PlanRunner(plan, threads: threads)
    }
    let answers = try runner(network).run(picture) { node, result in
      if norms[node] != nil { expected[places[node]] = result }
    }
    var differences: [Int: Difference] = [:]
    let foldedAnswers = try runner(folded).run(picture) { node, result in
      guard let expected = expected.removeValue(forKey: node) else { return }
      differences[node] = Difference(result, expected)
    }
    for (norm, layer) in norms.sorted(by: { $0.key < $1.key }) {
      guard case .batchNormalization(let epsilon, _) = graph.nodes[norm].operation,
        let difference = differences[places[norm]]
      else { continue }
      layers.append(Layer(node: layer, norm: norm, epsilon: epsilon, difference: difference))
    }
    for (output, (got, expected)) in zip(graph.outputs, zip(foldedAnswers, answers)) {
      self.answers.append((output.name, Difference(got, expected)))
    }
  }
}

extension FoldingComparison.Difference {
  /// The largest difference as a share of the standard deviation; 0 if there is none.
  package var share: Double { largest == 0 ? 0 : largest / deviation }

  fileprivate init(_ got: Tensor<Float>, _ expected: Tensor<Float>) {
    largest = 0
    for (got, expected) in zip(got.values, expected.values) where got != expected {
      let difference = abs(Double(got) - Double(expected))
      // A NaN is a difference that nothing hides.
      if !largest.isNaN, !(difference <= largest) { largest = difference }
    }
    deviation = TensorStatistics(expected).standardDeviation
  }
}
