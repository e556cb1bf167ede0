import Architecture
import CostAnalysis
import NetworkGraph

/// Predicted times by the roofs of a device.
package enum RooflineReport {
  /// A network by its name, with its times.
  struct Entry {
    var name: String
    var roofline: Roofline
  }

  /// One line a layer.
  package static func table(_ graph: Graph, on device: Device) -> ReportTable {
    let roofline = Roofline(graph, on: device)
    let cost = roofline.cost
    let seconds = max(roofline.seconds, .leastNonzeroMagnitude)
    let summary = NetworkSummary(graph)
    var facts = summary.facts(facts(device))
    facts["microseconds"] = .number(roofline.seconds * 1e6)
    facts["memoryBoundShare"] = .number(roofline.memoryBoundShare)
    return ReportTable(
      key: "layers", facts: facts, heading: summary.headings,
      of: graph.byBlock(roofline.layers) { $0.layer },
      groupedBy: .part { $0.entry.layer.part },
      footer: kinds(roofline, graph) + [deviceLine(device)]
    ) {
      Column("block", .left, total: "total") { .text($0.isFirst ? $0.block : "") }
      Column("layer", .left, key: "layer") { .text($0.entry.layer.operatorText) }
      Column("output HxWxC", .left, priority: 3, key: "output") { .shape($0.entry.layer.output) }
      Column("MACs", key: "macs", total: .count(cost.macs)) {
        $0.entry.layer.cost.macs == 0 ? .none : .count($0.entry.layer.cost.macs)
      }
      Column("moved KiB", priority: 2, key: "bytesMoved", total: .kibibytes(cost.bytesMoved)) {
        .kibibytes($0.entry.layer.cost.bytesMoved)
      }
      Column(
        "FLOP/B", priority: 1, key: "arithmeticIntensity",
        total: .number(cost.arithmeticIntensity, decimals: 2)
      ) { .number($0.entry.layer.cost.arithmeticIntensity, decimals: 2) }
      Column("bound by", .left, key: "boundBy") { .text(bound($0.entry)) }
      Column(
        "least us", key: "microseconds", total: .number(roofline.seconds * 1e6, decimals: 2)
      ) { .number($0.entry.seconds * 1e6, decimals: 2) }
      Column(
        "%", uniqueTitle: "% of time", key: "percentOfTime", total: .number(100, decimals: 1)
      ) { .number(100 * $0.entry.seconds / seconds, decimals: 1) }
      Column("", .left, priority: 4, uniqueTitle: "bar") {
        .bar($0.entry.seconds / seconds * 4, places: 12)
      }
      Column("name", .left, key: "name", isForPrograms: true) { .text($0.entry.layer.name) }
    }
  }

  private static func bound(_ entry: RooflineLayer) -> String {
    entry.layer.cost.bytesMoved == 0 ? "-" : entry.isMemoryBound ? "memory" : "compute"
  }

  /// One line a network, and which of them have fewer MACs but take longer.
  package static func comparison(_ graphs: [(name: String, graph: Graph)], on device: Device)
    -> ReportTable
  {
    let entries = graphs.map { Entry(name: $0.name, roofline: Roofline($0.graph, on: device)) }
    return ReportTable(
      key: "networks", facts: facts(device), of: entries,
      footer: surprises(entries) + [deviceLine(device)]
    ) {
      Column("network", .left, key: "name") { .text($0.name) }
      Column("MACs", key: "macs") { .count($0.roofline.cost.macs) }
      Column("moved MiB", key: "bytesMoved") { .mebibytes($0.roofline.cost.bytesMoved) }
      Column("FLOP/B", key: "arithmeticIntensity") {
        .number($0.roofline.cost.arithmeticIntensity, decimals: 2)
      }
      Column("least us", key: "microseconds") { .number($0.roofline.seconds * 1e6, decimals: 2) }
      Column("% memory-bound", key: "memoryBoundPercent") {
        .number(100 * $0.roofline.memoryBoundShare, decimals: 1)
      }
    }
  }

  private static func facts(_ device: Device) -> [String: JSONValue] {
    [
      "device": .text(device.name), "gigaflops": .number(device.gigaflops),
      "gigabytesPerSecond": .number(device.gigabytesPerSecond),
    ]
  }
}
