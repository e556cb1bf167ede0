import Architecture
import NetworkGraph

/// The way from the exact count of a network to the number that a tool gives for it.
public struct Bridge: Hashable, Sendable {
  /// One step of the way.
  public struct Term: Hashable, Sendable {
    /// What is counted: `batch norm`, `global pool, module`; the first is the exact count.
    public var title: String
    /// How much each element counts; negative for layers that the tool does not find.
    public var each: Int
    /// What the elements are; nothing for multiply-accumulates.
    public var unit: Convention.Unit?
    /// How many elements the network has.
    public var elements: Int
    /// What the step adds.
    public var count: Int { each * elements }
  }

  /// The steps; the first is the exact count.
  public var terms: [Term]
  /// What the tool counts for each node.
  public var counts: [Int]
  /// Operations of the network that the tool's rule does not name; they count 0.
  public var unnamed: [String]

  /// The tool's number.
  public var total: Int { terms.reduce(0) { $0 + $1.count } }

  /// What the tool counts for some of the nodes.
  public func count(of nodes: [Int]) -> Int { nodes.reduce(0) { $0 + counts[$1] } }
}

extension Graph {
  /// The way from the exact count to a tool's number, by the tool's rule.
  public func bridge(by rule: Convention.Rule) -> Bridge {
    let layers = Implementation.Layer.allCases
    let matrices = rule.dependsOnLayers ? matrixNodes : []
    let base = rule.multiplyAccumulate.values.max() ?? 0
    var exact = 0
    var macs: [Implementation.Layer: Int] = [:]
    var elements = Array(repeating: 0, count: rule.contributions.count)
    var counts = Array(repeating: 0, count: nodes.count)
    var unnamed: Set<Operand.Kind> = []
    for index in nodes.indices {
      let layer = layer(of: index, matrices: matrices)
      let own = nodes[index].operation.multiplyAccumulates(output: nodes[index].shape)
      exact += own
      macs[layer, default: 0] += own
      counts[index] = own * (rule.multiplyAccumulate[layer] ?? base)
      for operand in operands(of: index, layer: layer) {
        var isNamed = rule.isComplete
        for (position, contribution) in rule.contributions.enumerated()
        where contribution.subject == operand.kind.subject
          && (contribution.form == nil || contribution.form == operand.kind.form)
        {
          isNamed = true
          let measure = operand.elements(contribution.unit)
          elements[position] += measure
          counts[index] += contribution.each * measure
        }
        if !isNamed { unnamed.insert(operand.kind) }
      }
    }
    var terms = [Bridge.Term(title: "exact count", each: base, unit: nil, elements: exact)]
    for layer in layers where (macs[layer] ?? 0) > 0 {
      let difference = (rule.multiplyAccumulate[layer] ?? base) - base
      guard difference != 0 else { continue }
      terms.append(
        Bridge.Term(
          title: "not found: \(layer.rawValue)", each: difference, unit: nil,
          elements: macs[layer] ?? 0))
    }
    for (contribution, elements) in zip(rule.contributions, elements)
    where contribution.each > 0 && elements > 0 {
      let kind = Operand.Kind(subject: contribution.subject, form: contribution.form)
      terms.append(
        Bridge.Term(
          title: kind.title, each: contribution.each, unit: contribution.unit, elements: elements))
    }
    return Bridge(terms: terms, counts: counts, unnamed: unnamed.map(\.title).sorted())
  }

  /// An operation beside the multiply-accumulates, with what it can be counted by.
  private struct Operand {
    struct Kind: Hashable {
      var subject: Convention.Subject
      var form: Convention.Form?

      var title: String { subject.title + (form.map { ", \($0.name)" } ?? "") }
    }

    var kind: Kind
    var input: Int
    var output: Shape
    /// Additions or products for each element of the output.
    var steps = 1
    var parameters = 0
    /// Places of a window.
    var window = 1

    /// Tensors are bounded, so that no product of theirs leaves 64 bits; windows are bounded here.
    func elements(_ unit: Convention.Unit) -> Int {
      switch unit {
      case .output: min(output.count * steps, Self.largest)
      case .input: input
      case .parameter: parameters
      case .place: output.places
      case .window: min(output.count * window, Self.largest)
      }
    }

    private static let largest = 1 << 41
  }

  private func operands(of index: Int, layer: Implementation.Layer) -> [Operand] {
    let node = nodes[index]
    let implementation = spec.rules.implementation
    let output = nodes[index].shape
    func operand(
      _ subject: Convention.Subject, _ form: Convention.Form? = nil, steps: Int = 1, window: Int = 1
    ) -> Operand {
      Operand(
        kind: Operand.Kind(subject: subject, form: form),
        input: node.inputs.first.map { nodes[$0].shape.count } ?? 0, output: output, steps: steps,
        parameters: node.operation.parameterCount(output: output).total, window: window)
    }
    func bias(_ hasBias: Bool) -> [Operand] {
      guard hasBias else { return [] }
      var bias = operand(.bias, .layer(layer))
      bias.parameters = output.channels
      return [bias]
    }
    switch node.operation {
    case .convolution(let convolution): return bias(convolution.hasBias)
    case .linear(let linear): return bias(linear.hasBias)
    case .batchNormalization: return [operand(.norm, .norm(implementation.norm))]
    case .activation(let activation): return [operand(.activation(activation))]
    case .globalPool:
      let isGate = node.origin.role == .squeezePool
      return [
        operand(.globalPool, .pooling(isGate ? implementation.gatePool : implementation.pool))
      ]
    case .pool(let pool):
      return [operand(.pool(pool.kind), window: pool.kernel * pool.kernel)]
    case .l2Normalization: return [operand(.l2Normalization)]
    case .softmax: return [operand(.softmax)]
    case .add: return [operand(.add, steps: node.inputs.count - 1)]
    case .multiply: return [operand(.multiply, steps: node.inputs.count - 1)]
    case .resize(let mode, _): return [operand(.resize(mode), .resizing(implementation.resize))]
    case .input, .concatenate, .flatten, .stack: return []
    }
  }

  /// What a node with weights is to tools. A fully connected layer is a matrix if checkpoints store
  /// it as one.
  private func layer(of index: Int, matrices: Set<Int>) -> Implementation.Layer {
    guard matrices.contains(index) else { return .convolution }
    switch spec.rules.implementation.linear {
    case .plain: return .matrix
    case .subclass: return .subclass
    }
  }

  private var matrixNodes: Set<Int> {
    let tensors = parameterTensors(naming: spec.naming)
    return Set(tensors.filter { $0.role == .weight && $0.shape.count == 2 }.map(\.node))
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
