import Architecture
import NetworkGraph

/// Weights by formula, each computed when it is asked for.
package struct SeededWeights: WeightSource {
  /// For each node its tensors.
  let tensors: [Int: [ParameterTensor.Role: ParameterTensor]]

  /// The weights of a network under a framework's tensor names, which are part of the formula.
  package init(for graph: Graph, naming: TensorNaming?) {
    tensors = Dictionary(grouping: graph.parameterTensors(naming: naming), by: { $0.node })
      .mapValues { tensors in
        Dictionary(tensors.map { ($0.role, $0) }) { first, _ in first }
      }
  }

  /// One tensor of a node; nothing if it has none.
  package func values(_ node: Int, _ role: ParameterTensor.Role) -> [Float]? {
    tensors[node]?[role].map(SeededNumbers.values)
  }
}
