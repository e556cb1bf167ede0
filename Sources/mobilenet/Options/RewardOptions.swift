import ArgumentParser
import CostAnalysis
import Reporting

/// The reward of a search.
struct RewardOptions: ParsableArguments {
  @Option(name: .long, parsing: .unconditional, help: "A measured accuracy.")
  var accuracy: Double?

  @Option(name: .long, parsing: .unconditional, help: "A measured latency.")
  var latency: Double?

  @Option(name: .long, parsing: .unconditional, help: "The target latency.")
  var target: Double?

  @Option(
    name: .long, parsing: .unconditional,
    help: "The reward's exponent within the target, MnasNet's alpha.")
  var within: Double?

  @Option(
    name: .long, parsing: .unconditional,
    help: "The reward's exponent beyond the target, MnasNet's beta.")
  var beyond: Double?

  @Option(name: .long, parsing: .unconditional, help: "Both exponents of the reward.")
  var exponent: Double?

  /// The table of rewards; none if none is asked for.
  func table() throws -> [ReportTable] {
    let exponents = [within, beyond, exponent].compactMap(\.self)
    guard accuracy != nil || latency != nil || target != nil || !exponents.isEmpty else {
      return []
    }
    guard let accuracy, let latency, let target, accuracy >= 0, latency > 0, target > 0,
      [accuracy, latency, target].allSatisfy(\.isFinite)
    else {
      throw Failure.usage(
        "the reward needs --accuracy, --latency and --target, all above 0")
    }
    guard exponents.allSatisfy({ $0.isFinite && $0 <= 0 }) else {
      throw Failure.usage("the reward's exponents must not be above 0: a longer time is no gain")
    }
    guard exponent == nil || within == nil && beyond == nil else {
      throw Failure.usage("give --exponent, or --within and --beyond, not both")
    }
    guard (within == nil) == (beyond == nil) else {
      throw Failure.usage("give both --within and --beyond, or --exponent for both")
    }
    let given = (within ?? exponent).flatMap { within in
      (beyond ?? exponent).map { MnasNetReward.Exponents(within: within, beyond: $0) }
    }
    return [
      RewardReport.table(accuracy: accuracy, latency: latency, target: target, given: given)
    ]
  }
}
