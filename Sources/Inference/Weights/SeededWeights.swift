import Architecture
import Kernels
import NetworkGraph

/// Weights by formula, each computed when it is asked for.
package struct SeededWeights: WeightSource {
  /// For each node its tensors.
  let tensors: [Int: [ParameterTensor.Role: ParameterTensor]]

  /// The weights of a network under a framework's tensor names, which are part of the formula.
  package init(for graph: Graph, naming: TensorNaming?) {
    var tensors: [Int: [ParameterTensor.Role: ParameterTensor]] = [:]
    for tensor in graph.parameterTensors(naming: naming) {
      tensors[tensor.node, default: [:]][tensor.role] = tensor
    }
    self.tensors = tensors
  }

  /// One tensor of a node; nothing if it has none.
  package func values(_ node: Int, _ role: ParameterTensor.Role) -> [Float]? {
    tensors[node]?[role].map(SeededNumbers.values)
  }
}
