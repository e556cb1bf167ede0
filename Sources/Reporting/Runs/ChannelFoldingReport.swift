import Architecture
import Inference
import NetworkGraph

/// Batch-norm merging of one channel, with every number filled in.
package enum ChannelFoldingReport {
  /// So many weights are printed for people; programs get all.
  private static let most = 9

  /// A weight of the channel's filter.
  private struct Weight {
    var place: String
    var before: Float
    var after: Float
  }

  /// The channel's numbers and the formulas with them; then its weights before and after.
  package static func tables(
    _ folding: ChannelFolding, of graph: Graph, heading: [String], all: Bool
  ) -> [ReportTable] {
    [numbers(folding, graph, heading), weights(folding, graph, all: all)]
  }

  private static func numbers(
    _ folding: ChannelFolding, _ graph: Graph, _ heading: [String]
  ) -> ReportTable {
    let name = graph.name(of: folding.layer)
    let channels = graph.nodes[folding.norm].shape.channels
    let quantities: [(symbol: String, meaning: String, value: Double, text: String)] = [
      ("gamma", "the norm's scale", Double(folding.gamma), text(folding.gamma)),
      ("beta", "the norm's shift", Double(folding.beta), text(folding.beta)),
      ("mean", "moving mean", Double(folding.mean), text(folding.mean)),
      ("var", "moving variance", Double(folding.variance), text(folding.variance)),
      ("epsilon", "added to the variance", folding.epsilon, "\(folding.epsilon)"),
      ("b", "the layer's own bias", Double(folding.bias), text(folding.bias)),
      ("s", "what every weight is multiplied by", folding.scale, text(folding.scale)),
      ("b'", "the bias after merging", Double(folding.foldedBias), text(folding.foldedBias)),
    ]
    return ReportTable(
      key: "numbers",
      facts: [
        "name": .text(graph.spec.name), "layer": .text(name), "channel": .integer(folding.channel),
        "channels": .integer(channels),
      ],
      heading: heading + ["layer \(name), channel \(folding.channel) of 0 to \(channels - 1)"],
      of: quantities, footer: formulas(folding)
    ) {
      Column("number", .left, key: "symbol") { .text($0.symbol) }
      Column("value", key: "value") { .written($0.text, value: .number($0.value)) }
      Column("meaning", .left, key: "meaning") { .text($0.meaning) }
    }
  }

  private static func formulas(_ folding: ChannelFolding) -> [String] {
    [
      "s  = gamma / sqrt(var + epsilon) = \(text(folding.gamma)) / sqrt(\(text(folding.variance)) +"
        + " \(folding.epsilon)) = \(text(folding.scale))",
      "b' = beta + s (b - mean) = \(signed(folding.beta)) + \(text(folding.scale))"
        + " (\(text(folding.bias)) - \(signed(folding.mean))) = \(text(folding.foldedBias))",
      "w' = s w = \(text(folding.scale)) w, for each of the channel's \(Numbers.grouped(folding.weights.count))"
        + " weights",
    ]
  }

  private static func weights(
    _ folding: ChannelFolding, _ graph: Graph, all: Bool
  ) -> ReportTable {
    let layer = graph.nodes[folding.layer].operation.layer
    let kernel = layer?.kernel ?? 1
    // The first channel that the filter sees.
    let first =
      layer.map { folding.channel * $0.groups / $0.outputChannels * ($0.inputChannels / $0.groups) }
      ?? 0
    let weights = folding.weights.indices.map { index in
      let (input, place) = index.quotientAndRemainder(dividingBy: kernel.area)
      let (row, column) = place.quotientAndRemainder(dividingBy: kernel.width)
      return Weight(
        place: kernel == 1 ? "\(first + input)" : "\(first + input), \(row), \(column)",
        before: folding.weights[index], after: folding.foldedWeights[index])
    }
    let left = all ? 0 : max(weights.count - most, 0)
    return ReportTable(
      key: "weights", of: weights.dropLast(left),
      footer: left == 0
        ? []
        : ["and \(Numbers.grouped(left)) more; --format json or csv has all of them."]
    ) {
      Column(
        kernel == 1 ? "input channel" : "input channel, row, column", .left, key: "place"
      ) { .text($0.place) }
      Column("w", key: "weight") { .written(text($0.before), value: .single($0.before)) }
      Column("w'", key: "folded") { .written(text($0.after), value: .single($0.after)) }
    }
  }

  private static func text(_ value: Float) -> String { text(Double(value)) }

  /// With six decimals, and with a power of ten where these would say nothing.
  private static func text(_ value: Double) -> String {
    value != 0 && abs(value) < 1e-4 ? Numbers.scientific(value) : Numbers.fixed(value, 6)
  }

  /// In parentheses if it is negative, as a factor or a summand in a formula.
  private static func signed(_ value: Float) -> String {
    value < 0 ? "(\(text(value)))" : text(value)
  }
}
