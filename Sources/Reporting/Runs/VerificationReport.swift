import Architecture
import CostAnalysis
import Inference
import NetworkGraph

/// What a verification found.
package struct VerificationReport: Sendable {
  /// The verification.
  package var verification: Verification
  /// The network at its own size, if it was run at a smaller one.
  package var own: Graph?

  /// What witnesses say; nothing if none was looked for.
  package var testimonies: [Testimony]?

  /// Whether everything agrees, and no witness contradicts.
  package var holds: Bool {
    verification.holds && !(testimonies ?? []).contains { $0.contradiction != nil }
  }

  /// A report on a verification; `reducedFrom` is the network at its own size, if it was run at a
  /// smaller one.
  package init(
    _ verification: Verification, reducedFrom own: Graph? = nil, testimonies: [Testimony]? = nil
  ) {
    self.verification = verification
    self.own = own
    self.testimonies = testimonies
  }

  /// A row with what its nodes did.
  private struct Line {
    var row: Graph.Row
    var claim: ShapeClaim?
    var input: Shape?
    var checks: [Verification.Check]
  }

  private func lines() -> [Line] {
    let graph = verification.graph
    return graph.rows.enumerated().compactMap { index, row in
      let checks = verification.checks.filter { graph.nodes[$0.node].origin.row == index }
      guard row.kind != .input, !checks.isEmpty else { return nil }
      // A claim is about the table's own size.
      let claim =
        graph.scaling == Scaling() ? row.specRow.flatMap { graph.spec.rows[$0].inputClaim } : nil
      return Line(row: row, claim: claim, input: graph.inputShape(ofRow: index), checks: checks)
    }
  }

  /// One line a row: claimed, inferred and executed shapes, counts by rule and by execution.
  package func table() -> ReportTable {
    let checks = verification.checks
    return ReportTable(
      heading: [NetworkSummary(verification.graph).heading], of: lines(),
      groupedBy: .part { $0.row.part },
      footer: failures() + witnessLines() + Self.summary([self])
    ) {
      Column("#") { $0.row.number.map { .plain($0) } ?? "" }
      Column("row", .left, total: "total") { .text($0.row.name) }
      Column("claimed input", .left) { $0.claim.map { .text(text($0)) } ?? .none }
      Column("inferred input", .left, priority: 2) { $0.input.map { .shape($0) } ?? .none }
      Column("executed output", .left) { $0.checks.last.map { .shape($0.executedShape) } ?? .none }
      Column("nodes", priority: 1, total: .plain(checks.count)) { .plain($0.checks.count) }
      Column("MACs by rule", total: .count(ruleCount(checks))) { .count(ruleCount($0.checks)) }
      Column("MACs executed", total: .count(executedCount(checks))) {
        .count(executedCount($0.checks))
      }
      Column("", .left, total: Self.verdict(holds)) {
        Self.verdict($0.checks.allSatisfy { $0.holds })
      }
    }
  }

  /// The table of several verifications, one line each.
  package static func table(_ reports: [VerificationReport]) -> ReportTable {
    ReportTable(
      of: reports, footer: reports.flatMap { $0.failures() } + Self.summary(reports)
    ) {
      Column("network", .left) { .text($0.verification.graph.spec.name) }
      Column("shapes executed at", .left) { .shape($0.verification.graph.input) }
      Column("nodes") { .plain($0.verification.checks.count) }
      Column("MACs counted at", .left) { .shape($0.verification.countedInput) }
      Column("MACs executed") { .count($0.executedCount($0.verification.checks)) }
      Column("witnesses", .left, priority: 2) { .text($0.witnessNames) }
      Column("nobody witnesses", .left, priority: 1) { .text($0.unwitnessed) }
      Column("", .left) { verdict($0.holds) }
    }
  }

  private static func verdict(_ holds: Bool) -> ReportTable.Cell { holds ? "ok" : "FAIL" }

  private func ruleCount(_ checks: [Verification.Check]) -> WideCount {
    checks.reduce(0) { $0 + $1.ruleCount }
  }

  private func executedCount(_ checks: [Verification.Check]) -> WideCount {
    checks.reduce(0) { $0 + $1.executedCount }
  }

  private func text(_ claim: ShapeClaim) -> String {
    "\(claim.height)x\(claim.width)x\(claim.channels)"
  }
}
