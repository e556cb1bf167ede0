import Architecture
import CostAnalysis
import Inference
import NetworkGraph

/// Measured time of every layer, beside what its arithmetic and bytes call for.
package struct ProfileReport: Sendable {
  /// The plan, a step for every layer.
  package var plan: Plan
  /// The times of each step.
  package var timings: [Timing]
  /// The times of the network as it runs otherwise, with layers joined.
  package var whole: Timing
  /// Threads.
  package var threads: Int
  /// One core of the machine, measured in the same run.
  package var device: Device

  /// A profile from its parts.
  package init(plan: Plan, timings: [Timing], whole: Timing, threads: Int, device: Device) {
    self.plan = plan
    self.timings = timings
    self.whole = whole
    self.threads = threads
    self.device = device
  }

  /// Work with the time that it took.
  struct Measured {
    var cost = Cost()
    var seconds = 0.0
  }

  /// One step of the plan.
  struct Entry {
    var block: String
    var layer: String
    var kind: OperationKind
    var part: Part
    var output: Shape
    var measured: Measured
  }

  /// By layer, and by kind of operation.
  package func tables() -> [ReportTable] {
    let entries = entries()
    return [layerTable(entries), kindTable(entries)]
  }

  private func layerTable(_ entries: [Entry]) -> ReportTable {
    let total = sum(entries).seconds
    let summary = NetworkSummary(plan.graph)
    return ReportTable(
      key: "layers",
      facts: summary.facts([
        "threads": .integer(threads), "layerMicroseconds": .number(total * 1e6),
        "microseconds": .number(whole.median * 1e6),
        "gigaflopsPerCore": .number(device.gigaflops),
        "gigabytesPerSecondPerCore": .number(device.gigabytesPerSecond),
      ]),
      heading: summary.headings, of: plan.graph.byBlock(entries) { $0.block },
      groupedBy: .part { $0.entry.part }
    ) {
      Column("block", .left) { .text($0.isFirst ? $0.block : "") }
      Column("layer", .left, key: "layer") { .text($0.entry.layer) }
      Column("output HxWxC", .left, priority: 2, key: "output") { .shape($0.entry.output) }
      measures(of: total) { $0.entry.measured }
      Column("of", .left, key: "block", isForPrograms: true) { .text($0.block) }
    }
  }

  private func kindTable(_ entries: [Entry]) -> ReportTable {
    typealias Line = (name: String, measured: Measured)
    let kinds = OperationKind.allCases.filter { kind in entries.contains { $0.kind == kind } }
    let total = sum(entries)
    let macs = plan.graph.totalCost().macs
    return ReportTable(
      key: "kinds",
      of: kinds.map { kind in
        (name: kind.rawValue, measured: sum(entries.filter { $0.kind == kind })) as Line
      }, totals: [(name: "total", measured: total)],
      footer: notes(total.seconds, entries.map { $0.measured })
    ) {
      Column("kind", .left, key: "kind") { .text($0.name) }
      Column("% of MACs", key: "macsShare") { .percent($0.measured.cost.macs, of: macs) }
      measures(of: total.seconds) { $0.measured }
    }
  }

  private func sum(_ entries: [Entry]) -> Measured {
    entries.reduce(into: Measured()) { sum, entry in
      sum.cost = sum.cost + entry.measured.cost
      sum.seconds += entry.measured.seconds
    }
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
        output: plan.tensors[step.output].shape,
        measured: Measured(cost: cost, seconds: timing.median))
    }
  }
}
