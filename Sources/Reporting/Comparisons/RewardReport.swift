import Architecture
import CostAnalysis

/// MnasNet's reward of one network under several powers.
package enum RewardReport {
  /// A choice of powers.
  private struct Choice {
    var name: String
    var reward: MnasNetReward
  }

  /// One line for each choice of powers in the papers, and for those that are given besides.
  package static func table(
    accuracy: Double, latency: Double, target: Double, given: MnasNetReward.Exponents?
  ) -> ReportTable {
    let named: [(String, MnasNetReward.Exponents)] = [
      ("soft", .soft), ("hard", .hard), ("soft, small networks", .small),
    ]
    let choices = (named + (given.map { [("given", $0)] } ?? [])).map { name, exponents in
      Choice(
        name: name,
        reward: MnasNetReward(
          accuracy: accuracy, latency: latency, target: target, exponents: exponents))
    }
    let isWithin = latency <= target
    return ReportTable(
      key: "rewards",
      facts: [
        "accuracy": .number(accuracy), "latency": .number(latency), "target": .number(target),
      ], of: choices,
      footer: [
        "Reward: \(accuracy) x (\(latency) / \(target))^w (arXiv 1807.11626). w is alpha within the target and"
          + " beta beyond it; here it is \(isWithin ? "alpha" : "beta"), because the latency is"
          + " \(isWithin ? "within" : "beyond") the target.",
        "soft: twice the latency for 5 % more accuracy; in small networks, accuracy changes more with latency."
          + " hard: nothing is won within the target, and beyond it the reward falls with the latency.",
      ]
    ) {
      Column("exponents", .left, key: "name") { .text($0.name) }
      Column("alpha", key: "within") { .number($0.reward.exponents.within, decimals: 2) }
      Column("beta", key: "beyond") { .number($0.reward.exponents.beyond, decimals: 2) }
      Column("w", key: "exponent") { .number($0.reward.exponent, decimals: 2) }
      Column("reward", key: "reward") { .number($0.reward.value, decimals: 4) }
    }
  }
}
