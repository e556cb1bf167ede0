import Architecture
import CostAnalysis

/// What texts claim and print, beside what the tables say.
public enum ErrataReport {
  /// Claims that are computed anew, text by text.
  public static func table(_ claims: [AnsweredClaim]) -> ReportTable {
    let lines = claims.map { answered in
      let claim = answered.claim
      var line = ReportTable.Line(
        [
          .text(claim.network), .text(claim.claim), .text("\(claim.claimed)"),
          value(answered), .text(answered.verdict.rawValue), .text(claim.answer.text),
          claim.because.map { .text($0.text) } ?? .none,
        ], tint: answered.verdict == .holds ? nil : .orange)
      line.group = claim.text
      return line
    }
    let verdicts = AnsweredClaim.Verdict.allCases.map { verdict in
      (verdict.rawValue, claims.count { $0.verdict == verdict })
    }
    var table = ReportTable(
      key: "claims", facts: Dictionary(uniqueKeysWithValues: verdicts.map { ($0, .count($1)) }),
      heading: [],
      columns: [
        .init("network", .left, priority: 1, key: "network"), .init("claim", .left, key: "claim"),
        .init("claimed", key: "claimed"), .init("is", key: "value"),
        .init("verdict", .left, key: "verdict"),
        .init("by", .left, priority: 3, key: "answer"),
        .init("claimed value by", .left, priority: 2, key: "because"),
      ], lines: lines,
      footer: [
        "\(claims.count) claims: " + verdicts.map { "\($1) \($0)" }.joined(separator: ", "),
        "wrong: the tables give another value; explained: another value, and what the claimed one"
          + " is can be computed too.",
      ])
    table.groupTitle = "text"
    return table
  }

  /// What stands in the tables beside what their sources print.
  public static func table(of specs: [ArchitectureSpec]) -> ReportTable {
    var lines: [ReportTable.Line] = []
    for spec in specs {
      for erratum in spec.errata {
        var line = ReportTable.Line([
          erratum.cell.map { .count($0.row) } ?? .none,
          erratum.cell.map { .text($0.column) } ?? .none,
          .text(erratum.text ?? "the source"), .text(erratum.printed), .text(erratum.reason),
        ])
        line.group = spec.name
        lines.append(line)
      }
    }
    var table = ReportTable(
      key: "errata", heading: [],
      columns: [
        .init("row", key: "row"), .init("column", .left, priority: 2, key: "column"),
        .init("text", .left, key: "text"), .init("prints", .left, key: "printed"),
        .init("but", .left, key: "reason"),
      ], lines: lines)
    table.groupTitle = "network"
    return table
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
