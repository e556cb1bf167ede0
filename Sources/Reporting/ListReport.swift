import CostAnalysis
import NetworkGraph

/// The architectures with what they cost.
public enum ListReport {
  /// The table of several networks, each with its dialects.
  public static func table(_ entries: [(graph: ShapedGraph, dialects: [String])]) -> ReportTable {
    let lines = entries.map { entry in
      let spec = entry.graph.graph.spec
      let cost = entry.graph.totalCost()
      return ReportTable.Line([
        spec.name, spec.aliases.joined(separator: ", "), "\(entry.graph.shapes[0])",
        Numbers.grouped(cost.parameters.total), Numbers.grouped(cost.macs),
        Numbers.mebibytes(entry.graph.liveSet().peak.bytes),
        entry.dialects.map { "@" + $0 }.joined(separator: " "),
      ])
    }
    return ReportTable(
      heading: [],
      columns: [
        .init("name", .left), .init("short", .left, priority: 2), .init("input", .left),
        .init("params"), .init("MACs"), .init("peak MiB", priority: 1),
        .init("dialects", .left, priority: 3),
      ], lines: lines,
      footer: [
        "MACs: multiply-accumulates of convolutions and fully connected layers; peak: the largest"
          + " live set of activations in 32-bit floating point."
      ])
  }
}
