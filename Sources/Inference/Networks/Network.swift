import Architecture
import Kernels
import NetworkGraph

/// A graph with its weights: what can run.
package struct Network<Scalar: KernelScalar>: Sendable {
  /// The graph.
  package var graph: Graph
  /// The weights of its nodes.
  package var weights: NetworkWeights<Scalar>

  /// A network from its parts.
  package init(graph: Graph, weights: NetworkWeights<Scalar>) {
    self.graph = graph
    self.weights = weights
  }

  /// Runs the network on one picture and gives its answers in the order of the graph's outputs; see
  /// `Interpreter.run`.
  package func run(
    _ picture: Tensor<Scalar>, kernels: some KernelSet = ReferenceKernelSet(),
    observe: (_ node: Int, _ result: inout Tensor<Scalar>) -> Void = { _, _ in }
  ) throws(NetworkError) -> [Tensor<Scalar>] {
    let interpreter = Interpreter<Scalar, Scalar>(graph) { node, role, _ in weights[node, role] }
    return try interpreter.run(picture, kernels: kernels, observe: observe)
  }
}
