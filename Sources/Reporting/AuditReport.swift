import Architecture
import CostAnalysis

/// Published counts beside exact ones.
public enum AuditReport {
  /// The table of an audit, source by source.
  public static func table(_ audit: Audit) -> ReportTable {
    let lines = audit.entries.map { entry in
      let network = entry.figure.network
      var line = ReportTable.Line(
        [
          .text(name(network, entry.classes)), .text(network.name),
          network.width.map { .number($0, decimals: 2) } ?? .none,
          network.resolution.map { .count($0) } ?? .none,
          entry.classes.map { .count($0) } ?? .none, .text(name(entry.count.quantity)),
          .text(entry.count.printed.description), .count(entry.exact),
          .number(100 * entry.difference, decimals: 2), .text(keyword(entry)),
          detail(entry),
        ], tint: tint(entry))
      line.group = entry.figure.source
      return line
    }
    let counts = keywords.map { keyword in
      (keyword: keyword, count: audit.entries.count { self.keyword($0) == keyword })
    }
    let summary = counts.filter { $0.count > 0 }.map { "\($0.count) \($0.keyword)" }
    var table = ReportTable(
      key: "figures",
      facts: Dictionary(
        uniqueKeysWithValues: counts.map {
          ($0.keyword.replacing(" c", with: "C"), .count($0.count))
        }),
      heading: [],
      columns: [
        .init("network", .left), .init("name", .left, key: "network", isForPrograms: true),
        .init("alpha", key: "width", isForPrograms: true),
        .init("pixels", key: "resolution", isForPrograms: true),
        .init("classes", key: "classes", isForPrograms: true),
        .init("count", .left, key: "count"),
        .init("published", .right, key: "published"), .init("exact", key: "exact"),
        .init("diff. %", priority: 1, key: "differencePercent"),
        .init("verdict", .left, key: "verdict"),
        .init("of", .left, priority: 2, key: "explanation"),
      ], lines: lines,
      footer: [
        "\(audit.entries.count) published counts: \(summary.joined(separator: ", "))",
        "exact: equal to the unit; rounded, floored: equal in the printed digits; up: the next larger number of them; other convention: equal if"
          + " something else is counted, the same throughout a source if it can be; stale: that of an older"
          + " form of the network; misprint: one digit differs, nothing known gives the number, and the row's"
          + " other counts are right; unexplained: nothing known gives it.",
      ])
    table.groupTitle = "source"
    return table
  }

  private static let keywords = [
    "exact", "rounded", "floored", "other convention", "stale", "misprint", "unexplained",
  ]

  private static func keyword(_ entry: Audit.Entry) -> String {
    switch entry.verdict {
    case .exact: "exact"
    case .rounded, .raised: "rounded"
    case .floored: "floored"
    case .variant: entry.figure.isVariantOlder ? "stale" : "other convention"
    case .otherConvention: "other convention"
    case .misprint, .repeated: "misprint"
    case .unexplained: "unexplained"
    }
  }

  private static func detail(_ entry: Audit.Entry) -> ReportTable.Cell {
    switch entry.verdict {
    case .exact, .rounded, .floored: .none
    case .raised: "up"
    case .variant(let network):
      .text(network.name.split(separator: "@").last.map { "that of @\($0)" } ?? network.name)
    case .otherConvention(_, let explains): .text(explains)
    case .misprint: "1 digit differs"
    case .repeated(let resolution): .text("that of \(resolution) pixels")
    case .unexplained(let digits):
      digits.map { .text("\($0) digit\($0 == 1 ? " differs" : "s differ")") } ?? .none
    }
  }

  /// `mobilenet-v1:0.75/192`, with the classes of what is no classifier.
  private static func name(_ network: NetworkRequest, _ classes: Int?) -> String {
    let width = network.width.map { ":\(Numbers.fixed($0, 2))" } ?? ""
    let resolution = network.resolution.map { "/\($0)" } ?? ""
    let counted = classes.map { ", \($0) classes" } ?? ""
    return network.name + (width.isEmpty && !resolution.isEmpty ? ":" : width) + resolution
      + counted
  }

  private static func name(_ quantity: PublishedCount.Quantity) -> String {
    switch quantity {
    case .macs, .flops: quantity.rawValue
    case .parameters: "params"
    }
  }

  private static func tint(_ entry: Audit.Entry) -> ReportTable.Tint? {
    switch entry.verdict {
    case .exact, .rounded, .floored, .raised: nil
    case .variant, .otherConvention: .cyan
    case .misprint, .repeated, .unexplained: .orange
    }
  }
}
