import Foundation
import Inference
import KernelInterface
import Kernels

/// The sets that this machine runs, the reference last.
let runnableSets = KernelTable.all.filter(\.isSupported).map(\.table.name)

extension Plan {
  /// A network's plan for a set.
  init(_ network: Network<Float>, _ set: KernelSetName) throws {
    try self.init(
      network.graph, weights: network.weights, kernels: KernelTable.named(set.rawValue),
      keepingBlocks: true)
  }
}

extension PlanRunner {
  /// Every result that the plan keeps, by node.
  func kept(_ picture: Tensor<Float>) throws -> [Int: Tensor<Float>] {
    var kept: [Int: Tensor<Float>] = [:]
    _ = try run(picture) { node, tensor in kept[node] = tensor }
    return kept
  }
}

extension Network<Float> {
  /// Every node's result.
  func results(_ picture: Tensor<Float>) throws -> [Tensor<Float>] {
    var results: [Tensor<Float>] = []
    _ = try run(picture) { _, result in results.append(result) }
    return results
  }
}

extension Tensor<Float> {
  /// Whether another tensor has the same shape and the same bits.
  func hasBits(of other: Tensor<Float>) -> Bool {
    shape == other.shape && values.count == other.values.count
      && values.withUnsafeBytes { own in
        other.values.withUnsafeBytes { other in
          guard let first = own.baseAddress, let second = other.baseAddress else { return true }
          return memcmp(first, second, own.count) == 0
        }
      }
  }

  /// The largest difference from what is expected, as a share of what rounding may change: the
  /// standard deviation, or a tenth of the largest number, whichever is more.
  ///
  /// Rounding goes with the size of the numbers that are added. Where they hardly differ (one scalar,
  /// a closed gate, the softmax of many) their deviation says nothing about that size. What is not a
  /// number or infinite must be the same.
  func share(of expected: Tensor<Float>) -> Double {
    guard shape == expected.shape, values.count == expected.values.count else { return .infinity }
    return values.withUnsafeBufferPointer { got in
      expected.values.withUnsafeBufferPointer { expected in
        var (sum, squares, largest, worst, count) = (0.0, 0.0, 0.0, 0.0, 0.0)
        for index in expected.indices {
          let (value, wanted) = (Double(got[index]), Double(expected[index]))
          if value.isNaN && wanted.isNaN || value == wanted && value.isInfinite { continue }
          guard value.isFinite, wanted.isFinite else { return .infinity }
          sum += wanted
          squares += wanted * wanted
          largest = max(largest, abs(wanted))
          worst = max(worst, abs(value - wanted))
          count += 1
        }
        guard worst > 0 else { return 0 }
        let mean = sum / count
        let deviation = max(squares / count - mean * mean, 0).squareRoot()
        return worst / max(deviation, largest / 10)
      }
    }
  }
}
