import Architecture
import KernelInterface
import NetworkGraph

extension Plan {
  /// Makes a network ready for one set of kernels.
  ///
  /// Batch norms are folded into the layers before them; activations, residual sums and gates become
  /// part of the convolution that can carry them, and large maps are handed on in bands. With
  /// `keepingBlocks` the result of every block is a tensor of its own, so that it can be looked at;
  /// without `fusing` every layer is a step of its own, so that it can be timed. With `keepingNodes`
  /// nothing is folded or joined: every node is a step of its own, a batch norm by its formula.
  /// With `inBFloat16`, convolutions and fully connected layers over an even number of channels have weights and inputs of
  /// 16 bits; depthwise ones, sums and everything else stay in single precision.
  /// Throws if weights cannot be read, are absent or of the wrong size.
  public init(
    _ graph: Graph, weights: some WeightSource, kernels: KernelTable, inBFloat16: Bool = false,
    keepingBlocks: Bool = false, fusing: Bool = true, keepingNodes: Bool = false
  ) throws(NetworkError) {
    var compiler = PlanCompiler(
      graph: graph, weights: weights, kernels: kernels, inBFloat16: inBFloat16,
      keepingNodes: keepingNodes)
    try compiler.compile()
    self.init(
      graph: graph, kernels: kernels, steps: compiler.steps, tensors: compiler.tensors,
      outputs: graph.outputs.compactMap { compiler.tensorOfNode[$0.node] })
    if inBFloat16 { precision = .brain }
    weightFaults = compiler.inspection.faults(in: graph)
    if fusing, !keepingNodes { fuse(keepingBlocks: keepingBlocks) }
    planFetches()
    placeTensors()
    sizeScratch()
  }
}
