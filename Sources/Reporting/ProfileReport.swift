import Architecture
import CostAnalysis
import Inference
import NetworkGraph

/// Measured time of every layer, beside what its arithmetic and bytes call for.
public struct ProfileReport: Sendable {
  /// The plan, a step for every layer.
  public var plan: Plan
  /// The times of each step.
  public var timings: [Timing]
  /// The times of the network as it runs otherwise, with layers joined.
  public var whole: Timing
  /// Threads.
  public var threads: Int
  /// One core of the machine, measured in the same run.
  public var device: Device

  /// A profile from its parts.
  public init(plan: Plan, timings: [Timing], whole: Timing, threads: Int, device: Device) {
    self.plan = plan
    self.timings = timings
    self.whole = whole
    self.threads = threads
    self.device = device
  }

  /// One step with what it costs.
  private struct Entry {
    var block: String
    var layer: String
    var kind: OperationKind
    var part: Part
    var output: Shape
    var cost: Cost
    var seconds: Double
  }

  /// By layer, and by kind of operation.
  public func tables() -> [ReportTable] {
    let entries = entries()
    let total = entries.reduce(0) { $0 + $1.seconds }
    var previous = ""
    let lines = entries.map { entry in
      defer { previous = entry.block }
      return ReportTable.Line(
        [
          .text(entry.block == previous ? "" : entry.block), .text(entry.layer),
          .shape(entry.output),
        ] + numbers(entry.cost, entry.seconds, of: total) + [.text(entry.block)])
    }
    let macs = plan.graph.totalCost().macs
    let layers = ReportTable(
      key: "layers", facts: facts(total), heading: [CostReport.heading(plan.graph)],
      columns: [
        .init("block", .left), .init("layer", .left, key: "layer"),
        .init("output HxWxC", .left, priority: 2, key: "output"),
      ] + Self.numberColumns + [
        .init("of", .left, key: "block", isForPrograms: true)
      ],
      lines: lines, footer: []
    ).grouped(by: entries.map(\.part))
    var kinds = kindTable(entries, total)
    kinds.footer = [
      "Layer by layer \(microseconds(total)) us, joined as 'mobilenet run' does \(microseconds(whole.median))"
        + " us (\(Numbers.fixed(2e-9 * Double(macs) / whole.median, 1)) GFLOP/s,"
        + " \(Numbers.fixed(percentOfPeak(macs, whole.median), 1)) % of peak); medians of"
        + " \(whole.samples.count) runs, \(threads == 1 ? "one thread" : "\(threads) threads").",
      "least us: what the roofs of \(threads == 1 ? "one core" : "\(threads) cores") allow, measured in"
        + " the same run: \(Numbers.fixed(device.gigaflops, 1)) GFLOP/s and"
        + " \(Numbers.fixed(device.gigabytesPerSecond, 1)) GB/s a core over 6 MiB; what lies in nearer"
        + " caches may be faster. A layer is a convolution with its norm, activation, sum or gate.",
    ]
    return [layers, kinds]
  }

  private func entries() -> [Entry] {
    let graph = plan.graph
    let layers = graph.layers()
    var layerOfNode: [Int: CostEntry] = [:]
    for layer in layers { for node in layer.nodes { layerOfNode[node] = layer } }
    return zip(plan.steps, timings).map { step, timing in
      let main = step.nodes.first { graph.nodes[$0].operation.isWeighted } ?? step.nodes[0]
      let node = graph.nodes[main]
      var cost = Cost()
      var seen: Set<String> = []
      for node in step.nodes {
        guard let layer = layerOfNode[node], seen.insert(layer.name).inserted else { continue }
        cost = cost + layer.cost
      }
      return Entry(
        block: graph.blocks[node.origin.block].name,
        layer: layerOfNode[main]?.operatorText ?? step.work.name, kind: node.kind,
        part: graph.rows[node.origin.row].part,
        output: plan.tensors[step.output].shape, cost: cost, seconds: timing.median)
    }
  }

  private func kindTable(_ entries: [Entry], _ total: Double) -> ReportTable {
    let kinds = OperationKind.allCases.filter { kind in entries.contains { $0.kind == kind } }
    let macs = plan.graph.totalCost().macs
    func sum(_ entries: [Entry]) -> (cost: Cost, seconds: Double) {
      entries.reduce((Cost(), 0)) { ($0.0 + $1.cost, $0.1 + $1.seconds) }
    }
    func line(_ name: String, _ sum: (cost: Cost, seconds: Double)) -> ReportTable.Line {
      ReportTable.Line(
        [.text(name), .percent(sum.cost.macs, of: macs)]
          + numbers(sum.cost, sum.seconds, of: total))
    }
    return ReportTable(
      key: "kinds", heading: [],
      columns: [
        .init("kind", .left, key: "kind"),
        .init("% of MACs", key: "macsShare"),
      ] + Self.numberColumns,
      lines: kinds.map { kind in line(kind.rawValue, sum(entries.filter { $0.kind == kind })) },
      totals: [line("total", sum(entries))])
  }

  private static let numberColumns: [ReportTable.Column] = [
    .init("MACs", priority: 1, key: "macs"), .init("us", key: "microseconds"),
    .init("% of time", key: "percentOfTime"),
    .init("least us", priority: 3, key: "leastMicroseconds"),
    .init("GFLOP/s", priority: 2, key: "gigaflops"), .init("% of peak", key: "percentOfPeak"),
  ]

  private func numbers(_ cost: Cost, _ seconds: Double, of total: Double) -> [ReportTable.Cell] {
    let cores = Double(threads)
    let least = max(
      Double(cost.flops) / (device.gigaflops * 1e9 * cores),
      Double(cost.bytesMoved) / (device.gigabytesPerSecond * 1e9 * cores))
    let isWork = cost.macs > 0 && seconds > 0
    return [
      cost.macs == 0 ? .none : .count(cost.macs), .number(seconds * 1e6, decimals: 2),
      .number(100 * seconds / max(total, .leastNonzeroMagnitude), decimals: 1),
      .number(least * 1e6, decimals: 2),
      isWork ? .number(Double(cost.flops) / seconds * 1e-9, decimals: 1) : .none,
      isWork ? .number(percentOfPeak(cost.macs, seconds), decimals: 1) : .none,
    ]
  }

  private func percentOfPeak(_ macs: Int, _ seconds: Double) -> Double {
    200e-9 * Double(macs) / seconds / (device.gigaflops * Double(threads))
  }

  private func microseconds(_ seconds: Double) -> String { Numbers.fixed(seconds * 1e6, 1) }

  private func facts(_ total: Double) -> [String: ReportTable.Cell] {
    CostReport.facts(plan.graph).merging([
      "threads": .count(threads), "layerMicroseconds": .number(total * 1e6, decimals: 2),
      "microseconds": .number(whole.median * 1e6, decimals: 2),
      "gigaflopsPerCore": .number(device.gigaflops, decimals: 1),
      "gigabytesPerSecondPerCore": .number(device.gigabytesPerSecond, decimals: 1),
    ]) { $1 }
  }
}
