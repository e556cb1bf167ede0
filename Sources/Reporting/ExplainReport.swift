import CostAnalysis
import NetworkGraph

/// The arithmetic of some layers of a network, in numbers.
public enum ExplainReport {
  /// How each layer's output, weights and multiply-accumulates come about; then the sum, and where it
  /// stands in the network.
  public static func table(_ graph: Graph, _ layers: [CostEntry]) -> ReportTable {
    let total = graph.totalCost()
    let sum = layers.reduce(Cost()) { $0 + $1.cost }
    let arithmetic = layers.map { graph.arithmetic(of: $0) }
    let lines = arithmetic.map { entry in
      ReportTable.Line([
        .text(entry.layer.name), .text(entry.layer.operatorText), .shape(entry.layer.input),
        .shape(entry.layer.output), .text(entry.macs.map(symbols) ?? "-"),
        .text(entry.macs.map(factors) ?? "-"),
        entry.layer.cost.macs == 0 ? .none : .count(entry.layer.cost.macs),
        .text(parameters(entry)),
        entry.layer.cost.parameters.total == 0
          ? .none : .count(entry.layer.cost.parameters.total),
      ])
    }
    return ReportTable(
      key: "layers",
      facts: CostReport.facts(graph).merging([
        "macs": .count(sum.macs), "parameters": .count(sum.parameters.total),
        "macsShare": .percent(sum.macs, of: total.macs),
        "parametersShare": .percent(sum.parameters.total, of: total.parameters.total),
      ]) { $1 },
      heading: [CostReport.heading(graph), title(graph, layers)].filter { !$0.isEmpty },
      columns: [
        .init("layer", .left, key: "layer"), .init("operator", .left, priority: 5, key: "operator"),
        .init("input HxWxC", .left, priority: 4, key: "input"),
        .init("output HxWxC", .left, priority: 3, key: "output"),
        .init("MACs =", .left, priority: 1, key: "macsFormula"),
        .init("in numbers", .left, key: "macsFactors"), .init("MACs", key: "macs"),
        .init("parameters =", .left, priority: 2, key: "parametersFormula"),
        .init("params", key: "parameters"),
      ], lines: lines,
      totals: layers.count < 2
        ? []
        : [
          ReportTable.Line([
            .text("sum"), "", "", "", "", "", .count(sum.macs), "", .count(sum.parameters.total),
          ])
        ],
      footer: sizes(arithmetic) + savings(arithmetic) + standing(graph, layers, sum, total)
        + [
          "Dk: side of the window; M, N: input and output channels (M/g of each group); DF: side of"
            + " the output map."
        ])
  }

  private static func title(_ graph: Graph, _ layers: [CostEntry]) -> String {
    var rows: [Int] = []
    for layer in layers where rows.last != layer.row { rows.append(layer.row) }
    return rows.map { row in
      let row = graph.rows[row]
      return (row.number.map { "row \($0), " } ?? "") + "\(row.name): \(row.operatorText)"
    }.joined(separator: "   ")
  }

  /// Equal letters are a power: `Dk^2 M DF^2`.
  private static func symbols(_ product: NamedProduct) -> String {
    joined(product.factors.map(\.symbol), separator: " ")
  }

  /// The factors as they are multiplied: `3 x 3 x 512 x 14 x 14`.
  private static func factors(_ product: NamedProduct) -> String {
    product.factors.map { "\($0.value)" }.joined(separator: " x ")
  }

  private static func joined(_ parts: [String], separator: String) -> String {
    var powers: [(part: String, count: Int)] = []
    for part in parts {
      if powers.last?.part == part {
        powers[powers.count - 1].count += 1
      } else {
        powers.append((part, 1))
      }
    }
    return powers.map { $0.count == 1 ? $0.part : "\($0.part)^\($0.count)" }
      .joined(separator: separator)
  }

  private static func parameters(_ entry: LayerArithmetic) -> String {
    var parts = entry.weights.map { [factors($0)] } ?? []
    if entry.extras.biases > 0 { parts.append("\(entry.extras.biases) biases") }
    if entry.extras.norm > 0 { parts.append("\(entry.extras.norm) of norm") }
    return parts.isEmpty ? "-" : parts.joined(separator: " + ")
  }

  /// How the sizes of maps come about; once for each that differs.
  private static func sizes(_ entries: [LayerArithmetic]) -> [String] {
    var seen: Set<LayerArithmetic.Extent> = []
    return entries.compactMap { entry in
      guard let extent = entry.extent, extent.reach > 1 || extent.stride > 1,
        seen.insert(extent).inserted
      else { return nil }
      let room = "(\(extent.input) + \(extent.padding) - \(extent.reach)) / \(extent.stride)"
      return "\(entry.layer.name): output side = floor(\(room)) + 1 = \(extent.output), with"
        + " \(extent.padding) of padding and a window that spans \(extent.reach)."
    }
  }

  /// What a depthwise layer with the 1x1 one after it saves.
  private static func savings(_ entries: [LayerArithmetic]) -> [String] {
    zip(entries, entries.dropFirst()).compactMap { first, second in
      guard let depthwise = first.convolution, depthwise.isDepthwise,
        let pointwise = second.convolution, pointwise.isPointwise,
        let own = first.macs?.value, let next = second.macs?.value
      else { return nil }
      let square = depthwise.kernel * depthwise.kernel
      let standard = next * square
      return "\(first.layer.name) and \(second.layer.name): \(Numbers.grouped(own + next)) of"
        + " \(Numbers.grouped(standard)) MACs of a standard \(depthwise.kernel)x\(depthwise.kernel)"
        + " convolution = \(Numbers.fixed(Double(own + next) / Double(max(standard, 1)), 4));"
        + " 1/N + 1/Dk^2 = 1/\(pointwise.outputChannels) + 1/\(square) ="
        + " \(Numbers.fixed(1 / Double(pointwise.outputChannels) + 1 / Double(square), 4))."
    }
  }

  /// The share of the network and the rank among its rows.
  private static func standing(
    _ graph: Graph, _ layers: [CostEntry], _ sum: Cost, _ total: Cost
  ) -> [String] {
    func percent(_ part: Int, _ whole: Int) -> String {
      Numbers.fixed(whole == 0 ? 0 : 100 * Double(part) / Double(whole), 1)
    }
    let share =
      "\(percent(sum.macs, total.macs)) % of the network's MACs and"
      + " \(percent(sum.parameters.total, total.parameters.total)) % of its parameters"
    let rows = graph.costEntries(by: .row)
    guard let row = layers.first?.row, layers.allSatisfy({ $0.row == row }) else {
      return [share + "."]
    }
    let entry = rows.first { $0.row == row }
    let own = (macs: entry?.cost.macs ?? sum.macs, nodes: entry?.nodes.count ?? 0)
    let rank = 1 + rows.count { $0.cost.macs > own.macs }
    let before = graph.layers().prefix { $0.nodes[0] < (layers.first?.nodes[0] ?? 0) }
      .reduce(0) { $0 + $1.cost.macs }
    let isRow = layers.reduce(0) { $0 + $1.nodes.count } == own.nodes
    return [
      share + "; \(percent(before, total.macs)) % of the MACs come before."
        + " \(isRow ? "The row" : "Its row") is number \(rank) of \(rows.count) by MACs."
    ]
  }
}
