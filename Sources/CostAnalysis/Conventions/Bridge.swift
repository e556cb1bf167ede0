import Architecture
import NetworkGraph

/// The way from the exact count of a network to the number that a tool gives for it.
public struct Bridge: Hashable, Sendable {
  /// One step of the way.
  package struct Term: Hashable, Sendable {
    /// What is counted: `batch norm`, `global pool, module`; the first is the exact count.
    package var title: String
    /// How much each element counts; negative for layers that the tool does not find or leaves out.
    package var each: Int
    /// What the elements are; nothing for multiply-accumulates.
    package var unit: Convention.Unit?
    /// How many elements the network has.
    package var elements: WideCount
    /// What the step adds.
    package var count: WideCount { WideCount(each) * elements }
  }

  /// The steps; the first is the exact count.
  package var terms: [Term]
  /// What the tool counts for each node.
  public var counts: [WideCount]
  /// Operations of the network that the tool's rule does not name; they count 0.
  public var unnamed: [String]

  /// The tool's number.
  public var total: WideCount { terms.reduce(0) { $0 + $1.count } }

  /// What the tool counts for some of the nodes.
  public func count(of nodes: [Int]) -> WideCount { nodes.reduce(0) { $0 + counts[$1] } }
}

extension Graph {
  /// The way from the exact count to a tool's number, by the tool's rule.
  public func bridge(by rule: Convention.Rule) -> Bridge {
    let matrices = rule.dependsOnLayers ? self.matrices : []
    let leftOut = leftOut(by: rule)
    var tally = Tally(rule, nodeCount: nodes.count)
    for index in nodes.indices {
      let layer = layer(of: index, matrices: matrices)
      tally.count(
        multiplyAccumulates: nodes[index].operation.multiplyAccumulates(output: nodes[index].shape),
        of: index, layer: layer, leftOut: leftOut[index])
      for operand in operands(of: index, layer: layer) { tally.count(operand, of: index) }
    }
    return tally.bridge
  }

  /// The layers that a rule leaves out, by their nodes.
  private func leftOut(by rule: Convention.Rule) -> [Int: Convention.Layer] {
    var leftOut: [Int: Convention.Layer] = [:]
    for layer in rule.leavesOut {
      let node =
        switch layer {
        case .firstConvolution: nodes.firstIndex { $0.kind == .convolution }
        case .classifier: nodes.lastIndex { $0.kind == .fullyConnected }
        }
      if let node { leftOut[node] = layer }
    }
    return leftOut
  }

  /// What a node with weights is to tools.
  private func layer(of index: Int, matrices: Set<Int>) -> Implementation.Layer {
    guard matrices.contains(index) else { return .convolution }
    switch spec.rules.implementation.linear {
    case .plain: return .matrix
    case .subclass: return .subclass
    }
  }
}

/// What a rule has counted of the nodes so far.
private struct Tally {
  let rule: Convention.Rule
  /// What a multiply-accumulate counts where all of it is found.
  private let base: Int
  private var exact: WideCount = 0
  private var macs: [Implementation.Layer: WideCount] = [:]
  private var leftOut: [Bridge.Term] = []
  /// Elements of each contribution.
  private var elements: [WideCount]
  private var counts: [WideCount]
  private var unnamed: Set<CountedOperand.Kind> = []

  init(_ rule: Convention.Rule, nodeCount: Int) {
    self.rule = rule
    base = rule.multiplyAccumulate.values.max() ?? 0
    elements = Array(repeating: 0, count: rule.contributions.count)
    counts = Array(repeating: 0, count: nodeCount)
  }

  private func each(_ layer: Implementation.Layer) -> Int {
    rule.multiplyAccumulate[layer] ?? base
  }

  mutating func count(
    multiplyAccumulates own: WideCount, of node: Int, layer: Implementation.Layer,
    leftOut name: Convention.Layer?
  ) {
    exact += own
    macs[layer, default: 0] += own
    guard let name else {
      counts[node] = own * WideCount(each(layer))
      return
    }
    leftOut.append(
      Bridge.Term(
        title: "left out: \(name.title)", each: -each(layer), unit: nil, elements: own))
  }

  mutating func count(_ operand: CountedOperand, of node: Int) {
    var isNamed = rule.isComplete
    for (position, contribution) in rule.contributions.enumerated()
    where contribution.subject == operand.kind.subject
      && (contribution.form == nil || contribution.form == operand.kind.form)
    {
      isNamed = true
      let measure = operand.elements(contribution.unit)
      elements[position] += measure
      counts[node] += WideCount(contribution.each) * measure
    }
    if !isNamed { unnamed.insert(operand.kind) }
  }

  /// The way that is counted.
  var bridge: Bridge {
    var terms = [Bridge.Term(title: "exact count", each: base, unit: nil, elements: exact)]
    for layer in Implementation.Layer.allCases {
      let (found, difference) = (macs[layer] ?? 0, each(layer) - base)
      guard found > 0, difference != 0 else { continue }
      terms.append(
        Bridge.Term(
          title: "not found: \(layer.rawValue)", each: difference, unit: nil, elements: found))
    }
    terms += leftOut
    for (contribution, elements) in zip(rule.contributions, elements)
    where contribution.each > 0 && elements > 0 {
      let kind = CountedOperand.Kind(subject: contribution.subject, form: contribution.form)
      terms.append(
        Bridge.Term(
          title: kind.title, each: contribution.each, unit: contribution.unit, elements: elements))
    }
    return Bridge(terms: terms, counts: counts, unnamed: unnamed.map { $0.title }.sorted())
  }
}

extension Convention.Rule {
  /// Whether convolutions and matrices count differently.
  fileprivate var dependsOnLayers: Bool {
    Set(multiplyAccumulate.values).count > 1
      || contributions.contains {
        if case .layer = $0.form { true } else { false }
      }
  }
}
