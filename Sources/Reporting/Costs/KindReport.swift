import Architecture
import CostAnalysis
import NetworkGraph

/// Where the cost of a network goes, by kind of operation.
package enum KindReport {
  /// A kind, or the whole network.
  private struct Line {
    var name: String
    var layers: Int
    var cost: Cost
  }

  /// One line a kind: multiply-accumulates, parameters, activations, memory traffic.
  package static func table(_ graph: Graph) -> ReportTable {
    let layers = graph.layers()
    let total = graph.totalCost()
    let summary = NetworkSummary(graph)
    let verdicts = verdicts(graph)
    return ReportTable(
      facts: summary.facts(["verdict": .text(verdicts.joined(separator: " "))]),
      heading: summary.headings,
      of: graph.costByKind().map { kind, cost in
        Line(
          name: kind.rawValue, layers: layers.count { graph.nodes[$0.nodes[0]].kind == kind },
          cost: cost)
      },
      totals: [Line(name: "total", layers: layers.count, cost: total)],
      footer: verdicts + [
        "act.: what layers write; moved: what they read and write, weights included;"
          + " \(graph.precision.title). FLOP/B: FLOPs (2 per MAC) per byte moved."
      ]
    ) {
      Column("kind", .left, key: "kind") { .text($0.name) }
      Column("layers", priority: 5, key: "layers") { .count($0.layers) }
      Column("MACs", key: "macs") { amount($0.cost.macs) }
      Column("%", uniqueTitle: "% of MACs", key: "macsShare") {
        .percent($0.cost.macs, of: total.macs)
      }
      Column("", .left, priority: 6, uniqueTitle: "share of MACs") {
        .bar(Double($0.cost.macs) / Double(max(total.macs, 1)), places: 10)
      }
      Column("params", key: "parameters") { amount($0.cost.parameters.total) }
      Column("%", uniqueTitle: "% of params", key: "parametersShare") {
        .percent($0.cost.parameters.total, of: total.parameters.total)
      }
      Column("act. KiB", priority: 2, key: "activationBytes") {
        .kibibytes($0.cost.activationBytes)
      }
      Column("%", priority: 2, uniqueTitle: "% of activations", key: "activationShare") {
        .percent($0.cost.activationBytes, of: total.activationBytes)
      }
      Column("moved KiB", priority: 1, key: "bytesMoved") { .kibibytes($0.cost.bytesMoved) }
      Column("%", priority: 1, uniqueTitle: "% of bytes moved", key: "bytesMovedShare") {
        .percent($0.cost.bytesMoved, of: total.bytesMoved)
      }
      Column("FLOP/B", priority: 3, key: "arithmeticIntensity") {
        .number($0.cost.arithmeticIntensity, decimals: 2)
      }
    }
  }

  private static func amount(_ value: some BinaryInteger) -> ReportTable.Cell {
    value == 0 ? .none : .count(value)
  }
}
