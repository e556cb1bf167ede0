import Architecture
import Kernels
import NetworkGraph

extension Network<Float> {
  /// The same network with every batch norm folded into the layer before it:
  /// s = gamma / sqrt(variance + epsilon), w' = s w, b' = beta + s (b - mean).
  public func folded() -> Network<Float> {
    var nodes: [Node] = []
    var shapes: [Shape] = []
    var values: [Int: [ParameterTensor.Role: [Float]]] = [:]
    var moved: [Int] = []
    for (index, node) in graph.graph.nodes.enumerated() {
      if case .batchNormalization(let epsilon) = node.operation,
        fold(index, epsilon, into: moved[node.inputs[0]], &nodes, &values)
      {
        moved.append(moved[node.inputs[0]])
        continue
      }
      var copy = node
      copy.inputs = node.inputs.map { moved[$0] }
      moved.append(nodes.count)
      values[nodes.count] = weights.values[index]
      nodes.append(copy)
      shapes.append(graph.shapes[index])
    }
    var folded = graph
    folded.shapes = shapes
    folded.graph.nodes = nodes
    for index in folded.graph.blocks.indices {
      folded.graph.blocks[index].result = moved[graph.graph.blocks[index].result]
    }
    for index in folded.graph.outputs.indices {
      folded.graph.outputs[index].node = moved[graph.graph.outputs[index].node]
    }
    return Network(graph: folded, weights: NetworkWeights(values: values))
  }

  /// Folds one norm; false if what is before it has no weights.
  private func fold(
    _ norm: Int, _ epsilon: Double, into target: Int, _ nodes: inout [Node],
    _ values: inout [Int: [ParameterTensor.Role: [Float]]]
  ) -> Bool {
    guard let gamma = weights[norm, .normWeight], let beta = weights[norm, .normBias],
      let mean = weights[norm, .normMean], let variance = weights[norm, .normVariance],
      let old = values[target]?[.weight]
    else { return false }
    let filters = gamma.count
    let size = old.count / max(filters, 1)
    let scale = (0..<filters).map {
      Double(gamma[$0]) / (Double(variance[$0]) + epsilon).squareRoot()
    }
    let bias = values[target]?[.bias] ?? Array(repeating: 0, count: filters)
    values[target]?[.weight] = old.indices.map { Float(scale[$0 / size] * Double(old[$0])) }
    values[target]?[.bias] = (0..<filters).map { filter in
      let shifted: Double = Double(bias[filter]) - Double(mean[filter])
      return Float(Double(beta[filter]) + scale[filter] * shifted)
    }
    switch nodes[target].operation {
    case .convolution(var convolution):
      convolution.hasBias = true
      nodes[target].operation = .convolution(convolution)
    case .linear(var linear):
      linear.hasBias = true
      nodes[target].operation = .linear(linear)
    case .input, .batchNormalization, .activation, .pool, .globalPool, .softmax, .add, .multiply,
      .concatenate, .resize, .flatten, .stack:
      return false
    }
    return true
  }
}
