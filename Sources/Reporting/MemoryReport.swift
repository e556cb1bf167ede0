import CostAnalysis
import NetworkGraph

/// How much memory a network needs, when, and for what.
public struct MemoryReport: Sendable {
  /// The network.
  public var graph: Graph
  /// Blocks or layers.
  public var grain: CostGrain

  /// A report on a network, one line a block or layer.
  public init(_ graph: Graph, by grain: CostGrain = .block) {
    self.graph = graph
    self.grain = grain
  }

  /// The schedule behind the peak: which tensors live while each block or layer runs, as much as it
  /// needs at most.
  public func schedule() -> ReportTable {
    let liveSet = graph.liveSet()
    let peak = liveSet.peak
    let entries = graph.costEntries(by: grain)
    let lines = entries.map { entry in
      let step = entry.nodes.map { liveSet.steps[$0] }.max { $0.bytes < $1.bytes } ?? peak
      return ReportTable.Line([
        graph.rows[entry.row].number.map { .count($0) } ?? .text(""), .text(entry.name),
        .text(step.live.map { name($0, in: entry) }.joined(separator: " + ")),
        .kibibytes(step.bytes),
        .percent(step.bytes, of: peak.bytes),
        .bar(Double(step.bytes) / Double(max(peak.bytes, 1)), places: 16),
        .text(entry.nodes.contains(peak.node) ? "peak" : ""),
      ])
    }
    return ReportTable(
      key: "schedule",
      facts: CostReport.facts(graph).merging([
        "peakActivationBytes": .mebibytes(peak.bytes), "peakActivationAt": .text(name(peak.node)),
      ]) { $1 },
      heading: [CostReport.heading(graph)],
      columns: [
        .init("#", priority: 2, key: "row"), .init("name", .left, key: "name"),
        .init("tensors that live", .left, key: "live"),
        .init("KiB", key: "bytes"), .init("% of peak", priority: 1, key: "shareOfPeak"),
        .init("", .left, uniqueTitle: "bar"), .init("", .left, uniqueTitle: "peak"),
      ], lines: lines,
      footer: [
        "Peak \(Numbers.mebibytes(peak.bytes)) MiB at \(name(peak.node)):"
          + " \(peak.live.map { "\(name($0)) \(graph.nodes[$0].shape)" }.joined(separator: " + ")).",
        "Every tensor is kept as long as it is used: a layer's inputs and output, what residuals and"
          + " gates keep; norm and activation work in place. 32-bit floating point; a line shows the"
          + " step of its \(grain.rawValue) that needs most.",
      ]
    ).grouped(by: entries.map(\.part))
  }

  /// The weights in every form.
  public func weights() -> ReportTable {
    ReportTable(
      key: "weights", heading: [],
      columns: [
        .init("weights", .left, key: "form"), .init("values", key: "values"),
        .init("bytes each", key: "bytesEach"), .init("MiB", key: "bytes"),
      ],
      lines: WeightForm.allCases.map { form in
        let values = graph.valueCount(form)
        return ReportTable.Line([
          .text(form.rawValue), .count(values), .count(form.valueBytes),
          .mebibytes(values * form.valueBytes),
        ])
      },
      footer: ["int8 without its scales; folded: norms merged into the layers before them."])
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
      graph.nodes.filter { $0.origin.block == origin.block }.map(\.origin.path.first))
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
