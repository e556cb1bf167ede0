import CostAnalysis
import NetworkGraph

/// The architectures with what they cost.
public enum ListReport {
  /// The table of several networks, with the dialects of each below it.
  public static func table(_ entries: [(graph: Graph, dialects: [String])]) -> ReportTable {
    let lines = entries.map { entry in
      let spec = entry.graph.spec
      let cost = entry.graph.totalCost()
      return ReportTable.Line([
        .text(spec.name), .text(spec.aliases.joined(separator: ", ")),
        .text(entry.dialects.joined(separator: ", ")), .shape(entry.graph.input),
        .count(cost.parameters.total), .count(cost.macs),
        .mebibytes(entry.graph.liveSet().peak.bytes),
      ])
    }
    return ReportTable(
      key: "networks", heading: [],
      columns: [
        .init("name", .left, key: "name"), .init("short", .left, priority: 2, key: "aliases"),
        .init("dialects", .left, key: "dialects", isForPrograms: true),
        .init("input", .left, key: "input"), .init("params", key: "parameters"),
        .init("MACs", key: "macs"),
        .init("peak MiB", priority: 1, key: "peakActivationBytes"),
      ], lines: lines,
      footer: dialects(entries) + [
        "MACs: multiply-accumulates of convolutions and fully connected layers; peak: the largest"
          + " live set of activations in 32-bit floating point."
      ])
  }

  /// Which networks each dialect is of.
  private static func dialects(_ entries: [(graph: Graph, dialects: [String])]) -> [String] {
    Set(entries.flatMap(\.dialects)).sorted().map { dialect in
      let networks = entries.filter { $0.dialects.contains(dialect) }
        .map { $0.graph.spec.aliases.first ?? $0.graph.spec.name }
      return "@\(dialect): " + networks.joined(separator: ", ")
    }
  }
}
