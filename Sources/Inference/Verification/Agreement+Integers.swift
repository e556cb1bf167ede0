import KernelInterface
import Kernels
import NetworkGraph

extension Agreement {
  /// Runs a plan in integers on one picture, and the reference kernels: the levels of all blocks that make a map, and of
  /// the answers, must be the same. `worst` is infinite if one is not.
  ///
  /// Behind what runs in single precision, rounding is allowed what it is elsewhere. Throws as they do.
  package init(
    _ runner: PlanRunner, levelsOf network: QuantizedNetwork, _ picture: Tensor<Float>
  ) throws(NetworkError) {
    let reference = try PlanRunner(
      Plan(network, kernels: .reference, keepingBlocks: true, fusing: false), threads: 1)
    var expected: [Int: Tensor<Float>] = [:]
    let wanted = Set(network.graph.blocks.filter { $0.kind.isFeature }.map { $0.result })
      .union(network.graph.outputs.map { $0.node })
    _ = try reference.run(picture) { node, tensor in
      if wanted.contains(node) { expected[node] = tensor }
    }
    var (worst, worstNode, compared) = (0.0, 0, 0)
    _ = try runner.run(picture) { node, tensor in
      guard let exact = expected[node] else { return }
      compared += 1
      guard exact.values != tensor.values else { return }
      var difference = Double.infinity
      if network.levels[node] == nil {
        difference = 0
        let deviation = TensorStatistics(exact).standardDeviation
        for (own, exact) in zip(tensor.values, exact.values) where own != exact {
          let share = abs(Double(own) - Double(exact)) / deviation
          difference = share.isNaN ? .infinity : max(difference, share)
        }
      }
      if difference > worst { (worst, worstNode) = (difference, node) }
    }
    self.init(worst: worst, node: worstNode, compared: compared)
  }
}
