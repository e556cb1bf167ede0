import CostAnalysis
import NetworkGraph

/// The multiplier that was asked for beside what each row makes of it.
public enum MultiplierReport {
  /// How many of the rows that deviate most are named.
  private static let named = 3

  /// One line a row, block or layer: channels without and with rounding, MACs by the law and as they are.
  public static func table(_ multipliers: EffectiveMultipliers) -> ReportTable {
    let graph = multipliers.graph
    let rows = multipliers.rows
    let own = Double(graph.spec.nominalWidth)
    let lines = rows.map { row in
      let entry = graph.rows[row.row]
      let ideal = Double(row.macsAtOne) * multipliers.law
      return ReportTable.Line([
        entry.number.map { .count($0) } ?? .text(""), .text(row.name),
        .count(row.channelsAtOne),
        row.isScaled
          ? .number(Double(row.channelsAtOne) * multipliers.alpha, decimals: 1) : .none,
        .count(row.channels), row.isScaled ? .number(row.alpha * own, decimals: 4) : .none,
        row.expansionAtOne.map { .count($0) } ?? .none, row.expansion.map { .count($0) } ?? .none,
        row.macsAtOne == 0 ? .none : .number(ideal, decimals: 0),
        row.macs == 0 ? .none : .count(row.macs), deviation(row.macs, ideal),
      ])
    }
    let law = Double(multipliers.costAtOne.macs) * multipliers.law
    let blanks = Array(repeating: ReportTable.Cell.text(""), count: 6)
    return ReportTable(
      facts: facts(multipliers), heading: [CostReport.heading(graph)],
      columns: [
        .init("#", priority: 2, key: "row"), .init("name", .left, key: "name"),
        .init("c at 1", priority: 1, key: "channelsAtOne"), .init("ideal c", key: "idealChannels"),
        .init("c", key: "channels"), .init("effective", key: "effectiveAlpha"),
        .init("exp at 1", priority: 4, key: "expansionAtOne"),
        .init("exp", priority: 4, key: "expansion"),
        .init("MACs by law", priority: 3, key: "lawMACs"), .init("MACs", key: "macs"),
        .init("off %", key: "deviation"),
      ], lines: lines,
      totals: [
        ReportTable.Line(
          ["", "total"] + blanks + [
            .number(law, decimals: 0), .count(multipliers.cost.macs),
            deviation(multipliers.cost.macs, law),
          ])
      ], footer: footer(multipliers)
    ).grouped(by: rows.map { graph.rows[$0.row].part })
  }

  private static func deviation(_ macs: Int, _ ideal: Double) -> ReportTable.Cell {
    ideal == 0 ? .none : .number(100 * (Double(macs) / ideal - 1), decimals: 1)
  }

  private static func facts(_ multipliers: EffectiveMultipliers) -> [String: ReportTable.Cell] {
    CostReport.facts(multipliers.graph).merging([
      "law": .number(multipliers.law, decimals: 6),
      "effectiveAlphaByMACs": .number(multipliers.alphaByMACs, decimals: 6),
      "effectiveAlphaByParameters": .number(multipliers.alphaByParameters, decimals: 6),
    ]) { $1 }
  }

  private static func footer(_ multipliers: EffectiveMultipliers) -> [String] {
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
        + " \(Numbers.fixed(multipliers.alphaByParameters, 4)) (rho does not touch them)."
    ]
    let off = multipliers.rows.map { row in
      (row, Double(row.macs) - Double(row.macsAtOne) * multipliers.law)
    }.filter { abs($0.1) >= 0.5 }.sorted { abs($0.1) > abs($1.1) }
    if off.isEmpty {
      lines.append("No row deviates from the law.")
    } else {
      let names = off.prefix(named).map { row, difference in
        row.name + " \(difference > 0 ? "+" : "")\(Numbers.grouped(Int(difference.rounded())))"
      }
      lines.append("Farthest from the law, in MACs: \(names.joined(separator: ", ")).")
    }
    lines.append(
      "ideal c: channels times alpha; c: as rounded; effective: their multiplier. by law: MACs at 1 times"
        + " alpha^2 rho^2; depthwise layers follow alpha alone, and a picture's 3 channels none of"
        + " it.")
    return lines
  }
}
