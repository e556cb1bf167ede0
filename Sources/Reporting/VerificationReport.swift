import Architecture
import CostAnalysis
import Inference
import NetworkGraph

/// What a verification found.
public struct VerificationReport: Sendable {
  /// The verification.
  public var verification: Verification
  /// The network at its own size, if it was run at a smaller one.
  public var own: Graph?

  /// A report on a verification; `reducedFrom` is the network at its own size, if it was run at a
  /// smaller one.
  public init(_ verification: Verification, reducedFrom own: Graph? = nil) {
    self.verification = verification
    self.own = own
  }

  /// One line a row: claimed, inferred and executed shapes, counts by rule and by execution.
  public func table() -> ReportTable {
    let graph = verification.graph
    let spec = graph.spec
    var lines: [ReportTable.Line] = []
    var parts: [Part] = []
    for (index, row) in graph.rows.enumerated() where row.kind != .input {
      let checks = verification.checks.filter { graph.nodes[$0.node].origin.row == index }
      guard let last = checks.last else { continue }
      parts.append(row.part)
      // A claim is about the table's own size.
      let claim =
        graph.scaling == Scaling() ? row.specRow.flatMap { spec.rows[$0].inputClaim } : nil
      lines.append(
        ReportTable.Line([
          row.number.map(String.init) ?? "", row.name, claim.map(text) ?? "-",
          graph.inputShape(ofRow: index).map(String.init(describing:)) ?? "-",
          "\(last.executedShape)", "\(checks.count)",
          Numbers.grouped(checks.reduce(0) { $0 + $1.ruleCount }),
          Numbers.grouped(checks.reduce(0) { $0 + $1.executedCount }),
          checks.allSatisfy(\.holds) ? "ok" : "FAIL",
        ]))
    }
    let rule = verification.checks.reduce(0) { $0 + $1.ruleCount }
    let counted = verification.checks.reduce(0) { $0 + $1.executedCount }
    return ReportTable(
      heading: [CostReport.heading(graph)],
      columns: [
        .init("#"), .init("row", .left), .init("claimed input", .left),
        .init("inferred input", .left, priority: 2), .init("executed output", .left),
        .init("nodes", priority: 1), .init("MACs by rule"), .init("MACs executed"),
        .init("", .left),
      ], lines: lines,
      totals: [
        .init([
          "", "total", "", "", "", "\(verification.checks.count)", Numbers.grouped(rule),
          Numbers.grouped(counted), verification.holds ? "ok" : "FAIL",
        ])
      ],
      footer: failures() + Self.summary([self])
    ).grouped(by: parts)
  }

  /// One line on the whole.
  public func line() -> ReportTable.Line {
    let graph = verification.graph
    return ReportTable.Line([
      graph.spec.name, "\(graph.input)", "\(verification.checks.count)",
      "\(verification.countedInput)",
      Numbers.grouped(verification.checks.reduce(0) { $0 + $1.executedCount }),
      verification.holds ? "ok" : "FAIL",
    ])
  }

  /// The table of several verifications, one line each.
  public static func table(_ reports: [VerificationReport]) -> ReportTable {
    ReportTable(
      heading: [],
      columns: [
        .init("network", .left), .init("shapes executed at", .left), .init("nodes"),
        .init("MACs counted at", .left), .init("MACs executed"), .init("", .left),
      ], lines: reports.map { $0.line() },
      footer: reports.flatMap { $0.failures() } + Self.summary(reports))
  }

  /// What failed, node by node.
  public func failures() -> [String] {
    let graph = verification.graph
    var engine: [String] = []
    if let agreement = verification.agreement, !agreement.holds {
      let node = graph.nodes[agreement.node]
      engine.append(
        "FAIL \(graph.spec.name), \(graph.blocks[node.origin.block].name)"
          + " \(node.origin.role.rawValue): the engine's result differs by \(agreement.worst) standard"
          + " deviations")
    }
    return engine
      + verification.failures.map { check in
        let node = graph.nodes[check.node]
        let row = graph.rows[node.origin.row]
        var text = "FAIL \(graph.spec.name), row \(row.number.map(String.init) ?? row.name),"
        text += " \(graph.blocks[node.origin.block].name) \(node.origin.role.rawValue):"
        if check.inferredShape != check.executedShape {
          text += " the kernel made \(check.executedShape), the tables give \(check.inferredShape);"
        }
        if check.ruleCount != check.executedCount {
          text +=
            " the kernel executed \(Numbers.grouped(check.executedCount)) multiply-accumulates,"
          text += " the cost rule says \(Numbers.grouped(check.ruleCount));"
        }
        return String(text.dropLast())
      }
  }

  private func text(_ claim: ShapeClaim) -> String {
    "\(claim.height)x\(claim.width)x\(claim.channels)"
  }

  /// What holds, and in the last line what was reduced.
  private static func summary(_ reports: [VerificationReport]) -> [String] {
    let failed = reports.reduce(0) { $0 + $1.verification.failures.count }
    let checked = reports.reduce(0) { $0 + $1.verification.checks.count }
    let agreements = reports.compactMap(\.verification.agreement)
    let (compared, explained) = agreements.reduce((0, 0)) {
      ($0.0 + $1.compared, $0.1 + $1.explained)
    }
    var engine: [String] = []
    if !agreements.isEmpty, agreements.allSatisfy(\.holds) {
      engine.append(
        "The engine's \(compared) blocks and answers equal them within 2e-4 standard deviations"
          + (explained == 0
            ? "."
            : ", or (\(explained)) within \(Agreement.margin) times the plain kernels' own rounding in"
              + " single precision."))
    }
    let result =
      failed == 0
      ? "All \(checked) nodes hold: executed shapes and counts equal the tables'."
      : "\(failed) of \(checked) nodes FAIL."
    let smaller = reports.compactMap { report in
      report.own.map { own in
        "Reduced: \(own.spec.name) ran at \(report.verification.graph.input), for"
          + " \(own.input) takes \(Numbers.grouped(own.totalCost().macs)) multiply-accumulates;"
          + " --full runs at full size."
      }
    }
    let reduced = reports.map(\.verification).filter { $0.countedInput != $0.graph.input }
    guard let first = reduced.first else {
      let whole =
        smaller.isEmpty ? ["Nothing was reduced: shapes and counts at full size."] : smaller
      return [result] + engine + whole
    }
    let size = reduced.count == 1 ? "\(first.countedInput)" : "the sizes above"
    return [result] + engine + smaller + [
      "Reduced: multiply-accumulates were counted at \(size); --full counts at full size."
    ]
  }
}
