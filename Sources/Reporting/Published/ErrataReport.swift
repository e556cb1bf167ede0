import Architecture
import CostAnalysis

/// What texts claim and print, beside what the tables say.
package enum ErrataReport {
  /// Claims that are computed anew, text by text.
  package static func table(_ claims: [AnsweredClaim]) -> ReportTable {
    let verdicts = AnsweredClaim.Verdict.allCases.map { verdict in
      (name: verdict.rawValue, count: claims.count { $0.verdict == verdict })
    }
    var facts: [String: JSONValue] = [:]
    for (name, count) in verdicts { facts[name] = .integer(count) }
    return ReportTable(
      key: "claims", facts: facts,
      of: claims, groupedBy: Grouping("text") { $0.claim.text },
      tint: { $0.verdict == .holds ? nil : .orange },
      footer: [
        "\(claims.count) claims: "
          + verdicts.map { "\($0.count) \($0.name)" }.joined(separator: ", "),
        "wrong: the tables give another value; explained: another value, and an expression gives the"
          + " claimed one, too.",
      ]
    ) {
      Column("network", .left, priority: 1, key: "network") { .text($0.claim.network) }
      Column("claim", .left, key: "claim") { .text($0.claim.claim) }
      Column("claimed", key: "claimed") { .text("\($0.claim.claimed)") }
      Column("is", key: "value") { value($0) }
      Column("verdict", .left, key: "verdict") { .text($0.verdict.rawValue) }
      Column("by", .left, priority: 3, key: "answer") { .text($0.claim.answer.text) }
      Column("claimed value by", .left, priority: 2, key: "because") {
        $0.claim.because.map { .text($0.text) } ?? .none
      }
    }
  }

  /// What stands in the tables beside what their sources print.
  package static func table(of specs: [ArchitectureSpec]) -> ReportTable {
    let errata = specs.flatMap { spec in spec.errata.map { (network: spec.name, erratum: $0) } }
    return ReportTable(key: "errata", of: errata, groupedBy: Grouping("network") { $0.network }) {
      Column("row", key: "row") { $0.erratum.cell.map { .count($0.row) } ?? .none }
      Column("column", .left, priority: 2, key: "column") {
        $0.erratum.cell.map { .text($0.column) } ?? .none
      }
      Column("text", .left, key: "text") { .text($0.erratum.text ?? "the source") }
      Column("prints", .left, key: "printed") { .text($0.erratum.printed) }
      Column("but", .left, key: "reason") { .text($0.erratum.reason) }
    }
  }

  /// Whole numbers as such, others with a digit more than is claimed.
  private static func value(_ answered: AnsweredClaim) -> ReportTable.Cell {
    if let whole = Int(exactly: answered.value) { return .count(whole) }
    switch answered.claim.claimed {
    case .number(let number):
      return .number(answered.value, decimals: max(3, -number.exponent))
    case .range: return .number(answered.value, decimals: 3)
    }
  }
}
