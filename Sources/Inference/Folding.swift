import Architecture
import Kernels
import NetworkGraph

extension Graph {
  /// For each batch norm that can be folded the layer that takes it: the convolution or fully
  /// connected layer before it, if nothing else reads what that makes.
  public var foldableNorms: [Int: Int] {
    var users = [Int](repeating: 0, count: nodes.count)
    for node in nodes { for input in node.inputs { users[input] += 1 } }
    for output in outputs { users[output.node] += 1 }
    var layers: [Int: Int] = [:]
    for (index, node) in nodes.enumerated() {
      guard case .batchNormalization = node.operation, let input = node.inputs.first,
        users[input] == 1, nodes[input].operation.withBias != nil
      else { continue }
      layers[index] = input
    }
    return layers
  }
}

extension Operation {
  /// The same layer with a bias; nothing for what can have none.
  fileprivate var withBias: Operation? {
    if case .convolution(var convolution) = self {
      convolution.hasBias = true
      return .convolution(convolution)
    }
    if case .linear(var linear) = self {
      linear.hasBias = true
      return .linear(linear)
    }
    return nil
  }
}

extension Graph {
  /// The graph without the batch norms that can be folded, in whose place the layers before them have
  /// a bias; and for every node of this graph its index there, which for a folded norm is its layer's.
  public func folded() -> (graph: Graph, places: [Int]) {
    let norms = foldableNorms
    let layers = Set(norms.values)
    var folded: [Node] = []
    var places: [Int] = []
    for (index, node) in nodes.enumerated() {
      if let layer = norms[index] {
        places.append(places[layer])
        continue
      }
      var copy = node
      copy.inputs = node.inputs.map { places[$0] }
      if layers.contains(index), let layer = node.operation.withBias { copy.operation = layer }
      places.append(folded.count)
      folded.append(copy)
    }
    return (renumbered(folded, places: places), places)
  }
}

extension Network<Float> {
  /// The same network with every batch norm that can be folded in the layer before it:
  /// w' = gamma w / sqrt(variance + epsilon), b' = beta + gamma (b - mean) / sqrt(variance + epsilon).
  public func folded() -> Network<Float> {
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
    guard case .batchNormalization(let epsilon) = graph.nodes[norm].operation,
      let gamma = weights[norm, .normWeight], let beta = weights[norm, .normBias],
      let mean = weights[norm, .normMean], let variance = weights[norm, .normVariance],
      let old = weights[layer, .weight]
    else { return weights.values[layer] }
    let filters = gamma.count
    let size = old.count / max(filters, 1)
    let scale = (0..<filters).map {
      Double(gamma[$0]) / (Double(variance[$0]) + epsilon).squareRoot()
    }
    let bias = weights[layer, .bias] ?? Array(repeating: 0, count: filters)
    return [
      .weight: old.indices.map { Float(scale[$0 / size] * Double(old[$0])) },
      .bias: (0..<filters).map { filter in
        let shifted: Double = Double(bias[filter]) - Double(mean[filter])
        return Float(Double(beta[filter]) + scale[filter] * shifted)
      },
    ]
  }
}
