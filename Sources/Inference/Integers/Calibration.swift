import KernelInterface
import Kernels
import NetworkGraph

/// The ranges of all results of a network on some pictures, in single precision.
package struct Calibration: Sendable {
  /// From the least to the largest number of each node's result; nothing for one that is not asked for.
  package let ranges: [ClosedRange<Float>?]

  /// Runs a network on pictures, on so many threads. Throws as runs do, and `NetworkError.notFinite` if a
  /// result is infinite or NaN.
  package init(
    _ network: Network<Float>, _ pictures: [Tensor<Float>], kernels: KernelTable = .best,
    threads: Int = 1
  ) throws(NetworkError) {
    guard !pictures.isEmpty else { throw .emptyBatch }
    let runner = try PlanRunner(
      Plan(network.graph, weights: network.weights, kernels: kernels, keepingNodes: true),
      threads: threads)
    let isWanted = network.graph.hasLevels
    var ranges = [ClosedRange<Float>?](repeating: nil, count: network.graph.nodes.count)
    var broken: Int?
    func add(_ node: Int, _ range: ClosedRange<Float>?) {
      guard isWanted[node] else { return }
      guard let range else {
        broken = broken ?? node
        return
      }
      let known = ranges[node] ?? range
      ranges[node] =
        min(known.lowerBound, range.lowerBound)...max(known.upperBound, range.upperBound)
    }
    for picture in pictures {
      try runner.require(picture)
      var extent = FiniteExtent()
      picture.values.withUnsafeBufferPointer { values in
        if let start = values.baseAddress { extent.add(start, count: values.count) }
      }
      add(runner.plan.tensors[0].node, extent.range)
      _ = runner.memory(0).run(picture) { step in add(step.node, step.output.range) }
    }
    if let broken { throw .notFinite(node: broken) }
    self.ranges = ranges
  }
}
