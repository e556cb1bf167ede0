import Architecture
import Kernels
import NetworkGraph

extension Network<Float> {
  /// The same network with every batch norm that can be folded in the layer before it:
  /// w' = gamma w / sqrt(variance + epsilon), b' = beta + gamma (b - mean) / sqrt(variance + epsilon).
  package func folded() -> Network<Float> {
    let (folded, places) = graph.folded()
    let norms = graph.foldableNorms
    var values: [Int: [ParameterTensor.Role: [Float]]] = [:]
    for index in graph.nodes.indices where norms[index] == nil {
      values[places[index]] = weights.values[index]
    }
    for (norm, layer) in norms {
      values[places[layer]] = foldedWeights(of: layer, with: norm)
    }
    return Network(graph: folded, weights: NetworkWeights(values: values))
  }

  /// A layer's weight and bias with a norm in them; what it has if the norm lacks numbers.
  private func foldedWeights(of layer: Int, with norm: Int) -> [ParameterTensor.Role: [Float]]? {
    guard let epsilon = graph.nodes[norm].operation.normEpsilon,
      let old = weights[layer, .weight],
      let affine = try? Affine(
        normEpsilon: epsilon, bias: weights[layer, .bias],
        tensor: { role throws(NetworkError) in
          guard let values = weights[norm, role] else { throw .noWeights(node: norm) }
          return values
        })
    else { return weights.values[layer] }
    return [.weight: old.scaled(affine.scale), .bias: affine.shift]
  }
}
