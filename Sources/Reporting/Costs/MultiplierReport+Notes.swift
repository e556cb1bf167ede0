import CostAnalysis

extension MultiplierReport {
  /// How many of the rows that deviate most are named.
  private static let named = 3

  /// The law beside the network.
  static func footer(_ multipliers: EffectiveMultipliers) -> [String] {
    let (alpha, rho) = (multipliers.alpha, multipliers.rhoSquared.squareRoot())
    let ratio = Double(multipliers.cost.macs) / Double(max(multipliers.costAtOne.macs, 1))
    let kept =
      Double(multipliers.cost.parameters.total)
      / Double(max(multipliers.costAtOne.parameters.total, 1))
    var lines = [
      "alpha \(Numbers.fixed(alpha, 4)), rho \(Numbers.fixed(rho, 4)): alpha^2 rho^2 ="
        + " \(Numbers.fixed(multipliers.law, 4)). The MACs are \(Numbers.fixed(ratio, 4)) of those at 1,"
        + " as if alpha were \(Numbers.fixed(multipliers.alphaByMACs, 4)); the parameters"
        + " \(Numbers.fixed(kept, 4)), as if it were"
        + " \(Numbers.fixed(multipliers.alphaByParameters, 4)) (rho does not change them)."
    ]
    let off = multipliers.rows.map { row in
      (row, Double(row.macs) - Double(row.macsAtOne) * multipliers.law)
    }.filter { abs($0.1) >= 0.5 }.sorted { abs($0.1) > abs($1.1) }
    if off.isEmpty {
      lines.append("No row deviates from this rule.")
    } else {
      let names = off.prefix(named).map { row, difference in
        row.name + " \(difference > 0 ? "+" : "")\(Numbers.grouped(Int(difference.rounded())))"
      }
      lines.append("Farthest from this rule, in MACs: \(names.joined(separator: ", ")).")
    }
    lines.append(
      "ideal c: channels times alpha; c: rounded; effective: the multiplier that c amounts to. by rule:"
        + " MACs at 1 times alpha^2 rho^2, although depthwise layers and the first layer scale with"
        + " alpha only once.")
    return lines
  }
}
