import CostAnalysis
import NetworkGraph

/// The architectures with what they cost.
public enum ListReport {
  /// The table of several networks, with the dialects of each below it.
  public static func table(_ entries: [(graph: ShapedGraph, dialects: [String])]) -> ReportTable {
    let lines = entries.map { entry in
      let spec = entry.graph.graph.spec
      let cost = entry.graph.totalCost()
      return ReportTable.Line([
        spec.name, spec.aliases.joined(separator: ", "), "\(entry.graph.shapes[0])",
        Numbers.grouped(cost.parameters.total), Numbers.grouped(cost.macs),
        Numbers.mebibytes(entry.graph.liveSet().peak.bytes),
      ])
    }
    return ReportTable(
      heading: [],
      columns: [
        .init("name", .left), .init("short", .left, priority: 2), .init("input", .left),
        .init("params"), .init("MACs"), .init("peak MiB", priority: 1),
      ], lines: lines,
      footer: dialects(entries) + [
        "MACs: multiply-accumulates of convolutions and fully connected layers; peak: the largest"
          + " live set of activations in 32-bit floating point."
      ])
  }

  /// Which networks each dialect is of.
  private static func dialects(_ entries: [(graph: ShapedGraph, dialects: [String])]) -> [String] {
    Set(entries.flatMap(\.dialects)).sorted().map { dialect in
      let networks = entries.filter { $0.dialects.contains(dialect) }
        .map { $0.graph.graph.spec.aliases.first ?? $0.graph.graph.spec.name }
      return "@\(dialect): " + networks.joined(separator: ", ")
    }
  }
}
