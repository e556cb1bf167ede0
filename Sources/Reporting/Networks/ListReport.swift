import Architecture
import CostAnalysis
import NetworkGraph

/// The architectures with what they cost.
package enum ListReport {
  /// The table of several networks by kind, with the dialects of each below it.
  package static func table(_ entries: [(graph: Graph, dialects: [String])]) -> ReportTable {
    let kinds = ArchitectureSpec.Kind.allCases.map { Optional($0) } + [nil]
    let sorted = kinds.flatMap { kind in entries.filter { $0.graph.spec.kind == kind } }
    return ReportTable(
      key: "networks", of: sorted,
      groupedBy: Grouping("kind", saysSingle: false) { heading($0.graph.spec.kind) },
      footer: dialects(entries) + [
        "MACs: multiply-accumulates of convolutions and fully connected layers; peak: the most memory"
          + " for live activations, in 32-bit floating point."
      ]
    ) {
      Column("name", .left, key: "name") { .text($0.graph.spec.name) }
      Column("short", .left, priority: 2, key: "aliases") {
        .text($0.graph.spec.aliases.joined(separator: ", "))
      }
      Column("dialects", .left, key: "dialects", isForPrograms: true) {
        .text($0.dialects.joined(separator: ", "))
      }
      Column("input", .left, key: "input") { .shape($0.graph.input) }
      Column("params", key: "parameters") { .count($0.graph.totalCost().parameters.total) }
      Column("MACs", key: "macs") { .count($0.graph.totalCost().macs) }
      Column("peak MiB", priority: 1, key: "peakActivationBytes") {
        .mebibytes($0.graph.liveSet().peak.bytes)
      }
    }
  }

  private static func heading(_ kind: ArchitectureSpec.Kind?) -> String {
    switch kind {
    case .family: "MobileNets, their ancestors and heirs"
    case .yardstick: "yardsticks"
    case .system: "systems: detection and segmentation"
    case nil: "other tables"
    }
  }

  /// Which networks each dialect is of.
  private static func dialects(_ entries: [(graph: Graph, dialects: [String])]) -> [String] {
    Set(entries.flatMap { $0.dialects }).sorted().map { dialect in
      let networks = entries.filter { $0.dialects.contains(dialect) }
        .map { $0.graph.spec.aliases.first ?? $0.graph.spec.name }
      return "@\(dialect): " + networks.joined(separator: ", ")
    }
  }
}
