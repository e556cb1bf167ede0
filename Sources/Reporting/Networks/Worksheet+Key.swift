import Architecture
import CostAnalysis
import NetworkGraph

extension Worksheet {
  /// The answers, with how each comes about.
  package func key() -> ReportTable {
    ReportTable(
      key: "answers", facts: facts,
      heading: [NetworkSummary(graph).heading, "Key to worksheet \(seed)"], of: blanks
    ) {
      Column("blank", key: "blank") { .count($0.number) }
      Column("row", .left, key: "name") { .text($0.entry.name) }
      Column("what", .left, key: "what") { .text($0.question.name) }
      Column("answer", key: "answer") { answer($0) }
      Column("how", .left, key: "how") { .text(how($0)) }
    }
  }

  private func answer(_ blank: Blank) -> ReportTable.Cell {
    switch blank.question {
    case .output: .shape(blank.entry.output)
    case .parameters: .count(blank.entry.cost.parameters.total)
    case .macs: .count(blank.entry.cost.macs)
    }
  }

  /// The arithmetic of the row's layers.
  private func how(_ blank: Blank) -> String {
    let layers = graph.layers().filter { $0.row == blank.entry.row }
    let arithmetic = layers.map { graph.arithmetic(of: $0) }
    let parts: [String]
    switch blank.question {
    case .output:
      parts = arithmetic.flatMap { $0.distinctExtents }.compactMap { _, extent in
        guard extent.input != extent.output else { return nil }
        return
          "floor((\(extent.input) + \(extent.padding) - \(extent.reach)) / \(extent.stride)) + 1"
          + " = \(extent.output)"
      }
    case .parameters:
      parts = arithmetic.flatMap { entry in
        (entry.weights.map { [$0.text] } ?? [])
          + [entry.extras.biases, entry.extras.norm].filter { $0 > 0 }.map { "\($0)" }
      }
    case .macs: parts = arithmetic.compactMap { $0.macs?.text }
    }
    guard blank.question == .output else { return parts.joined(separator: " + ") }
    return (parts + [channels(blank.entry)]).joined(separator: "; ")
  }

  /// Where the output's places and channels come from.
  private func channels(_ entry: CostEntry) -> String {
    let (input, output) = (entry.input, entry.output)
    let hasFilters = entry.nodes.contains { node in
      switch graph.nodes[node].operation {
      case .convolution, .transposedConvolution, .linear: true
      default: false
      }
    }
    if graph.nodes[entry.result].kind == .answers { return "one line per box" }
    if output.isVector, !input.isVector { return "the mean of the whole map" }
    if input.channels == output.channels { return "\(output.channels) channels as the input" }
    return hasFilters
      ? "\(output.channels) channels: the filters of the last convolution"
      : "\(output.channels) channels: the sum of all inputs"
  }
}

extension NamedProduct {
  /// The factors as they are multiplied.
  fileprivate var text: String { factors.map { "\($0.value)" }.joined(separator: "x") }
}
