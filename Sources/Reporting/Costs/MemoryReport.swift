import Architecture
import CostAnalysis
import NetworkGraph

/// How much memory a network needs, when, and for what.
package struct MemoryReport: Sendable {
  /// The network.
  package var graph: Graph
  /// Blocks or layers.
  package var grain: CostGrain
  /// Pictures that go through it together: each has activations of its own.
  package var batch: Int

  /// A report on a network, one line a block or layer.
  package init(_ graph: Graph, by grain: CostGrain = .block, batch: Int = 1) {
    self.graph = graph
    self.grain = grain
    self.batch = batch
  }

  /// The schedule behind the peak: which tensors live while each block or layer runs, as much as it
  /// needs at most.
  package func schedule() -> ReportTable {
    let liveSet = graph.liveSet()
    let peak = liveSet.peak
    let summary = NetworkSummary(graph)
    let pictures = WideCount(batch)
    var facts = summary.facts([
      "peakActivationBytes": .integer(pictures * peak.bytes),
      "peakActivationAt": .text(name(peak.node)),
    ])
    if batch > 1 { facts["batch"] = .integer(batch) }
    var heading = summary.headings
    if batch > 1 { heading[0] += "   batch \(Numbers.grouped(batch))" }
    func step(_ entry: CostEntry) -> LiveSet.Step {
      entry.nodes.map { liveSet.steps[$0] }.max { $0.bytes < $1.bytes } ?? peak
    }
    return ReportTable(
      key: "schedule", facts: facts, heading: heading, of: graph.costEntries(by: grain),
      groupedBy: .part { $0.part }, footer: notes(peak)
    ) {
      Column("#", priority: 2, key: "row") { graph.number(of: $0) }
      Column("name", .left, key: "name") { .text($0.name) }
      Column("live tensors", .left, key: "live") { entry in
        .text(step(entry).live.map { name($0, in: entry) }.joined(separator: " + "))
      }
      Column("KiB", key: "bytes") { .kibibytes(pictures * step($0).bytes) }
      Column("% of peak", priority: 1, key: "shareOfPeak") {
        .percent(step($0).bytes, of: peak.bytes)
      }
      Column("", .left, uniqueTitle: "bar") {
        .bar(Double(step($0).bytes) / Double(max(peak.bytes, 1)), places: 16)
      }
      Column("", .left, uniqueTitle: "peak") { $0.nodes.contains(peak.node) ? "peak" : "" }
    }
  }

  private func notes(_ peak: LiveSet.Step) -> [String] {
    let pictures =
      batch > 1 ? ", \(Numbers.grouped(batch)) pictures at once; the weights are there once" : ""
    return [
      "Peak \(Numbers.mebibytes(WideCount(batch) * peak.bytes)) MiB at \(name(peak.node)):"
        + " \(peak.live.map { "\(name($0)) \(graph.nodes[$0].shape)" }.joined(separator: " + ")).",
      "A tensor lives until its last use, which may be a residual sum or a gate; norms and activations"
        + " work in place. \(graph.precision.title)\(pictures). Each line is the step of its \(grain.rawValue) that"
        + " needs the most.",
    ]
  }

  /// The weights in every form.
  package func weights() -> ReportTable {
    ReportTable(
      key: "weights", of: WeightForm.allCases,
      footer: ["folded: norms merged into the layers before them; int8: without scales."]
    ) {
      Column("weights", .left, key: "form") { .text($0.rawValue) }
      Column("values", key: "values") { .count(graph.valueCount($0)) }
      Column("bytes each", key: "bytesEach") { .count($0.valueBytes) }
      Column("MiB", key: "bytes") { .mebibytes(graph.valueCount($0) * $0.valueBytes) }
    }
  }

  /// The same, without the block's name for tensors of the entry's own.
  private func name(_ node: Int, in entry: CostEntry) -> String {
    guard entry.nodes.contains(node) else { return name(node) }
    return inside(node)
  }

  /// A tensor inside its block; a block that holds one row only needs no name for it.
  private func inside(_ node: Int) -> String {
    let origin = graph.nodes[node].origin
    let rows = Set(
      graph.nodes.filter { $0.origin.block == origin.block }.map { $0.origin.path.first })
    let path = rows.count == 1 ? origin.path.dropFirst() : origin.path[...]
    return (path + [origin.role.rawValue]).joined(separator: ".")
  }

  /// A tensor's block, with the layer where it is not the block's result.
  private func name(_ node: Int) -> String {
    let origin = graph.nodes[node].origin
    let block = graph.blocks[origin.block]
    let isResult =
      graph.nodes[node].shape == graph.nodes[block.result].shape && origin.role != .depthwise
    return isResult || origin.role == .input ? block.name : "\(block.name).\(inside(node))"
  }
}
