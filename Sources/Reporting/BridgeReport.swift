import Architecture
import CostAnalysis
import NetworkGraph

/// The way from the exact count to what each tool prints.
public enum BridgeReport {
  /// What each tool prints, and then the way there: one group a tool with the exact count, its
  /// terms and its figure.
  public static func tables(_ graph: ShapedGraph, _ conventions: [Convention]) -> [ReportTable] {
    [figures(graph, conventions), terms(graph, conventions)]
  }

  private static func figures(_ graph: ShapedGraph, _ conventions: [Convention]) -> ReportTable {
    ReportTable(
      key: "figures",
      facts: CostReport.facts(graph).merging(["macs": .count(graph.totalCost().macs)]) { $1 },
      heading: [CostReport.heading(graph)],
      columns: [
        .init("convention", .left, key: "convention"),
        .init("tool", .left, priority: 1, key: "tool"), .init("MACs", key: "macs"),
        .init("over exact %", key: "percentOverExact"), .init("FLOPs", key: "flops"),
      ],
      lines: conventions.map { convention in
        let bridge = graph.bridge(to: convention)
        return ReportTable.Line([
          .text(convention.name), .text(convention.title), .count(bridge.macs),
          excess(bridge.macs, over: bridge.exact), .count(bridge.flops),
        ])
      }, footer: ["FLOPs are 2 x MACs where a tool has no rule of its own. The way there:"])
  }

  private static func excess(_ count: Int, over exact: Int) -> ReportTable.Cell {
    exact == 0 ? .none : .number(100 * (Double(count) / Double(exact) - 1), decimals: 2)
  }

  private static func terms(_ graph: ShapedGraph, _ conventions: [Convention]) -> ReportTable {
    let exact = graph.totalCost().macs
    var lines: [ReportTable.Line] = []
    for convention in conventions {
      let bridge = graph.bridge(to: convention)
      func add(
        _ term: String, _ elements: ReportTable.Cell, _ amount: Int, _ total: Int, of exact: Int,
        _ tint: Bool
      ) {
        var line = ReportTable.Line(
          [
            .text(term), elements, .count(amount), .count(total),
            excess(total, over: exact),
            .text(convention.name),
          ], tint: tint ? .cyan : nil)
        line.group = convention.title
        lines.append(line)
      }
      var total = exact
      if bridge.steps.isEmpty {
        add("multiply-accumulates, nothing besides", .none, exact, exact, of: exact, true)
      } else {
        add("multiply-accumulates", .none, exact, exact, of: exact, false)
      }
      for (index, step) in bridge.steps.enumerated() {
        total += step.amount
        add(
          "+ " + name(step.term), .text("\(step.term.times) x \(Numbers.grouped(step.elements))"),
          step.amount, total, of: exact, index == bridge.steps.count - 1)
      }
      if let own = convention.flops {
        var flops = own.perMultiplyAccumulate * exact
        add(
          "its FLOPs: multiply-accumulates",
          .text("\(own.perMultiplyAccumulate) x \(Numbers.grouped(exact))"), flops, flops,
          of: own.perMultiplyAccumulate * exact, false)
        for (index, step) in bridge.flopsSteps.enumerated() {
          flops += step.amount
          add(
            "+ " + name(step.term), .text("\(step.term.times) x \(Numbers.grouped(step.elements))"),
            step.amount, flops, of: own.perMultiplyAccumulate * exact,
            index == bridge.flopsSteps.count - 1)
        }
      }
    }
    var table = ReportTable(
      key: "terms",
      heading: [],
      columns: [
        .init("term", .left, key: "term"), .init("elements", .right, priority: 1, key: "elements"),
        .init("adds", key: "amount"), .init("makes", key: "total"),
        .init("over exact %", priority: 2, key: "percentOverExact"),
        .init("convention", .left, key: "convention", isForPrograms: true),
      ], lines: lines,
      footer: [
        "A tool's figure is the last line of its group. What a tool counts depends on how the network is"
          + " implemented (norm \(graph.graph.spec.rules.implementation.norm.rawValue), pooling as"
          + " \(graph.graph.spec.rules.implementation.pool.rawValue), gates' as"
          + " \(graph.graph.spec.rules.implementation.gatePool.rawValue)); operations that"
          + " Tables/Conventions does not name count 0."
      ])
    table.groupTitle = "tool"
    return table
  }

  private static func name(_ term: Convention.Term) -> String {
    let what =
      switch term.ingredient {
      case .convolutionBias: "biases of convolutions"
      case .linearBias: "biases of fully connected layers"
      case .norm: "batch norm"
      case .pool: "pooling"
      case .product: "products with gates"
      case .sum: "sums of residuals"
      case .activation(let activation): activation.rawValue
      }
    let unit =
      switch term.unit {
      case .output: term.ingredient == .pool ? "its output" : "each element"
      case .input: "its input"
      case .parameter: "its parameters"
      }
    return "\(what), \(unit)"
  }
}
