import Architecture
import CostAnalysis

/// The networks that fit a budget.
public enum FitReport {
  /// How many near misses are printed.
  private static let printedMisses = 12

  /// What fits, and what is out by little and why.
  public static func tables(_ fit: BudgetFit, _ budget: Budget) -> [ReportTable] {
    let chosen = ReportTable(
      key: "candidates", facts: facts(budget),
      heading: ["Budget: \(text(budget))"],
      columns: columns + [
        .init("published by", .left, key: "accuracySource")
      ],
      lines: fit.chosen.map { ReportTable.Line(cells($0) + [published($0)]) },
      footer: [
        fit.chosen.isEmpty
          ? "Nothing fits; the nearest stand below."
          : "Of each network the widths and resolutions beyond which no greater one fits, and those"
            + " with a published accuracy that nothing cheaper surpasses. Of several sources the"
            + " authors' own is taken; accuracies of different sources come of different training."
      ])
    let misses = ReportTable(
      key: "nearMisses", heading: [],
      columns: columns + [.init("out because", .left, key: "reason")],
      lines: fit.nearMisses.prefix(printedMisses).map { candidate, reason in
        ReportTable.Line(cells(candidate) + [.text(text(reason))])
      },
      footer: fit.nearMisses.count > printedMisses
        ? [
          "and \(fit.nearMisses.count - printedMisses) more that are out by less than"
            + " \(Numbers.fixed(100 * (BudgetFit.nearness - 1), 0)) %"
        ] : [])
    return fit.nearMisses.isEmpty ? [chosen] : [chosen, misses]
  }

  private static let columns: [ReportTable.Column] = [
    .init("network", .left, key: "name"), .init("alpha", key: "width"),
    .init("px", key: "resolution"), .init("params", key: "parameters"), .init("MACs", key: "macs"),
    .init("peak MiB", priority: 1, key: "peakActivationBytes"),
    .init("accuracy", .left, key: "accuracy"),
    .init("percent", key: "percent", isForPrograms: true),
    .init("metric", .left, key: "metric", isForPrograms: true),
    .init("data", .left, key: "data", isForPrograms: true),
  ]

  private static func cells(_ candidate: Candidate) -> [ReportTable.Cell] {
    let cost = candidate.cost
    return [
      .text(candidate.name), .number(cost.width, decimals: 2), .count(cost.resolution),
      .count(cost.parameters), .count(cost.macs), .mebibytes(cost.peakActivationBytes),
    ] + accuracy(candidate.accuracy)
  }

  /// An accuracy in words, and its parts for programs.
  static func accuracy(_ accuracy: PublishedAccuracy?) -> [ReportTable.Cell] {
    guard let accuracy else { return [.none, .none, .none, .none] }
    return [
      .text(text(accuracy)), .number(accuracy.percent, decimals: 3),
      .text(accuracy.metric.rawValue), .text(accuracy.data),
    ]
  }

  /// `70.6 top-1`, or `72.7 mAP, VOC 2007`.
  private static func text(_ accuracy: PublishedAccuracy) -> String {
    let number = "\(Numbers.fixed(accuracy.percent, 1)) \(accuracy.metric.rawValue)"
    return accuracy.data == "ImageNet" ? number : "\(number), \(accuracy.data)"
  }

  private static func published(_ candidate: Candidate) -> ReportTable.Cell {
    .text(candidate.accuracy?.source ?? "no published accuracy")
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

  private static func facts(_ budget: Budget) -> [String: ReportTable.Cell] {
    var facts: [String: ReportTable.Cell] = [:]
    facts["budgetMACs"] = budget.macs.map { .count($0) }
    facts["budgetParameters"] = budget.parameters.map { .count($0) }
    facts["budgetPeakActivationBytes"] = budget.peakActivationBytes.map { .kibibytes($0) }
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
