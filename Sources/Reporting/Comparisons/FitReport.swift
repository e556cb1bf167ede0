import Architecture
import Architecture
import CostAnalysis

/// The networks that fit a budget.
package enum FitReport {
  /// How many near misses are printed.
  private static let printedMisses = 12

  /// What fits, and what is out by little and why.
  package static func tables(
    _ fit: BudgetFit, _ budget: Budget, in precision: Precision = .single
  ) -> [ReportTable] {
    let isSingle = precision == .single
    var facts = facts(budget)
    if !isSingle { facts["precision"] = .text(precision.rawValue) }
    let chosen = ReportTable(
      key: "candidates", facts: facts,
      heading: ["Budget: \(text(budget))" + (isSingle ? "" : ", in \(precision.rawValue)")],
      of: fit.chosen,
      footer: [
        fit.chosen.isEmpty
          ? "Nothing fits; the nearest are below."
          : "Listed: published accuracies that nothing cheaper beats, and each network's largest widths"
            + " and resolutions that fit. Of several sources, the authors' is used; accuracies from"
            + " different sources come from different training."
            + (isSingle ? "" : " They are those of networks in floating point.")
      ]
    ) {
      columns { $0 }
      Column("published by", .left, key: "accuracySource") { .source($0.accuracy) }
    }
    return fit.nearMisses.isEmpty ? [chosen] : [chosen, misses(fit)]
  }

  private static func misses(_ fit: BudgetFit) -> ReportTable {
    ReportTable(
      key: "nearMisses", of: Array(fit.nearMisses.prefix(printedMisses)),
      footer: fit.nearMisses.count > printedMisses
        ? [
          "and \(fit.nearMisses.count - printedMisses) more that are over by less than"
            + " \(Numbers.fixed(100 * (BudgetFit.nearness - 1), 0)) %"
        ] : []
    ) {
      columns { $0.0 }
      Column("why not", .left, key: "reason") { .text(text($0.1)) }
    }
  }

  @ColumnBuilder<Entry>
  private static func columns<Entry>(
    _ candidate: @escaping (Entry) -> Candidate
  ) -> [Column<Entry>] {
    Column("network", .left, key: "name") { .text(candidate($0).name) }
    Column("alpha", key: "width") { .number(candidate($0).cost.width, decimals: 2) }
    Column("px", key: "resolution") { .resolution(candidate($0).cost.resolution) }
    Column("params", key: "parameters") { .count(candidate($0).cost.parameters) }
    Column("MACs", key: "macs") { .count(candidate($0).cost.macs) }
    Column("peak MiB", priority: 1, key: "peakActivationBytes") {
      .mebibytes(candidate($0).cost.peakActivationBytes)
    }
    PublishedAccuracy.columns("accuracy") { candidate($0).accuracy }
  }

  private static func text(_ reason: BudgetFit.Reason) -> String {
    switch reason {
    case .exceeds(let excesses):
      excesses.map { "\($0.limit.rawValue) \(over($0.factor)) over" }.joined(separator: ", ")
    case .worse(let better):
      "\(better.name) \(Numbers.fixed(better.cost.width, 2))/\(better.cost.resolution) has"
        + " \(better.accuracy.map { Numbers.fixed($0.percent, 1) } ?? "-") and costs no more"
    }
  }

  /// An excess in percent, or in times where it is large.
  private static func over(_ factor: Double) -> String {
    factor < 10
      ? "\(Numbers.fixed(100 * (factor - 1), 1)) %"
      : "\(Numbers.grouped(Int(min(factor, 1e15).rounded()))) times"
  }

  private static func facts(_ budget: Budget) -> [String: JSONValue] {
    var facts: [String: JSONValue] = [:]
    facts["budgetMACs"] = budget.macs.map { .integer($0) }
    facts["budgetParameters"] = budget.parameters.map { .integer($0) }
    facts["budgetPeakActivationBytes"] = budget.peakActivationBytes.map { .integer($0) }
    return facts
  }

  private static func text(_ budget: Budget) -> String {
    [
      budget.macs.map { "at most \(Numbers.grouped($0)) MAC\($0 == 1 ? "" : "s")" },
      budget.parameters.map { "\(Numbers.grouped($0)) parameters" },
      budget.peakActivationBytes.map {
        $0 < 1024
          ? "\($0) bytes of activations" : "\(Numbers.kibibytes($0)) KiB of activations"
      },
    ].compactMap { $0 }.joined(separator: ", ")
  }
}
