extension TensorStatistics {
  /// The largest difference that rounding explains, as a share of the standard deviation: any sound
  /// implementation in 32 bits comes that near, and a wrong padding, gate or epsilon does not.
  package static let tolerance = 1e-4

  /// Statistics from their parts, as a witness states them.
  package init(
    shape: [Int], mean: Double, standardDeviation: Double, minimum: Float, maximum: Float,
    first: [Float], last: [Float], sample: [Float]
  ) {
    self.shape = shape
    (self.mean, self.standardDeviation) = (mean, standardDeviation)
    (self.minimum, self.maximum) = (minimum, maximum)
    (self.first, self.last, self.sample) = (first, last, sample)
  }

  /// What first differs from somebody else's statistics by more than the tolerance, in words; nothing
  /// if all agree.
  package func difference(from expected: TensorStatistics) -> String? {
    // A vector may stand there without its height and width.
    let expectedShape = expected.shape.count == 1 ? expected.shape + [1, 1] : expected.shape
    guard shape == expectedShape else {
      return "the shape is \(Self.text(shape)), not \(Self.text(expectedShape))"
    }
    let tolerance = Self.tolerance * expected.standardDeviation
    // What is no number differs.
    func differs(_ found: Double, _ expected: Double) -> Bool {
      !(abs(found - expected) <= tolerance)
    }
    for (what, found, expected) in [
      ("mean", mean, expected.mean),
      ("standard deviation", standardDeviation, expected.standardDeviation),
      ("minimum", Double(minimum), Double(expected.minimum)),
      ("maximum", Double(maximum), Double(expected.maximum)),
    ] where differs(found, expected) {
      return "the \(what) is \(Float(found)), not \(Float(expected))"
    }
    for (what, found, expected) in [
      ("first", first, expected.first), ("last", last, expected.last),
      ("sampled", sample, expected.sample),
    ] {
      guard found.count == expected.count else { return "there are \(found.count) \(what) numbers" }
      for (found, expected) in zip(found, expected) where differs(Double(found), Double(expected)) {
        return "a \(what) number is \(found), not \(expected)"
      }
    }
    return nil
  }

  private static func text(_ shape: [Int]) -> String {
    var text = ""
    for side in shape { text += (text.isEmpty ? "" : "x") + "\(side)" }
    return text
  }
}
