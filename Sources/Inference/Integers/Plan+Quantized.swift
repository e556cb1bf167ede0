import Architecture
import KernelInterface
import Kernels
import NetworkGraph

extension Plan {
  /// Makes a quantized network ready for one set of kernels: clips become part of what is before them, and
  /// other activations of the layer that can carry them, if `fusing`. What has no form in integers runs in
  /// single precision, between steps that go there and back. Answers and observed results are floats, as
  /// ever.
  ///
  /// With `keepingBlocks` the result of every block is a tensor of its own. Throws if layers or levels are missing or do
  /// not fit the graph, or if a sum could overflow.
  package init(
    _ network: QuantizedNetwork, kernels: KernelTable, keepingBlocks: Bool = false,
    fusing: Bool = true
  ) throws(NetworkError) {
    var compiler = IntegerPlanCompiler(
      network, kernels, keepingBlocks: keepingBlocks, fusing: fusing)
    try compiler.compile()
    self.init(
      graph: network.graph, kernels: kernels, steps: compiler.steps, tensors: compiler.tensors,
      outputs: network.graph.outputs.compactMap { compiler.tensor(of: $0.node) })
    precision = .integers
    placeTensors()
    sizeScratch()
  }
}
