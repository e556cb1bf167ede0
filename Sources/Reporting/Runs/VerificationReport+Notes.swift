import Architecture
import CostAnalysis
import Inference
import NetworkGraph

extension VerificationReport {
  /// What failed: the engine, what witnesses contradict, and nodes.
  package func failures() -> [String] {
    let graph = verification.graph
    var engine: [String] = []
    if let agreement = verification.agreement, !agreement.holds {
      let node = graph.nodes[agreement.node]
      engine.append(
        "FAIL \(graph.spec.name), \(graph.blocks[node.origin.block].name)"
          + " \(node.origin.role.rawValue): "
          + (agreement.blame(verification.weightFaults)
            ?? "the engine's result differs by \(agreement.worst) standard deviations"))
    }
    return engine + contradictions()
      + verification.failures.map { check in
        let node = graph.nodes[check.node]
        let row = graph.rows[node.origin.row]
        var text = "FAIL \(graph.spec.name), row \(row.number.map { "\($0)" } ?? row.name),"
        text += " \(graph.blocks[node.origin.block].name) \(node.origin.role.rawValue):"
        if check.inferredShape != check.executedShape {
          text +=
            " the kernel produced \(check.executedShape), the tables give \(check.inferredShape);"
        }
        if check.ruleCount != check.executedCount {
          text +=
            " the kernel executed \(Numbers.grouped(check.executedCount)) multiply-accumulates,"
          text += " the cost rule says \(Numbers.grouped(check.ruleCount));"
        }
        return String(text.dropLast())
      }
  }

  /// What holds, and in the last line what was reduced.
  static func summary(_ reports: [VerificationReport]) -> [String] {
    let failed = reports.reduce(0) { $0 + $1.verification.failures.count }
    let checked = reports.reduce(0) { $0 + $1.verification.checks.count }
    let agreements = reports.compactMap { $0.verification.agreement }
    let (compared, explained) = agreements.reduce((0, 0)) {
      ($0.0 + $1.compared, $0.1 + $1.explained)
    }
    var engine: [String] = []
    if !agreements.isEmpty, agreements.allSatisfy({ $0.holds }) {
      engine.append(
        "The engine's \(compared) blocks and outputs agree within 2e-4 standard deviations"
          + (explained == 0
            ? "."
            : ", or (\(explained)) within \(Agreement.margin) times what rounding in single precision makes"
              + " of them at most in \(Agreement.draws) runs of the plain kernels."))
    }
    let result =
      failed == 0
      ? "All \(checked) nodes pass: executed shapes and counts equal those of the tables."
      : "\(failed) of \(checked) nodes FAIL."
    let smaller = reports.compactMap { report in
      report.own.map { own in
        "Reduced: \(own.spec.name) ran at \(report.verification.graph.input), because"
          + " \(own.input) takes \(Numbers.grouped(own.totalCost().macs)) multiply-accumulates;"
          + " --full runs at full size."
      }
    }
    let reduced = reports.map { $0.verification }.filter { $0.countedInput != $0.graph.input }
    guard let first = reduced.first else {
      let whole =
        smaller.isEmpty ? ["Shapes and counts were checked at full size."] : smaller
      return [result] + engine + whole
    }
    let size = reduced.count == 1 ? "\(first.countedInput)" : "the sizes above"
    return [result] + engine + smaller + [
      "Reduced: multiply-accumulates were counted at \(size); --full counts at full size."
    ]
  }
}
