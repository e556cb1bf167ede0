import Architecture
import CostAnalysis
import NetworkGraph

/// Networks beside one another.
package enum CompareReport {
  /// A network with what is published of it.
  package struct Entry: Sendable {
    /// How it was asked for.
    package var name: String
    /// The network.
    package var graph: Graph
    /// An accuracy published for it; nothing if none is.
    package var accuracy: PublishedAccuracy?

    /// An entry from its parts.
    package init(name: String, graph: Graph, accuracy: PublishedAccuracy?) {
      self.name = name
      self.graph = graph
      self.accuracy = accuracy
    }
  }

  /// The kinds whose share of the multiply-accumulates is told.
  private static let kinds: [(title: String, kind: OperationKind, priority: Int)] = [
    ("1x1", .pointwise, 1), ("dw", .depthwise, 1), ("conv", .convolution, 9),
    ("fc", .fullyConnected, 9), ("SE", .squeezeExcite, 9),
  ]

  /// One line a network: totals, the split of its MACs, accuracy.
  package static func table(_ entries: [Entry]) -> ReportTable {
    ReportTable(key: "networks", of: entries, footer: ratios(entries)) {
      Column("network", .left, key: "name") { .text($0.name) }
      Column("input", .left, priority: 6, key: "input") { .shape($0.graph.input) }
      Column("layers", priority: 7, key: "layers") { .count($0.graph.layers().count) }
      Column("params", key: "parameters") { .count($0.graph.totalCost().parameters.total) }
      Column("MACs", key: "macs") { .count($0.graph.totalCost().macs) }
      Column("weights MiB", priority: 5, key: "weightBytes") {
        .mebibytes($0.graph.totalCost().weightBytes)
      }
      Column("peak MiB", priority: 4, key: "peakActivationBytes") {
        .mebibytes($0.graph.peakActivationBytes())
      }
      Column("moved MiB", priority: 8, key: "bytesMoved") {
        .mebibytes($0.graph.totalCost().bytesMoved)
      }
      for (title, kind, priority) in kinds {
        Column(
          "\(title) %", priority: priority, uniqueTitle: "% of MACs in \(title)",
          key: JSONKey(kind.rawValue)
        ) { entry in
          let cost = entry.graph.costByKind().first { $0.kind == kind }?.cost
          return .percent(cost?.macs ?? 0, of: entry.graph.totalCost().macs)
        }
      }
      if entries.contains(where: { $0.accuracy != nil }) {
        PublishedAccuracy.columns("published") { $0.accuracy }
        Column("by", .left, priority: 3, key: "accuracySource") { .source($0.accuracy) }
      }
    }
  }

  /// Each network against the first.
  private static func ratios(_ entries: [Entry]) -> [String] {
    guard let first = entries.first else { return [] }
    let own = first.graph.totalCost()
    return entries.dropFirst().map { entry in
      let total = entry.graph.totalCost()
      let macs = Double(total.macs) / Double(max(own.macs, 1))
      let parameters = Double(total.parameters.total) / Double(max(own.parameters.total, 1))
      return "\(entry.name) has \(Numbers.fixed(macs, 3)) times the MACs and"
        + " \(Numbers.fixed(parameters, 3)) times the parameters of \(first.name)."
    }
  }
}
