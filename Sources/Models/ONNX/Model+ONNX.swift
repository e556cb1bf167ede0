import Inference
import NetworkGraph
import ONNXImport

extension ONNXWeights: WeightSource {}

extension Model {
  /// The network of an ONNX model with the weights of its file, which errors and reports call `source`.
  package init(_ network: ONNXNetwork, source: String) {
    let isFolded = network.graph.foldableNorms.isEmpty
    self.init(
      graph: network.graph, weights: network.weights,
      source: isFolded ? "\(source) (norms folded)" : source, isFolded: isFolded)
  }
}
