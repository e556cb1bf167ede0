import Architecture
import CostAnalysis
import Drawing
import NetworkGraph

/// The time that each row of a network took, beside the multiply-accumulates that it does.
public enum ProfileFigure {
  /// A timed step: the nodes that it runs.
  package struct Step: Sendable {
    package var nodes: [Int]
    package var seconds: Double

    package init(nodes: [Int], seconds: Double) { (self.nodes, self.seconds) = (nodes, seconds) }
  }

  /// The figure of a network's timed steps.
  package static func scene(
    graph: Graph, steps: [Step], machine: String, on canvas: FigureCanvas = .slide,
    measuring: some TextMeasuring
  ) -> Scene {
    let entries = graph.costEntries(by: .row)
    let total = steps.reduce(0) { $0 + $1.seconds }
    let macs = graph.totalCost().macs
    let rows = entries.map { pieces(of: $0, steps, graph) }
    let table = BarTable(
      names: entries.map { graph.rows[$0.row].label },
      columns: [
        BarTable.Column(
          headings: ["time"],
          bars: rows.map { row in
            let seconds = row.reduce(0) { $0 + $1.value }
            let share = total > 0 ? 100 * seconds / total : 0
            return BarTable.Bar(
              pieces: row,
              text: duration(seconds), share: "\(FigureNumber.fixed(share, decimals: 0)) %")
          }),
        BarTable.Column(
          headings: ["multiply-accumulates", "MACs"],
          bars: entries.map { entry in
            let share = FigureNumber.percent(entry.cost.macs, of: macs)
            return BarTable.Bar(
              pieces: [(.gray, Double(entry.cost.macs))],
              text: entry.cost.macs > 0 ? FigureNumber.short(entry.cost.macs) : "–",
              share: share.isEmpty ? "" : "\(share) %")
          }),
      ])
    let used = Set(steps.compactMap { $0.nodes.first }.map { FigureCategory(graph.nodes[$0].kind) })
    let key = FigureCategory.allCases.filter { used.contains($0) && $0 != .input }
      .map { FigureKey.Entry($0.chartPalette, text: $0.legendText) }
    let frame = FigureFrame(
      canvas: canvas,
      title: FigureTitle(
        title: "Where \(FigureTitle.title(of: graph.spec)) spends its time",
        facts: [
          "\(duration(total)) a picture, layer by layer", machine, "input \(graph.input.spaced)",
        ], source: FigureTitle.source(of: graph.spec.reference)),
      key: FigureKey(entries: key))
    return frame.scene(height: { _ in table.leastHeight }, measuring: measuring) {
      table.primitives(in: $0, measuring: measuring)
    }
  }

  /// The seconds of a row's steps, by category.
  private static func pieces(
    of entry: CostEntry, _ steps: [Step], _ graph: Graph
  ) -> [(palette: Palette, value: Double)] {
    let own = Set(entry.nodes)
    let timed = steps.filter { $0.nodes.first.map { own.contains($0) } ?? false }
    return FigureCategory.allCases.compactMap { category in
      let seconds = timed.filter {
        $0.nodes.first.map { FigureCategory(graph.nodes[$0].kind) } == category
      }.reduce(0) { $0 + $1.seconds }
      return seconds > 0 ? (category.chartPalette, seconds) : nil
    }
  }

  private static func duration(_ seconds: Double) -> String {
    seconds < 0.001
      ? FigureNumber.fixed(seconds * 1e6, decimals: 0) + " µs"
      : FigureNumber.fixed(seconds * 1e3, decimals: 2) + " ms"
  }
}
