import CostAnalysis
import NetworkGraph

/// Standard against depthwise-separable convolution, for one layer or for the blocks of a network.
public enum SeparableReport {
  /// One layer, with the formulas.
  public static func table(_ comparison: SeparableComparison) -> ReportTable {
    func line(_ name: String, _ formula: String, _ count: SeparableComparison.Count)
      -> ReportTable.Line
    {
      ReportTable.Line([
        name, formula, Numbers.grouped(count.weights), Numbers.grouped(count.macs),
      ])
    }
    let standard = comparison.standard
    let square = comparison.output.height == comparison.output.width
    return ReportTable(
      heading: [
        "\(standard.kernel)x\(standard.kernel) convolution, stride \(standard.stride):"
          + " \(comparison.input) -> \(comparison.output)",
        "Dk = \(standard.kernel)   M = \(standard.inputChannels)   N = \(standard.outputChannels)"
          + "   DF = \(square ? "\(comparison.output.height)" : "\(comparison.output.height) x \(comparison.output.width)")",
      ],
      columns: [
        .init("convolution", .left), .init("multiply-accumulates", .left), .init("parameters"),
        .init("MACs"),
      ],
      lines: [
        line("standard", "Dk Dk M N DF DF", comparison.count(standard)),
        line("depthwise", "Dk Dk M DF DF", comparison.count(comparison.depthwise)),
        line("pointwise", "M N DF DF", comparison.count(comparison.pointwise)),
        line("separable", "Dk Dk M DF DF + M N DF DF", comparison.separable),
      ],
      footer: [
        "separable / standard = \(Numbers.fixed(comparison.ratio, 6))"
          + "   1/N + 1/Dk^2 = \(Numbers.fixed(comparison.theoreticalRatio, 6))"
          + "   \(Numbers.fixed(1 / comparison.ratio, 3)) times cheaper",
        "parameters are weights: no bias, no norm",
      ])
  }

  /// Every separable block of a network beside the standard convolution that would take its place, and
  /// the whole network with either.
  public static func table(_ graph: Graph) -> ReportTable {
    let ledger = graph.separableLedger()
    let blanks = Array(repeating: ReportTable.Cell.text(""), count: 3)
    return ReportTable(
      heading: [CostReport.heading(graph)],
      columns: [
        .init("block", .left), .init("input HxWxC", .left, priority: 7),
        .init("output HxWxC", .left, priority: 2), .init("Dk", priority: 1),
        .init("standard params", priority: 4), .init("separable params", priority: 5),
        .init("standard MACs"), .init("separable MACs"), .init("ratio"),
        .init("1/N+1/Dk^2", priority: 1), .init("x cheaper", priority: 6),
      ],
      lines: ledger.entries.map { entry in
        let comparison = entry.comparison
        return ReportTable.Line(
          [
            .text(entry.block.name), .shape(comparison.input), .shape(comparison.output),
            .count(comparison.standard.kernel),
          ] + cells(comparison.count(comparison.standard), comparison.separable) + [
            .number(comparison.ratio, decimals: 4),
            .number(comparison.theoreticalRatio, decimals: 4),
            .number(1 / comparison.ratio, decimals: 2),
          ])
      },
      totals: [
        ReportTable.Line(
          ["the network"] + blanks + cells(ledger.standard, ledger.separable)
            + ratios(ledger.standard.macs, ledger.separable.macs))
      ],
      footer: ledger.entries.isEmpty
        ? ["No block is a depthwise convolution and the 1x1 convolution after it."]
        : [
          "With standard convolutions the network would cost"
            + " \(times(ledger.standard.macs, ledger.separable.macs)) times the MACs and"
            + " \(times(ledger.standard.weights, ledger.separable.weights)) times the parameters.",
          "A block's depthwise convolution and the 1x1 convolution after it, against one standard"
            + " convolution of the same window from the same input to the same output. A block's params"
            + " are weights; the network's are all trainable ones, of which the depthwise layers' norms"
            + " would go too.",
        ])
  }

  private static func cells(
    _ standard: SeparableComparison.Count, _ separable: SeparableComparison.Count
  ) -> [ReportTable.Cell] {
    [
      .count(standard.weights), .count(separable.weights), .count(standard.macs),
      .count(separable.macs),
    ]
  }

  private static func ratios(_ standard: Int, _ separable: Int) -> [ReportTable.Cell] {
    guard standard > 0, separable > 0 else { return [.none, .text(""), .none] }
    return [
      .number(Double(separable) / Double(standard), decimals: 4), .text(""),
      .number(Double(standard) / Double(separable), decimals: 2),
    ]
  }

  private static func times(_ standard: Int, _ separable: Int) -> String {
    separable == 0 ? "-" : Numbers.fixed(Double(standard) / Double(separable), 3)
  }
}
