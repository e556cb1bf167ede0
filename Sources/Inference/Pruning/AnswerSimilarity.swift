import Kernels

/// How alike the answers of two networks to one picture are: the cosine of the angle between all their
/// scalars, each answer less its mean, for a shift of all scores changes no class. 1 for the same up to a
/// factor, 0 for nothing in common.
package enum AnswerSimilarity {
  /// The cosine; 0 if one of them is constant or holds no numbers.
  package static func cosine(_ answers: [Tensor<Float>], _ others: [Tensor<Float>]) -> Double {
    var (product, square, otherSquare) = (0.0, 0.0, 0.0)
    for (answer, other) in zip(answers, others) {
      let (mean, otherMean) = (mean(answer.values), mean(other.values))
      for (value, other) in zip(answer.values, other.values) {
        let (own, its) = (Double(value) - mean, Double(other) - otherMean)
        product += own * its
        square += own * own
        otherSquare += its * its
      }
    }
    let cosine = product / (square * otherSquare).squareRoot()
    return cosine.isFinite ? cosine : 0
  }

  private static func mean(_ values: [Float]) -> Double {
    var sum = 0.0
    for value in values { sum += Double(value) }
    return sum / Double(max(values.count, 1))
  }
}
