import Architecture
import CostAnalysis
import NetworkGraph

/// The arithmetic of some layers of a network, in numbers.
package enum ExplainReport {
  /// How each layer's output, weights and multiply-accumulates come about; then the sum, and where it
  /// stands in the network, and how the row differs in `variants`.
  package static func table(
    _ graph: Graph, _ layers: [CostEntry], variants: [RowVariants] = []
  ) -> ReportTable {
    let total = graph.totalCost()
    let sum = layers.reduce(Cost()) { $0 + $1.cost }
    let arithmetic = layers.map { graph.arithmetic(of: $0) }
    let summary = NetworkSummary(graph)
    let hasSum = layers.count > 1
    var facts: [String: JSONValue] = [
      "macs": .integer(sum.macs), "parameters": .integer(sum.parameters.total),
      "macsShare": share(sum.macs, total.macs),
      "parametersShare": share(sum.parameters.total, total.parameters.total),
    ]
    if !variants.isEmpty { facts["variants"] = json(variants) }
    return ReportTable(
      key: "layers",
      facts: summary.facts(facts),
      heading: (summary.headings + [title(graph, layers)]).filter { !$0.isEmpty }, of: arithmetic,
      footer: sizes(arithmetic) + savings(arithmetic) + standing(graph, layers, sum, total)
        + [
          "Dk: kernel size; M, N: input and output channels (M/g per group); "
            + (graph.input.resolution.isSquare
              ? "DF: side of the output map." : "HF, WF: height and width of the output map.")
        ] + lines(variants)
    ) {
      Column("layer", .left, key: "layer", total: hasSum ? "sum" : nil) { .text($0.layer.name) }
      Column("operator", .left, priority: 5, key: "operator") { .text($0.layer.operatorText) }
      Column("input HxWxC", .left, priority: 4, key: "input") { .shape($0.layer.input) }
      Column("output HxWxC", .left, priority: 3, key: "output") { .shape($0.layer.output) }
      Column("MACs =", .left, priority: 1, key: "macsFormula") {
        .text($0.macs.map { symbols($0) } ?? "-")
      }
      Column("in numbers", .left, key: "macsFactors") { .text($0.macs.map { factors($0) } ?? "-") }
      Column("MACs", key: "macs", total: hasSum ? .count(sum.macs) : nil) {
        $0.layer.cost.macs == 0 ? .none : .count($0.layer.cost.macs)
      }
      Column("parameters =", .left, priority: 2, key: "parametersFormula") {
        .text(parameters($0))
      }
      Column(
        "params", key: "parameters", total: hasSum ? .count(sum.parameters.total) : nil
      ) {
        $0.layer.cost.parameters.total == 0 ? .none : .count($0.layer.cost.parameters.total)
      }
    }
  }

  private static func share<Count: BinaryInteger>(_ part: Count, _ whole: Count) -> JSONValue {
    whole == 0 ? .null : .number(Double(part) / Double(whole))
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
    joined(product.factors.map { $0.symbol }, separator: " ")
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
}
