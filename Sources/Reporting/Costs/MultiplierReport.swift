import Architecture
import CostAnalysis
import NetworkGraph

/// The multiplier that was asked for beside what each row makes of it.
package enum MultiplierReport {
  /// One line a row, block or layer: channels without and with rounding, MACs by the law and as they are.
  package static func table(_ multipliers: EffectiveMultipliers) -> ReportTable {
    let graph = multipliers.graph
    let own = Double(graph.spec.nominalWidth)
    let law = Double(multipliers.costAtOne.macs) * multipliers.law
    let summary = NetworkSummary(graph)
    return ReportTable(
      facts: summary.facts([
        "law": .number(multipliers.law), "effectiveAlphaByMACs": .number(multipliers.alphaByMACs),
        "effectiveAlphaByParameters": .number(multipliers.alphaByParameters),
      ]),
      heading: summary.headings, of: multipliers.rows,
      groupedBy: .part { graph.rows[$0.row].part }, footer: footer(multipliers)
    ) {
      Column("#", priority: 2, key: "row") { graph.rows[$0.row].number.map { .count($0) } ?? "" }
      Column("name", .left, key: "name", total: "total") { .text($0.name) }
      Column("c at 1", priority: 1, key: "channelsAtOne") { .count($0.channelsAtOne) }
      Column("ideal c", key: "idealChannels") {
        $0.isScaled
          ? .number(Double($0.channelsAtOne) * multipliers.alpha, decimals: 1) : .none
      }
      Column("c", key: "channels") { .count($0.channels) }
      Column("effective", key: "effectiveAlpha") {
        $0.isScaled ? .number($0.alpha * own, decimals: 4) : .none
      }
      Column("exp at 1", priority: 4, key: "expansionAtOne") {
        $0.expansionAtOne.map { .count($0) } ?? .none
      }
      Column("exp", priority: 4, key: "expansion") { $0.expansion.map { .count($0) } ?? .none }
      Column("MACs by rule", priority: 3, key: "lawMACs", total: .number(law, decimals: 0)) {
        $0.macsAtOne == 0
          ? .none : .number(Double($0.macsAtOne) * multipliers.law, decimals: 0)
      }
      Column("MACs", key: "macs", total: .count(multipliers.cost.macs)) {
        $0.macs == 0 ? .none : .count($0.macs)
      }
      Column("off %", key: "deviation", total: deviation(multipliers.cost.macs, law)) {
        deviation($0.macs, Double($0.macsAtOne) * multipliers.law)
      }
    }
  }

  private static func deviation(_ macs: WideCount, _ ideal: Double) -> ReportTable.Cell {
    ideal == 0 ? .none : .number(100 * (Double(macs) / ideal - 1), decimals: 1)
  }
}
