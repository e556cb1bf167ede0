import Kernels

/// One class with its probability.
public struct RankedClass: Hashable, Sendable {
  /// Index of the output.
  public var index: Int
  /// Softmax over all classes.
  public var probability: Float
}

extension Tensor<Float> {
  /// The most probable classes of a vector of scores, best first; equal ones by index.
  public func topClasses(_ count: Int) -> [RankedClass] {
    let probabilities = ReferenceKernels.softmax(self).values
    return probabilities.indices
      .sorted { (probabilities[$1], $0) < (probabilities[$0], $1) }
      .prefix(max(count, 0))
      .map { RankedClass(index: $0, probability: probabilities[$0]) }
  }
}
