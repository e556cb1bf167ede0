import Architecture
import CostAnalysis

/// Costs over a grid of widths and resolutions.
package enum SweepReport {
  /// One line a width and resolution.
  package static func table(_ spec: ArchitectureSpec, _ costs: [ScaledCost]) -> ReportTable {
    ReportTable(
      facts: ["name": .text(spec.name)], heading: ["\(spec.title) (\(spec.name))"], of: costs
    ) {
      Column("alpha", key: "width") { .number($0.width, decimals: 4) }
      Column("resolution", key: "resolution") { .resolution($0.resolution) }
      Column("params", key: "parameters") { .count($0.parameters) }
      Column("MACs", key: "macs") { .count($0.macs) }
      Column("peak MiB", key: "peakActivationBytes") { .mebibytes($0.peakActivationBytes) }
    }
  }
}
