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
  /// The same network in single precision, run in turns with it, if it is in other numbers.
  package var single: Beside?

  /// A plan with its times.
  package struct Beside: Sendable {
    /// The plan, a step for every layer.
    package var plan: Plan
    /// The times of each step.
    package var timings: [Timing]
    /// The times of the network as it runs otherwise.
    package var whole: Timing

    /// A plan with its times.
    package init(plan: Plan, timings: [Timing], whole: Timing) {
      (self.plan, self.timings, self.whole) = (plan, timings, whole)
    }
  }

  /// A profile from its parts.
  package init(
    plan: Plan, timings: [Timing], whole: Timing, threads: Int, device: Device,
    single: Beside? = nil
  ) {
    self.plan = plan
    self.timings = timings
    self.whole = whole
    self.threads = threads
    self.device = device
    self.single = single
  }

  /// Work with the time that it took.
  struct Measured {
    var cost = Cost()
    var seconds = 0.0
    /// Seconds in single precision, if that was measured and has such a step.
    var single: Double?
  }

  /// One step of the plan; beside single precision what is one step there.
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
    var facts: [String: JSONValue] = [
      "threads": .integer(threads), "layerMicroseconds": .number(total * 1e6),
      "microseconds": .number(whole.median * 1e6),
      "gigaflopsPerCore": .number(device.gigaflops),
      "gigabytesPerSecondPerCore": .number(device.gigabytesPerSecond),
    ]
    if let single { facts["singleMicroseconds"] = .number(single.whole.median * 1e6) }
    return ReportTable(
      key: "layers", facts: summary.facts(facts),
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
      footer: notes(total.seconds, entries)
    ) {
      Column("kind", .left, key: "kind") { .text($0.name) }
      Column("% of MACs", key: "macsShare") { .percent($0.measured.cost.macs, of: macs) }
      measures(of: total.seconds) { $0.measured }
    }
  }

  func sum(_ entries: [Entry]) -> Measured {
    entries.reduce(into: Measured()) { sum, entry in
      sum.cost = sum.cost + entry.measured.cost
      sum.seconds += entry.measured.seconds
      if let single = entry.measured.single { sum.single = (sum.single ?? 0) + single }
    }
  }

  private func entries() -> [Entry] {
    let graph = plan.graph
    var layerOfNode: [Int: CostEntry] = [:]
    for layer in graph.layers() { for node in layer.nodes { layerOfNode[node] = layer } }
    return groups().map { group in
      let nodes = group.steps.flatMap { plan.steps[$0].nodes }
      let main = nodes.first { graph.nodes[$0].operation.isWeighted } ?? nodes[0]
      let node = graph.nodes[main]
      var measured = Measured(
        seconds: group.steps.reduce(0) { $0 + timings[$1].median },
        single: group.single.flatMap { single?.timings[$0].median })
      var seen: Set<String> = []
      for node in nodes {
        guard let layer = layerOfNode[node], seen.insert(layer.name).inserted else { continue }
        measured.cost = measured.cost + layer.cost
      }
      let first = plan.steps[group.steps[0]]
      return Entry(
        block: graph.blocks[node.origin.block].name,
        layer: layerOfNode[main]?.operatorText ?? first.work.name, kind: node.kind,
        part: graph.rows[node.origin.row].part,
        output: plan.tensors[plan.steps[group.steps.last ?? 0].output].shape, measured: measured)
    }
  }

  /// The steps that are one line: each of its own, or those that one step in single precision covers, for what is one
  /// kernel there may be several here.
  private func groups() -> [(steps: [Int], single: Int?)] {
    guard let single else { return plan.steps.indices.map { ([$0], nil) } }
    // By where nodes come from: norms are folded there, so their indices differ.
    var stepOfOrigin: [Origin: Int] = [:]
    for (index, step) in single.plan.steps.enumerated() {
      for node in step.nodes { stepOfOrigin[single.plan.graph.nodes[node].origin] = index }
    }
    var groups: [(steps: [Int], single: Int?)] = []
    for (index, step) in plan.steps.enumerated() {
      let covering = step.nodes.compactMap { stepOfOrigin[plan.graph.nodes[$0].origin] }.first
      if let covering, let known = groups.firstIndex(where: { $0.single == covering }) {
        groups[known].steps.append(index)
      } else {
        groups.append(([index], covering))
      }
    }
    return groups
  }
}
