import Architecture
import Inference
import NetworkGraph

/// What folding batch norms changed.
package enum FoldingReport {
  /// A folded layer, or an answer.
  private struct Line {
    var number: Int?
    var name: String
    var output: Shape
    var epsilon: Double?
    var difference: FoldingComparison.Difference
  }

  /// One line a folded layer and one an answer, with the largest difference; the formula; how many
  /// tensors and numbers there were and are.
  package static func table(
    _ comparison: FoldingComparison, of graph: Graph, heading: [String]
  ) -> ReportTable {
    var names: [Int: String] = [:]
    for tensor in graph.parameterTensors(naming: graph.spec.naming) where tensor.role == .weight {
      names[tensor.node] = tensor.name
    }
    let layers = comparison.layers.enumerated().map { index, layer in
      Line(
        number: index + 1, name: names[layer.node] ?? "",
        output: graph.nodes[layer.norm].shape, epsilon: layer.epsilon,
        difference: layer.difference)
    }
    let answers = zip(graph.outputs, comparison.answers).map { output, answer in
      Line(
        number: nil, name: answer.name, output: graph.nodes[output.node].shape, epsilon: nil,
        difference: answer.difference)
    }
    return ReportTable(
      heading: heading, of: layers, totals: answers,
      footer: [
        "w' = gamma w / sqrt(var + epsilon), b' = beta + gamma (b - mean) / sqrt(var + epsilon)",
        "Differences before the activation, with norms by their formula and folded, both run by the engine"
          + " node by node.",
        "\(size(graph)) became \(size(graph.folded().graph)).",
      ]
    ) {
      Column("#") { $0.number.map { .plain($0) } ?? "" }
      Column("folded weight", .left) { .text($0.name) }
      Column("output", .left, priority: 2) { .shape($0.output) }
      Column("epsilon") { $0.epsilon.map { .text("\($0)") } ?? "" }
      Column("largest difference") { .text(Numbers.scientific($0.difference.largest)) }
      Column("in std. deviations", priority: 1) { .text(Numbers.scientific($0.difference.share)) }
    }
  }

  private static func size(_ graph: Graph) -> String {
    let tensors = graph.parameterTensors(naming: nil)
    return "\(tensors.count) tensors with \(Numbers.grouped(tensors.reduce(0) { $0 + $1.count }))"
      + " numbers"
  }
}
