import Architecture
import CostAnalysis
import Drawing
import NetworkGraph

/// What each row of a network costs: multiply-accumulates and parameters as bars, by kind of layer.
public enum CostFigure {
  /// The figure of a network.
  public static func scene(
    graph: Graph, on canvas: FigureCanvas = .slide, measuring: some TextMeasuring
  ) -> Scene {
    let total = graph.totalCost()
    let entries = graph.costEntries(by: .row)
    let layers = entries.map { pieces(of: $0, in: graph) }
    let table = BarTable(
      names: entries.map { graph.rows[$0.row].label },
      columns: [
        column(["multiply-accumulates (MACs)", "MACs"], layers, of: Double(total.macs)) {
          Double($0.macs)
        },
        column(["parameters"], layers, of: Double(total.parameters.total)) {
          Double($0.parameters.total)
        },
      ])
    let used = Set(layers.flatMap { $0.map { $0.category } })
    let key = FigureCategory.allCases.filter { used.contains($0) && $0 != .weightless }
      .map { FigureKey.Entry($0.chartPalette, text: $0.legendText) }
    let frame = FigureFrame(
      canvas: canvas,
      title: FigureTitle(
        title: "What each row of \(FigureTitle.title(of: graph.spec)) costs",
        facts: graph.costFacts(total), source: FigureTitle.source(of: graph.spec.reference)),
      key: FigureKey(entries: key))
    return frame.scene(
      height: { _ in table.leastHeight }, measuring: measuring
    ) { table.primitives(in: $0, measuring: measuring) }
  }

  /// What a row costs, by category of layer.
  private static func pieces(
    of entry: CostEntry, in graph: Graph
  ) -> [(category: FigureCategory, cost: Cost)] {
    let own = Set(entry.nodes)
    let layers = graph.layers().filter { own.contains($0.nodes[0]) }
    return FigureCategory.allCases.compactMap { category in
      let costs = layers.filter { FigureCategory(graph.nodes[$0.nodes[0]].kind) == category }
      return costs.isEmpty ? nil : (category, costs.reduce(Cost()) { $0 + $1.cost })
    }
  }

  private static func column(
    _ headings: [String], _ rows: [[(category: FigureCategory, cost: Cost)]], of total: Double,
    _ quantity: (Cost) -> Double
  ) -> BarTable.Column {
    BarTable.Column(
      headings: headings,
      bars: rows.map { row in
        let pieces = row.map { (palette: $0.category.chartPalette, value: quantity($0.cost)) }
        let sum = pieces.reduce(0) { $0 + $1.value }
        let share = FigureNumber.percent(WideCount(sum), of: WideCount(total))
        return BarTable.Bar(
          pieces: pieces,
          text: sum > 0 ? FigureNumber.short(WideCount(sum)) : "–",
          share: share.isEmpty ? "" : "\(share) %")
      })
  }
}

extension Graph.Row {
  /// Number and name, as figures list rows.
  var label: String { (number.map { "\($0)  " } ?? "") + name }
}

extension Graph {
  /// What stands below the title of a figure about costs.
  func costFacts(_ total: Cost) -> [String] {
    var facts = [
      "\(FigureNumber.short(total.macs)) multiply-accumulates (MACs)",
      "\(FigureNumber.short(total.parameters.total)) parameters", "input \(input.spaced)",
    ]
    if let width = printedWidth { facts.append("width multiplier \(width)") }
    return facts
  }
}
