import Architecture
import CostAnalysis

/// Costs over a grid of widths and resolutions.
public enum SweepReport {
  /// One line a width and resolution.
  public static func table(_ spec: ArchitectureSpec, _ costs: [ScaledCost]) -> ReportTable {
    ReportTable(
      facts: ["name": .text(spec.name)], heading: ["\(spec.title) (\(spec.name))"],
      columns: [
        .init("alpha", key: "width"), .init("resolution", key: "resolution"),
        .init("params", key: "parameters"), .init("MACs", key: "macs"),
        .init("peak MiB", key: "peakActivationBytes"),
      ],
      lines: costs.map { cost in
        ReportTable.Line([
          .number(cost.width, decimals: 4), .count(cost.resolution), .count(cost.parameters),
          .count(cost.macs), .mebibytes(cost.peakActivationBytes),
        ])
      })
  }
}
