import Inference

extension PairedComparison {
  /// The verdict as the end of a sentence about the second thing: "6.1 % faster, between 4.2 and 8.9, 30
  /// pairs".
  package var words: String {
    let pairs = "\(ratio.count) pairs"
    return switch verdict {
    case .faster(let share, let range): "\(Self.words(share, "faster", range)), \(pairs)"
    case .slower(let share, let range): "\(Self.words(share, "slower", range)), \(pairs)"
    case .equal(let most): "as fast, within \(Self.percent(most)) %, \(pairs)"
    case .restless(let range):
      "between \(Self.percent(-range.lowerBound)) % slower and \(Self.percent(range.upperBound))"
        + " % faster, \(pairs): this machine is too restless to tell"
    case .tooFew:
      "\(pairs) are too few to tell; \(MedianInterval.leastCount) or more have an interval"
    }
  }

  /// The medians of both: "7.91 ms instead of 8.43".
  package var milliseconds: String {
    "\(Numbers.fixed(second * 1e3, 2)) ms instead of \(Numbers.fixed(first * 1e3, 2))"
  }

  /// How the interval is found, for a footer.
  package static let method =
    "Timed in turns, every second round backwards. Faster: this much less time; slower: more; by the"
    + " median of the ratios of neighboring runs. The interval has \(Int(100 * MedianInterval.confidence))"
    + " % (order statistics: no assumption about the distribution)."

  /// For programs.
  package var json: JSONValue {
    var fields: [String: JSONValue] = [
      "ratio": .number(ratio.median), "pairs": .integer(ratio.count),
    ]
    if let range = ratio.range {
      fields["least"] = .number(range.lowerBound)
      fields["most"] = .number(range.upperBound)
    }
    return .object(fields)
  }

  private static func words(_ share: Double, _ word: String, _ range: ClosedRange<Double>) -> String
  {
    "\(percent(share)) % \(word), between \(percent(range.lowerBound)) and \(percent(range.upperBound))"
  }

  private static func percent(_ share: Double) -> String { Numbers.fixed(100 * share, 1) }
}
