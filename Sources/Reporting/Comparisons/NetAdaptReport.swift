import Architecture
import CostAnalysis
import NetworkGraph

/// The proposals of one NetAdapt step.
package enum NetAdaptReport {
  /// One line a proposal; what reduces the count by least stands first.
  package static func table(
    _ graph: Graph, _ proposals: [NetAdaptProposal], reduction: Double,
    on device: Device? = nil
  ) -> ReportTable {
    let total = graph.totalCost()
    let counting = device == nil ? "MACs" : "time"
    let sorted =
      proposals.filter { $0.suffices }.sorted { $0.share > $1.share }
      + proposals.filter { !$0.suffices }
    let place = device.map { " On \($0.title), as 'mobilenet roofline' predicts." } ?? ""
    let summary = NetworkSummary(graph)
    return ReportTable(
      key: "proposals",
      facts: summary.facts([
        "reduction": .number(reduction), "counting": .text(counting),
        "macs": .integer(total.macs), "parameters": .integer(total.parameters.total),
      ]),
      heading: summary.headings, of: sorted, tint: { $0.suffices ? nil : .dim },
      footer: [
        "Each proposal shrinks one width just enough to lower the \(counting) by"
          + " \(Numbers.fixed(100 * reduction, 2)) % or more; a bottleneck width shrinks in all neighboring"
          + " blocks that share it, so that residual connections still fit. What costs more, or changes which"
          + " layers there are, is not proposed. NetAdapt would train each proposal briefly and keep the one"
          + " that loses the least accuracy for what it saves; this program does not train: with --steps, a"
          + " proxy chooses." + place
      ]
    ) {
      Column("rows", .left, key: "rows") { .text(name($0)) }
      Column("width", .left, priority: 1, key: "width") { .text(name($0.width)) }
      Column("from", key: "before") { .count($0.before) }
      Column("to", key: "after") { .count($0.after) }
      Column("params", priority: 3, key: "parameters") { .count($0.parameters) }
      Column("MACs", key: "macs") { .count($0.macs) }
      Column("+/-", priority: 2, key: "macsDifference") { .change($0.macs - total.macs) }
      if device != nil {
        Column("least us", key: "microseconds") { .number($0.cost * 1e6, decimals: 2) }
      }
      Column("\(counting) %", key: "changePercent") {
        .number(100 * ($0.share - 1), decimals: 2)
      }
      Column("", .left, uniqueTitle: "verdict", key: "verdict") {
        $0.suffices ? "proposed" : "too little"
      }
    }
  }

  /// The rows whose width shrinks: `bneck8..bneck11`.
  package static func name(_ proposal: NetAdaptProposal) -> String {
    guard let first = proposal.rows.first, let last = proposal.rows.last, first != last else {
      return proposal.rows.first ?? ""
    }
    return "\(first)..\(last)"
  }

  /// Which width it is.
  package static func name(_ width: NetAdaptProposal.Width) -> String {
    switch width {
    case .expansion: "expansion"
    case .bottleneck: "bottleneck"
    case .filters: "filters"
    }
  }
}
