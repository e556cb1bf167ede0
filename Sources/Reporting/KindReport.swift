import CostAnalysis
import NetworkGraph

/// Where the cost of a network goes, by kind of operation.
public enum KindReport {
  /// The share of a kind from which a verdict names it.
  private static let large = 0.5
  /// How many times a kind's share of one thing is that of another for a verdict to say so.
  private static let lopsided = 5.0

  /// One line a kind: multiply-accumulates, parameters, activations, memory traffic.
  public static func table(_ graph: Graph) -> ReportTable {
    let kinds = graph.costByKind()
    let layers = graph.layers()
    let total = graph.totalCost()
    func line(_ name: String, _ count: Int, _ cost: Cost) -> ReportTable.Line {
      ReportTable.Line([
        .text(name), .count(count), amount(cost.macs), .percent(cost.macs, of: total.macs),
        .bar(share(cost.macs, total.macs), places: 10), amount(cost.parameters.total),
        .percent(cost.parameters.total, of: total.parameters.total),
        .kibibytes(cost.activationBytes),
        .percent(cost.activationBytes, of: total.activationBytes), .kibibytes(cost.bytesMoved),
        .percent(cost.bytesMoved, of: total.bytesMoved),
        .number(cost.arithmeticIntensity, decimals: 2),
      ])
    }
    return ReportTable(
      facts: CostReport.facts(graph).merging(verdictFacts(kinds, total)) { $1 },
      heading: [CostReport.heading(graph)],
      columns: [
        .init("kind", .left, key: "kind"), .init("layers", priority: 5, key: "layers"),
        .init("MACs", key: "macs"), .init("%", uniqueTitle: "% of MACs", key: "macsShare"),
        .init("", .left, priority: 6, uniqueTitle: "share of MACs"),
        .init("params", key: "parameters"),
        .init("%", uniqueTitle: "% of params", key: "parametersShare"),
        .init("act. KiB", priority: 2, key: "activationBytes"),
        .init("%", priority: 2, uniqueTitle: "% of activations", key: "activationShare"),
        .init("moved KiB", priority: 1, key: "bytesMoved"),
        .init("%", priority: 1, uniqueTitle: "% of bytes moved", key: "bytesMovedShare"),
        .init("FLOP/B", priority: 3, key: "arithmeticIntensity"),
      ],
      lines: kinds.map { kind, cost in
        line(
          kind.rawValue, layers.count { graph.nodes[$0.nodes[0]].kind == kind }, cost)
      }, totals: [line("total", layers.count, total)],
      footer: verdicts(kinds, total) + [
        "act.: what layers write; moved: what they read and write, weights included; 32-bit floating"
          + " point. FLOP/B: 2 for a MAC, for every byte moved."
      ])
  }

  /// What stands out, in words.
  public static func verdicts(_ graph: Graph) -> [String] {
    verdicts(graph.costByKind(), graph.totalCost())
  }

  private typealias Kinds = [(kind: OperationKind, cost: Cost)]

  private static func verdicts(_ kinds: Kinds, _ total: Cost) -> [String] {
    var result: [String] = []
    let amounts: [(String, (Cost) -> Int)] = [
      ("MACs", { $0.macs }), ("parameters", { $0.parameters.total }),
      ("bytes moved", { $0.bytesMoved }),
    ]
    for (what, amount) in amounts {
      guard let first = kinds.max(by: { amount($0.cost) < amount($1.cost) }) else { continue }
      let part = share(amount(first.cost), amount(total))
      let verb = part >= large ? "take" : "take most:"
      if amount(total) > 0 {
        result.append("\(plural(first.kind)) \(verb) \(percent(part)) % of the \(what).")
      }
    }
    for (kind, cost) in kinds {
      let macs = share(cost.macs, total.macs)
      let parameters = share(cost.parameters.total, total.parameters.total)
      let (smaller, larger) = (min(macs, parameters), max(macs, parameters))
      guard larger > 0.1, larger >= lopsided * smaller else { continue }
      result.append(
        macs > parameters
          ? "\(plural(kind)) make \(percent(macs)) % of the MACs with \(percent(parameters)) % of"
            + " the parameters."
          : "\(plural(kind)) hold \(percent(parameters)) % of the parameters, but make"
            + " \(percent(macs)) % of the MACs.")
    }
    return result
  }

  private static func verdictFacts(
    _ kinds: Kinds, _ total: Cost
  ) -> [String: ReportTable.Cell] {
    ["verdict": .text(verdicts(kinds, total).joined(separator: " "))]
  }

  private static func plural(_ kind: OperationKind) -> String {
    switch kind {
    case .input: "The picture"
    case .convolution: "Standard convolutions"
    case .depthwise: "Depthwise convolutions"
    case .pointwise: "1x1 convolutions"
    case .squeezeExcite: "Squeeze-and-excitation gates"
    case .fullyConnected: "Fully connected layers"
    case .pool: "Pooling layers"
    case .join: "Joins"
    case .resize: "Enlargements"
    case .norm: "Norms alone"
    case .activation: "Activations alone"
    case .softmax: "Softmax"
    case .answers: "Lists of answers"
    }
  }

  private static func amount(_ value: Int) -> ReportTable.Cell {
    value == 0 ? .none : .count(value)
  }

  private static func share(_ part: Int, _ whole: Int) -> Double {
    whole == 0 ? 0 : Double(part) / Double(whole)
  }

  private static func percent(_ share: Double) -> String { Numbers.fixed(100 * share, 1) }
}
