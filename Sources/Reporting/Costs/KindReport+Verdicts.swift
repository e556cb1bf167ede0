import Architecture
import CostAnalysis
import NetworkGraph

extension KindReport {
  /// The share of a kind from which a verdict names it.
  private static let large = 0.5
  /// How many times a kind's share of one thing is that of another for a verdict to say so.
  private static let lopsided = 5.0

  /// What stands out, in words.
  package static func verdicts(_ graph: Graph) -> [String] {
    verdicts(graph.costByKind(), graph.totalCost())
  }

  private typealias Kinds = [(kind: OperationKind, cost: Cost)]

  private static func verdicts(_ kinds: Kinds, _ total: Cost) -> [String] {
    var result: [String] = []
    let amounts: [(String, (Cost) -> WideCount)] = [
      ("MACs", { $0.macs }), ("parameters", { WideCount($0.parameters.total) }),
      ("bytes moved", { $0.bytesMoved }),
    ]
    for (what, amount) in amounts {
      guard let first = kinds.max(by: { amount($0.cost) < amount($1.cost) }) else { continue }
      let part = share(amount(first.cost), amount(total))
      let verb = part >= large ? "take" : "take the most,"
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
    case .norm: "Norms not fused"
    case .activation: "Activations not fused"
    case .softmax: "Softmax"
    case .answers: "Lists of outputs"
    }
  }

  private static func share<Count: BinaryInteger>(_ part: Count, _ whole: Count) -> Double {
    whole == 0 ? 0 : Double(part) / Double(whole)
  }

  private static func percent(_ share: Double) -> String { Numbers.fixed(100 * share, 1) }
}
