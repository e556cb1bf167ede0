import Architecture
import CostAnalysis

/// Standard against depthwise-separable convolution, for one layer or for the blocks of a network.
package enum SeparableReport {
  /// A convolution with what it costs.
  private struct Line {
    var name: String
    var formula: String
    var count: SeparableComparison.Count
  }

  /// One layer, with the formulas.
  package static func table(_ comparison: SeparableComparison) -> ReportTable {
    let lines = [
      Line(
        name: "standard", formula: "Dk Dk M N DF DF",
        count: comparison.count(comparison.standard)),
      Line(
        name: "depthwise", formula: "Dk Dk M DF DF", count: comparison.count(comparison.depthwise)),
      Line(
        name: "pointwise", formula: "M N DF DF", count: comparison.count(comparison.pointwise)),
      Line(
        name: "separable", formula: "Dk Dk M DF DF + M N DF DF", count: comparison.separable),
    ]
    return ReportTable(
      facts: facts(comparison), heading: heading(comparison), of: lines, lineKey: { $0.name },
      footer: [
        "separable / standard = \(Numbers.fixed(comparison.ratio, 6))"
          + "   1/N + 1/Dk^2 = \(Numbers.fixed(comparison.theoreticalRatio, 6))"
          + "   \(Numbers.fixed(1 / comparison.ratio, 3)) times cheaper",
        "parameters: weights only, no biases, no norms",
      ]
    ) {
      Column("convolution", .left) { .text($0.name) }
      Column("multiply-accumulates", .left) { .text($0.formula) }
      Column("parameters", key: "parameters") { .count($0.count.weights) }
      Column("MACs", key: "macs") { .count($0.count.macs) }
    }
  }

  private static func heading(_ comparison: SeparableComparison) -> [String] {
    let standard = comparison.standard
    let output = comparison.output
    let side =
      output.height == output.width ? "\(output.height)" : "\(output.height) x \(output.width)"
    return [
      "\(standard.kernel) convolution, stride \(standard.stride.brief):"
        + " \(comparison.input) -> \(output)",
      "Dk = \(standard.kernel.brief)   M = \(standard.inputChannels)   N = \(standard.outputChannels)"
        + "   DF = \(side)",
    ]
  }

  private static func facts(_ comparison: SeparableComparison) -> [String: JSONValue] {
    [
      "input": JSONValue(comparison.input), "output": JSONValue(comparison.output),
      "kernel": JSONValue(comparison.standard.kernel),
      "stride": JSONValue(comparison.standard.stride), "ratio": .number(comparison.ratio),
      "theoreticalRatio": .number(comparison.theoreticalRatio),
    ]
  }
}
