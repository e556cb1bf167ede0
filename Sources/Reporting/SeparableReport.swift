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

  /// Every separable block of a network beside the standard convolution that would take its place.
  public static func table(_ graph: ShapedGraph) -> ReportTable {
    let lines = graph.separableComparisons().map { block, comparison in
      let standard = comparison.count(comparison.standard)
      return ReportTable.Line([
        block.name, "\(comparison.input)", "\(comparison.output)",
        "\(comparison.standard.kernel)", Numbers.grouped(standard.macs),
        Numbers.grouped(comparison.separable.macs), Numbers.fixed(comparison.ratio, 4),
        Numbers.fixed(comparison.theoreticalRatio, 4), Numbers.fixed(1 / comparison.ratio, 2),
      ])
    }
    return ReportTable(
      heading: [CostReport.heading(graph)],
      columns: [
        .init("block", .left), .init("input HxWxC", .left, priority: 1),
        .init("output HxWxC", .left, priority: 1), .init("Dk"), .init("standard MACs"),
        .init("separable MACs"), .init("ratio"), .init("1/N+1/Dk^2"), .init("x cheaper"),
      ], lines: lines,
      footer: [
        "A block's depthwise convolution and the 1x1 convolution after it, against one standard"
          + " convolution of the same window from the same input to the same output."
      ])
  }
}
