import Architecture
import CostAnalysis
import NetworkGraph

extension NetAdaptReport {
  /// One line a step, the full network first.
  private struct Line {
    var number: Int
    var step: NetAdaptTrace.Step?
    var graph: Graph
    var macs: WideCount
    var cost: Double
    var proxy: Double
  }

  /// The steps of a search. `images` are the pictures that the proxy saw.
  package static func table(
    _ trace: NetAdaptTrace, heading: [String], images: [String], isSeeded: Bool
  ) -> ReportTable {
    let total = trace.start.totalCost()
    let start = Line(
      number: 0, step: nil, graph: trace.start, macs: total.macs, cost: trace.startCost, proxy: 1)
    let lines =
      [start]
      + trace.steps.enumerated().map { index, step in
        Line(
          number: index + 1, step: step, graph: step.proposal.graph, macs: step.proposal.macs,
          cost: step.proposal.cost, proxy: step.proxy)
      }
    let summary = NetworkSummary(trace.start)
    return ReportTable(
      key: "steps",
      facts: summary.facts([
        "reduction": .number(trace.reduction), "counting": .text(counting(trace.budget)),
        "images": .array(images.map { .text($0) }), "seeded": .flag(isSeeded),
        "complete": .flag(trace.end == .complete),
      ]),
      heading: heading + summary.headings, of: lines, tint: { $0.step == nil ? .dim : nil },
      footer: notes(trace, isSeeded: isSeeded)
    ) {
      Column("step", key: "step") { .plain($0.number) }
      Column("rows", .left, key: "rows") { $0.step.map { .text(name($0.proposal)) } ?? "-" }
      Column("width", .left, priority: 3, key: "width") {
        $0.step.map { .text(name($0.proposal.width)) } ?? "-"
      }
      Column("from", key: "before") { $0.step.map { .count($0.proposal.before) } ?? .none }
      Column("to", key: "after") { $0.step.map { .count($0.proposal.after) } ?? .none }
      Column("of", priority: 4, key: "proposals") {
        $0.step.map { .plain($0.choices) } ?? .none
      }
      Column("params", priority: 2, key: "parameters") {
        .count($0.step?.proposal.parameters ?? total.parameters.total)
      }
      Column("MACs", key: "macs") { .count($0.macs) }
      Column("% MACs", priority: 1, key: "macsShare") {
        .percent($0.macs, of: total.macs)
      }
      if trace.budget != .macs {
        Column(trace.budget == .measured ? "us" : "least us", key: "microseconds") {
          .number($0.cost * 1e6, decimals: 1)
        }
        Column("% time", key: "timeShare") {
          .number(100 * $0.cost / trace.startCost, decimals: 1)
        }
      }
      Column("proxy", key: "proxy") { .number($0.proxy, decimals: 4) }
    }
  }

  private static func counting(_ budget: NetAdaptTrace.Budget) -> String {
    switch budget {
    case .macs: "MACs"
    case .predicted: "predicted time"
    case .measured: "measured time"
    }
  }

  private static func notes(_ trace: NetAdaptTrace, isSeeded: Bool) -> [String] {
    let reduction = Numbers.fixed(100 * trace.reduction, 2)
    let counted =
      switch trace.budget {
      case .macs: "multiply-accumulates"
      case .predicted(let device): "time on \(device.title), as 'mobilenet roofline' predicts it,"
      case .measured:
        "time on one core of this machine, measured in turns with the network of the step before,"
      }
    var notes = [
      "Each step saves \(reduction) % or more of the full network's \(counted) by one width; of all"
        + " proposals (of), the one that loses the least proxy for what it saves is chosen (arXiv 1905.02244"
        + " chooses so by accuracy).",
      "proxy: the cosine between the answers and those of the full network, each less its mean; the mean of"
        + " the pictures. It is no accuracy. Channels whose filters have the largest norms keep their"
        + " weights, batch norms folded in; nothing is trained between steps, as NetAdapt does.",
    ]
    if isSeeded {
      notes.append(
        "The weights are seeded (from a formula): the choice says nothing about a trained network.")
    }
    switch trace.end {
    case .complete: break
    case .unreachable(let step, let largest):
      notes.append(
        "Ended before step \(step): no width is left that saves \(reduction) % alone; the most that one"
          + " would save is \(Numbers.fixed(100 * largest, 2)) %.")
    }
    return notes
  }
}
