import Architecture
import CostAnalysis

/// Published counts beside exact ones.
package enum AuditReport {
  /// The table of an audit, source by source.
  package static func table(_ audit: Audit) -> ReportTable {
    let counts = Keyword.allCases.map { keyword in
      (keyword: keyword, count: audit.entries.count { self.keyword($0) == keyword })
    }
    var facts: [String: JSONValue] = [:]
    for (keyword, count) in counts { facts[keyword.rawValue] = .integer(count) }
    let summary = counts.filter { $0.count > 0 }.map { "\($0.count) \($0.keyword.words)" }
    return ReportTable(
      key: "figures",
      facts: facts,
      of: audit.entries, groupedBy: Grouping("source") { $0.figure.source },
      tint: { tint($0) },
      footer: [
        "\(audit.entries.count) published counts: \(summary.joined(separator: ", "))",
        "exact: equal to the unit; rounded, floored: equal in the printed digits; up: rounded up; other"
          + " convention: equal if something else is counted, where possible the same throughout a source;"
          + " stale: the count of an older version of the network; misprint: one digit differs, no known"
          + " convention gives the number, and the row's other counts are right; unexplained: no known"
          + " convention gives it.",
      ]
    ) {
      Column("network", .left) { .text(name($0.figure.network, $0.classes)) }
      Column("name", .left, key: "network", isForPrograms: true) { .text($0.figure.network.name) }
      Column("alpha", key: "width", isForPrograms: true) {
        $0.figure.network.width.map { .number($0, decimals: 2) } ?? .none
      }
      Column("pixels", key: "resolution", isForPrograms: true) {
        $0.figure.network.resolution.map { .resolution($0) } ?? .none
      }
      Column("classes", key: "classes", isForPrograms: true) {
        $0.classes.map { .count($0) } ?? .none
      }
      Column("count", .left, key: "count") { .text(name($0.count.quantity)) }
      Column("published", key: "published") { .text($0.count.printed.description) }
      Column("exact", key: "exact") { .count($0.exact) }
      Column("diff. %", priority: 1, key: "differencePercent") {
        .number(100 * $0.difference, decimals: 2)
      }
      Column("verdict", .left, key: "verdict") { .text(keyword($0).words) }
      Column("of", .left, priority: 2, key: "explanation") { detail($0) }
    }
  }

  /// What a verdict is called: in JSON by its name, elsewhere in words.
  private enum Keyword: String, CaseIterable {
    case exact, rounded, floored, otherConvention, stale, misprint, unexplained

    var words: String { self == .otherConvention ? "other convention" : rawValue }
  }

  private static func keyword(_ entry: Audit.Entry) -> Keyword {
    switch entry.verdict {
    case .exact: .exact
    case .rounded, .raised: .rounded
    case .floored: .floored
    case .variant: entry.figure.isVariantOlder ? .stale : .otherConvention
    case .otherConvention: .otherConvention
    case .misprint, .repeated: .misprint
    case .unexplained: .unexplained
    }
  }

  private static func detail(_ entry: Audit.Entry) -> ReportTable.Cell {
    switch entry.verdict {
    case .exact, .rounded, .floored: .none
    case .raised: "up"
    case .variant(let network):
      .text(network.name.split(separator: "@").last.map { "count of @\($0)" } ?? network.name)
    case .otherConvention(_, let explains): .text(explains)
    case .misprint: "1 digit differs"
    case .repeated(let resolution): .text("count at \(resolution) pixels")
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
