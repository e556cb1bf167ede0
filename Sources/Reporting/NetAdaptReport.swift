import Architecture
import CostAnalysis
import NetworkGraph

/// The proposals of one NetAdapt step, and the reward of a search.
public enum NetAdaptReport {
  /// One line a proposal; what reduces the count by least stands first.
  public static func table(
    _ graph: Graph, _ proposals: [NetAdaptProposal], reduction: Double,
    on device: Device? = nil
  ) -> ReportTable {
    let total = graph.totalCost()
    let counting = device == nil ? "MACs" : "time"
    let sorted =
      proposals.filter(\.suffices).sorted { $0.share > $1.share }
      + proposals.filter { !$0.suffices }
    let lines = sorted.map { proposal in
      ReportTable.Line(
        [
          .text(name(proposal)), .text(name(proposal.width)), .count(proposal.before),
          .count(proposal.after), .count(proposal.parameters), .count(proposal.macs),
          .change(proposal.macs - total.macs),
        ] + (device == nil ? [] : [.number(proposal.cost * 1e6, decimals: 2)]) + [
          .number(100 * (proposal.share - 1), decimals: 2),
          .text(proposal.suffices ? "proposed" : "too little"),
        ], tint: proposal.suffices ? nil : .dim)
    }
    let place = device.map { " On \($0.title), as 'mobilenet roofline' predicts." } ?? ""
    return ReportTable(
      key: "proposals",
      facts: CostReport.facts(graph).merging([
        "reduction": .number(reduction, decimals: 4), "counting": .text(counting),
        "macs": .count(total.macs), "parameters": .count(total.parameters.total),
      ]) { $1 },
      heading: [CostReport.heading(graph)],
      columns: [
        .init("rows", .left, key: "rows"), .init("width", .left, priority: 1, key: "width"),
        .init("from", key: "before"), .init("to", key: "after"),
        .init("params", priority: 3, key: "parameters"), .init("MACs", key: "macs"),
        .init("+/-", priority: 2, key: "macsDifference"),
      ] + (device == nil ? [] : [.init("least us", key: "microseconds")]) + [
        .init("\(counting) %", key: "changePercent"),
        .init("", .left, uniqueTitle: "verdict", key: "verdict"),
      ], lines: lines,
      footer: [
        "Each proposal makes one width smaller by the least that lowers the \(counting) by"
          + " \(Numbers.fixed(100 * reduction, 2)) % or more; bottlenecks shrink in all neighbouring"
          + " blocks that share them, so that shortcuts stay. NetAdapt would train each for a while and take the"
          + " one that loses least accuracy for what it saves; that needs data, and nothing here invents"
          + " it." + place
      ])
  }

  private static func name(_ proposal: NetAdaptProposal) -> String {
    guard let first = proposal.rows.first, let last = proposal.rows.last, first != last else {
      return proposal.rows.first ?? ""
    }
    return "\(first)..\(last)"
  }

  private static func name(_ width: NetAdaptProposal.Width) -> String {
    switch width {
    case .expansion: "expansion"
    case .bottleneck: "bottleneck"
    case .filters: "filters"
    }
  }
}
