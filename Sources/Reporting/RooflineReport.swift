import Architecture
import CostAnalysis
import NetworkGraph

/// Predicted times by the roofs of a device.
public enum RooflineReport {
  /// One line a layer.
  public static func table(_ graph: Graph, on device: Device) -> ReportTable {
    let roofline = Roofline(graph, on: device)
    var previous = ""
    let lines = roofline.layers.map { entry in
      let layer = entry.layer
      let node = graph.nodes[layer.nodes[0]]
      let block = graph.blocks[node.origin.block].name
      defer { previous = block }
      return ReportTable.Line([
        .text(block == previous ? "" : block), .text(layer.operatorText), .shape(layer.output),
        layer.cost.macs == 0 ? .none : .count(layer.cost.macs), .kibibytes(layer.cost.bytesMoved),
        .number(layer.cost.arithmeticIntensity, decimals: 2),
        .text(layer.cost.bytesMoved == 0 ? "-" : entry.isMemoryBound ? "memory" : "compute"),
        .number(entry.seconds * 1e6, decimals: 2),
        .number(100 * entry.seconds / max(roofline.seconds, .leastNonzeroMagnitude), decimals: 1),
        .bar(entry.seconds / max(roofline.seconds, .leastNonzeroMagnitude) * 4, places: 12),
        .text(layer.name),
      ])
    }
    let total: [ReportTable.Cell] = [
      "total", "", "", .count(roofline.cost.macs), .kibibytes(roofline.cost.bytesMoved),
      .number(roofline.cost.arithmeticIntensity, decimals: 2), "",
      .number(roofline.seconds * 1e6, decimals: 2), .number(100, decimals: 1), "", "",
    ]
    var columns: [ReportTable.Column] = [
      .init("block", .left), .init("layer", .left, key: "layer"),
      .init("output HxWxC", .left, priority: 3, key: "output"), .init("MACs", key: "macs"),
      .init("moved KiB", priority: 2, key: "bytesMoved"),
      .init("FLOP/B", priority: 1, key: "arithmeticIntensity"),
      .init("bound by", .left, key: "boundBy"), .init("least us", key: "microseconds"),
      .init("%", uniqueTitle: "% of time", key: "percentOfTime"),
      .init("", .left, priority: 4, uniqueTitle: "bar"),
    ]
    columns.append(.init("name", .left, key: "name", isForPrograms: true))
    return ReportTable(
      key: "layers", facts: facts(roofline, graph), heading: [CostReport.heading(graph)],
      columns: columns, lines: lines, totals: [ReportTable.Line(total)],
      footer: kinds(roofline, graph) + [deviceLine(device)]
    ).grouped(by: roofline.layers.map(\.layer.part))
  }

  /// One line a network, and which of them have fewer MACs but take longer.
  public static func comparison(_ graphs: [(name: String, graph: Graph)], on device: Device)
    -> ReportTable
  {
    let entries = graphs.map { (name: $0.name, roofline: Roofline($0.graph, on: device)) }
    var footer: [String] = []
    for first in entries {
      for second in entries
      where first.roofline.cost.macs < second.roofline.cost.macs
        && first.roofline.seconds > second.roofline.seconds
      {
        footer.append(
          "Fewer MACs, yet slower: \(first.name) has"
            + " \(Numbers.fixed(100 * (1 - ratio(first.roofline.cost.macs, second.roofline.cost.macs)), 1))"
            + " % fewer MACs than \(second.name), but moves"
            + " \(Numbers.fixed(ratio(first.roofline.cost.bytesMoved, second.roofline.cost.bytesMoved), 2))"
            + " times the bytes, and its least time is"
            + " \(Numbers.fixed(first.roofline.seconds / second.roofline.seconds, 2)) times as long: by the roofline, not measured."
        )
      }
    }
    return ReportTable(
      key: "networks", facts: facts(device), heading: [],
      columns: [
        .init("network", .left, key: "name"), .init("MACs", key: "macs"),
        .init("moved MiB", key: "bytesMoved"), .init("FLOP/B", key: "arithmeticIntensity"),
        .init("least us", key: "microseconds"),
        .init("% waiting for memory", key: "memoryBoundPercent"),
      ],
      lines: entries.map { name, roofline in
        ReportTable.Line([
          .text(name), .count(roofline.cost.macs), .mebibytes(roofline.cost.bytesMoved),
          .number(roofline.cost.arithmeticIntensity, decimals: 2),
          .number(roofline.seconds * 1e6, decimals: 2),
          .number(100 * roofline.memoryBoundShare, decimals: 1),
        ])
      }, footer: footer + [deviceLine(device)])
  }

  private static func ratio(_ left: Int, _ right: Int) -> Double {
    Double(left) / Double(max(right, 1))
  }

  /// How the time splits by kind of operation, beside the MACs.
  private static func kinds(_ roofline: Roofline, _ graph: Graph) -> [String] {
    var seconds: [OperationKind: Double] = [:]
    var macs: [OperationKind: Int] = [:]
    for entry in roofline.layers {
      let kind = graph.nodes[entry.layer.nodes[0]].kind
      seconds[kind, default: 0] += entry.seconds
      macs[kind, default: 0] += entry.layer.cost.macs
    }
    let parts = OperationKind.allCases.filter { (seconds[$0] ?? 0) > 0 }
      .sorted { (seconds[$0] ?? 0) > (seconds[$1] ?? 0) }
      .map { kind in
        let share = 100 * (seconds[kind] ?? 0) / roofline.seconds
        let count = Numbers.percent(macs[kind] ?? 0, of: roofline.cost.macs)
        return "\(kind.rawValue) \(Numbers.fixed(share, 1)) (\(count))"
      }
    return [
      "time by kind, % (MACs, %)   \(parts.joined(separator: "   "))",
      "\(Numbers.fixed(100 * roofline.memoryBoundShare, 1)) % of the time is spent in layers that wait"
        + " for memory: those with less than \(Numbers.fixed(roofline.device.ridge, 2)) FLOP/B.",
    ]
  }

  private static func deviceLine(_ device: Device) -> String {
    "\(device.title): \(Numbers.fixed(device.gigaflops, 1)) GFLOP/s,"
      + " \(Numbers.fixed(device.gigabytesPerSecond, 1)) GB/s (\(device.source)). least us: no layer"
      + " can take less; real ones reach a part of both roofs, and caches may spare bytes."
  }

  private static func facts(_ device: Device) -> [String: ReportTable.Cell] {
    [
      "device": .text(device.name), "gigaflops": .number(device.gigaflops, decimals: 1),
      "gigabytesPerSecond": .number(device.gigabytesPerSecond, decimals: 1),
    ]
  }

  private static func facts(
    _ roofline: Roofline, _ graph: Graph
  ) -> [String: ReportTable.Cell] {
    CostReport.facts(graph).merging(facts(roofline.device)) { $1 }.merging([
      "microseconds": .number(roofline.seconds * 1e6, decimals: 2),
      "memoryBoundShare": .number(roofline.memoryBoundShare, decimals: 4),
    ]) { $1 }
  }
}
