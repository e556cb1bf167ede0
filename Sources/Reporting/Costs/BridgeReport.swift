import Architecture
import CostAnalysis
import NetworkGraph

/// The numbers that tools give for a network, and the way to each from the exact count.
package struct BridgeReport: Sendable {
  /// The network.
  package var graph: Graph
  private var tools: [Tool]

  private struct Tool {
    var convention: Convention
    var macs: Bridge
    var flops: Bridge?

    /// The ways to its numbers, by what these are called.
    var ways: [(figure: String, bridge: Bridge)] {
      [("MACs", macs)] + (flops.map { [("FLOPs", $0)] } ?? [])
    }
  }

  /// A report on a network, by some conventions; the smallest number comes first.
  package init(_ graph: Graph, conventions: [Convention]) {
    self.graph = graph
    tools = conventions.compactMap { convention in
      convention.macs.map { macs in
        Tool(
          convention: convention, macs: graph.bridge(by: macs),
          flops: convention.flops.map { graph.bridge(by: $0) })
      }
    }.sorted { ($0.macs.total, $0.convention.name) < ($1.macs.total, $1.convention.name) }
  }

  /// One line a tool, then the terms tool by tool.
  package func tables() -> [ReportTable] { [figures(), terms()] }

  private func figures() -> ReportTable {
    let exact = graph.totalCost().macs
    let implementation = graph.spec.rules.implementation
    let summary = NetworkSummary(graph)
    var facts = summary.facts(["exact": .integer(exact)])
    facts["classes"] = nil
    return ReportTable(
      key: "figures", facts: facts, heading: summary.headings, of: tools,
      footer: [
        "FLOPs: only for tools that print such a number as well.",
        "How its source writes the network: norm \(implementation.norm.rawValue)"
          + "   linear \(implementation.linear.rawValue)   pool \(implementation.pool.rawValue)"
          + "   gate-pool \(implementation.gatePool.rawValue)"
          + "   resize \(implementation.resize.rawValue)",
      ]
    ) {
      Column("tool", .left, key: "tool") { .text($0.convention.name) }
      Column("prints", .left, priority: 1, key: "prints") {
        $0.convention.prints.map { .text($0) } ?? .none
      }
      Column("MACs", key: "macs") { .count($0.macs.total) }
      Column("over exact", priority: 1, key: "overExact") { .count($0.macs.total - exact) }
      Column("%", uniqueTitle: "% over exact", key: "shareOverExact") {
        .percent($0.macs.total - exact, of: exact)
      }
      Column("FLOPs", key: "flops") { $0.flops.map { .count($0.total) } ?? .none }
    }
  }

  /// A step on the way to a tool's number.
  private struct Step {
    var tool: Tool
    var figure: String
    var term: Bridge.Term
    /// The number so far.
    var sum: WideCount
  }

  private func terms() -> ReportTable {
    let steps = tools.flatMap { tool in
      tool.ways.flatMap { figure, bridge in
        var sum: WideCount = 0
        return bridge.terms.map { term in
          sum += term.count
          return Step(tool: tool, figure: figure, term: term, sum: sum)
        }
      }
    }
    return ReportTable(
      key: "terms", of: steps, groupedBy: Grouping("tool") { $0.tool.convention.name },
      footer: footer()
    ) {
      Column("number", .left, key: "figure") { .text($0.figure) }
      Column("term", .left, key: "term") { .text($0.term.title) }
      Column("each", key: "each") { .count($0.term.each) }
      Column("per", .left, key: "per") { .text(per($0.term.unit)) }
      Column("elements", priority: 1, key: "elements") { .count($0.term.elements) }
      Column("count", key: "count") { .count($0.term.count) }
      Column("sum", key: "sum") { .count($0.sum) }
    }
  }

  private func per(_ unit: Convention.Unit?) -> String {
    switch unit {
    case nil: "MAC"
    case .output: "output element"
    case .input: "input element"
    case .parameter: "parameter"
    case .place: "output place"
    case .window: "window element"
    }
  }

  /// What rules do not name, with the tools.
  private func footer() -> [String] {
    var unnamed: [String: [String]] = [:]
    for tool in tools {
      for (figure, bridge) in tool.ways {
        let name = tool.convention.name + (tool.convention.flops == nil ? "" : " \(figure)")
        for operation in bridge.unnamed { unnamed[operation, default: []].append(name) }
      }
    }
    return unnamed.sorted { $0.key < $1.key }.map { operation, tools in
      "No rule for \(operation), counted as 0: \(tools.joined(separator: ", "))."
    }
  }
}
