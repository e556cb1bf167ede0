import Architecture
import CostAnalysis
import NetworkGraph

/// The numbers that tools give for a network, and the way to each from the exact count.
public struct BridgeReport: Sendable {
  /// The network.
  public var graph: Graph
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
  public init(_ graph: Graph, conventions: [Convention]) {
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
  public func tables() -> [ReportTable] { [figures(), terms()] }

  private func figures() -> ReportTable {
    let exact = graph.totalCost().macs
    let implementation = graph.spec.rules.implementation
    return ReportTable(
      key: "figures",
      facts: [
        "name": .text(graph.spec.name), "input": .shape(graph.input),
        "width": .number(graph.scaling.width ?? graph.spec.nominalWidth, decimals: 2),
        "exact": .count(exact),
      ],
      heading: [CostReport.heading(graph)],
      columns: [
        .init("tool", .left, key: "tool"), .init("prints", .left, priority: 1, key: "prints"),
        .init("MACs", key: "macs"), .init("over exact", priority: 1, key: "overExact"),
        .init("%", uniqueTitle: "% over exact", key: "shareOverExact"),
        .init("FLOPs", key: "flops"),
      ],
      lines: tools.map { tool in
        ReportTable.Line([
          .text(tool.convention.name), tool.convention.prints.map { .text($0) } ?? .none,
          .count(tool.macs.total),
          .count(tool.macs.total - exact), .percent(tool.macs.total - exact, of: exact),
          tool.flops.map { .count($0.total) } ?? .none,
        ])
      },
      footer: [
        "FLOPs: where the tool has such a number of its own.",
        "As its source writes the network: norm \(implementation.norm.rawValue)"
          + "   linear \(implementation.linear.rawValue)   pool \(implementation.pool.rawValue)"
          + "   gate-pool \(implementation.gatePool.rawValue)"
          + "   resize \(implementation.resize.rawValue)",
      ])
  }

  private func terms() -> ReportTable {
    var lines: [ReportTable.Line] = []
    for tool in tools {
      for (figure, bridge) in tool.ways {
        var sum = 0
        for term in bridge.terms {
          sum += term.count
          var line = ReportTable.Line([
            .text(figure), .text(term.title), .count(term.each), .text(per(term.unit)),
            .count(term.elements), .count(term.count), .count(sum),
          ])
          line.group = tool.convention.name
          lines.append(line)
        }
      }
    }
    var table = ReportTable(
      key: "terms", heading: [],
      columns: [
        .init("number", .left, key: "figure"), .init("term", .left, key: "term"),
        .init("each", key: "each"), .init("per", .left, key: "per"),
        .init("elements", priority: 1, key: "elements"), .init("count", key: "count"),
        .init("sum", key: "sum"),
      ], lines: lines, footer: footer())
    table.groupTitle = "tool"
    return table
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
      "Not named by the rule and counted 0: \(operation) (\(tools.joined(separator: ", ")))."
    }
  }
}
