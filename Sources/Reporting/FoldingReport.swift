import Inference
import NetworkGraph

/// What folding batch norms changed.
public enum FoldingReport {
  /// One line a folded layer and one an answer, with the largest difference; the formula; how many
  /// tensors and numbers there were and are.
  public static func table(
    _ comparison: FoldingComparison, of graph: Graph, heading: [String]
  ) -> ReportTable {
    let weights = graph.parameterTensors(naming: graph.spec.naming)
      .filter { $0.role == .weight }
    let names = Dictionary(weights.map { ($0.node, $0.name) }) { first, _ in first }
    let lines = comparison.layers.enumerated().map { index, layer in
      ReportTable.Line([
        "\(index + 1)", names[layer.node] ?? "", "\(graph.nodes[layer.norm].shape)",
        "\(layer.epsilon)",
        Numbers.scientific(layer.difference.largest), Numbers.scientific(layer.difference.share),
      ])
    }
    let answers = zip(graph.outputs, comparison.answers).map { output, answer in
      ReportTable.Line([
        "", answer.name, "\(graph.nodes[output.node].shape)", "",
        Numbers.scientific(answer.difference.largest), Numbers.scientific(answer.difference.share),
      ])
    }
    return ReportTable(
      heading: heading,
      columns: [
        .init("#"), .init("folded weight", .left), .init("output", .left, priority: 2),
        .init("epsilon"), .init("largest difference"), .init("in std. deviations", priority: 1),
      ], lines: lines, totals: answers,
      footer: [
        "w' = gamma w / sqrt(var + epsilon), b' = beta + gamma (b - mean) / sqrt(var + epsilon)",
        "Differences of the result before the activation: the interpreter in single precision, with the"
          + " norm and without.",
        "\(size(graph)) became \(size(graph.folded().graph)).",
      ])
  }

  private static func size(_ graph: Graph) -> String {
    let tensors = graph.parameterTensors(naming: nil)
    return "\(tensors.count) tensors with \(Numbers.grouped(tensors.reduce(0) { $0 + $1.count }))"
      + " numbers"
  }
}
