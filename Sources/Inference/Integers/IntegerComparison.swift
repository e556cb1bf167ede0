import Architecture
import KernelInterface
import Kernels
import NetworkGraph

/// What integers change in the answers of a network, over pictures.
package struct IntegerComparison: Hashable, Sendable {
  /// The energy of all answers in single precision, and of the differences from them.
  package var noise = SignalToNoise()
  /// Pictures.
  package var pictures: Int
  /// Pictures of which the largest score is the same one; nothing if the first answer is no vector.
  package var sameFirst: Int?
  /// The same of the five largest, in any order.
  package var sameFive: Int?

  /// Runs a network both ways on pictures. Throws as runs do.
  package init(
    _ quantized: QuantizedNetwork, _ network: Network<Float>, _ pictures: [Tensor<Float>],
    kernels: KernelTable = .best, threads: Int = 1
  ) throws(NetworkError) {
    self.pictures = pictures.count
    let integers = try PlanRunner(Plan(quantized, kernels: kernels), threads: threads)
    let floats = try PlanRunner(
      Plan(network.graph, weights: network.weights, kernels: kernels), threads: threads)
    if let answer = network.graph.outputs.first, network.graph.nodes[answer.node].shape.isVector {
      (sameFirst, sameFive) = (0, 0)
    }
    for picture in pictures {
      let (expected, got) = (try floats.run(picture), try integers.run(picture))
      for (expected, got) in zip(expected, got) { noise.add(expected.values, got.values) }
      guard let first = sameFirst, let five = sameFive else { continue }
      let (own, exact) = (got[0].values.largest(5), expected[0].values.largest(5))
      sameFirst = first + (own.first == exact.first ? 1 : 0)
      sameFive = five + (Set(own) == Set(exact) ? 1 : 0)
    }
  }
}

extension Array<Float> {
  /// The indices of the largest numbers, the largest first.
  fileprivate func largest(_ count: Int) -> [Int] {
    Array<Int>(indices.sorted { (self[$1], $0) < (self[$0], $1) }.prefix(count))
  }
}
