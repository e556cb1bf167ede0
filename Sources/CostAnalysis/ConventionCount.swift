import Architecture
import NetworkGraph

/// How a tool's figure comes about: from the exact count term by term.
public struct ConventionBridge: Sendable {
  /// One term.
  public struct Step: Hashable, Sendable {
    /// The term.
    public var term: Convention.Term
    /// Elements or parameters that it counts.
    public var elements: Int
    /// Times so many operations.
    public var amount: Int { elements * term.times }
  }

  /// The convention.
  public var convention: Convention
  /// The exact count.
  public var exact: Int
  /// The terms that count something, in the convention's order.
  public var steps: [Step]
  /// The terms of its FLOPs, where those are no multiple of its multiply-accumulates.
  public var flopsSteps: [Step]

  /// The tool's figure.
  public var macs: Int { steps.reduce(exact) { $0 + $1.amount } }
  /// The tool's FLOPs; twice its multiply-accumulates if it has no rule of its own.
  public var flops: Int {
    guard let own = convention.flops else { return 2 * macs }
    return flopsSteps.reduce(own.perMultiplyAccumulate * exact) { $0 + $1.amount }
  }
}

extension ShapedGraph {
  /// The way from the exact count to a convention's.
  public func bridge(to convention: Convention) -> ConventionBridge {
    func steps(_ terms: [Convention.Term]) -> [ConventionBridge.Step] {
      terms.compactMap { term in
        let elements = graph.nodes.indices.reduce(0) { $0 + self.elements(of: $1, for: term) }
        return elements == 0 ? nil : ConventionBridge.Step(term: term, elements: elements)
      }
    }
    return ConventionBridge(
      convention: convention, exact: totalCost().macs, steps: steps(convention.macs),
      flopsSteps: steps(convention.flops?.terms ?? []))
  }

  /// What a convention counts of some nodes: multiply-accumulates and FLOPs.
  public func count(
    of nodes: [Int], by convention: Convention
  ) -> (macs: Int, flops: Int) {
    func sum(_ terms: [Convention.Term]) -> Int {
      nodes.reduce(0) { sum, node in
        terms.reduce(sum) { $0 + $1.times * elements(of: node, for: $1) }
      }
    }
    let exact = nodes.reduce(0) {
      $0 + graph.nodes[$1].operation.multiplyAccumulates(output: shapes[$1])
    }
    let macs = exact + sum(convention.macs)
    guard let own = convention.flops else { return (macs, 2 * macs) }
    return (macs, own.perMultiplyAccumulate * exact + sum(own.terms))
  }

  /// The elements of a node that a term counts.
  private func elements(of node: Int, for term: Convention.Term) -> Int {
    guard let ingredient = ingredient(of: node), ingredient.kind == term.ingredient else {
      return 0
    }
    let implementation = graph.spec.rules.implementation
    let isGate = graph.nodes[node].origin.role == .squeezePool
    switch ingredient.kind {
    case .norm where !term.norms.isEmpty && !term.norms.contains(implementation.norm): return 0
    case .pool where !term.pools.isEmpty:
      let pool = isGate ? implementation.gatePool : implementation.pool
      if !term.pools.contains(pool) { return 0 }
    case .norm, .pool, .convolutionBias, .linearBias, .product, .sum, .activation: break
    }
    switch term.unit {
    case .output: return shapes[node].count * ingredient.repeats
    case .input: return inputShapes(of: node).first?.count ?? 0
    case .parameter:
      let parameters = graph.nodes[node].operation.parameterCount(output: shapes[node])
      return ingredient.isBias ? parameters.biases : parameters.total
    }
  }

  /// What of a node may count besides multiply-accumulates, and how often for each element.
  private func ingredient(of node: Int) -> CountedIngredient? {
    let operation = graph.nodes[node].operation
    switch operation {
    case .convolution(let convolution):
      return convolution.hasBias ? CountedIngredient(kind: .convolutionBias, isBias: true) : nil
    case .linear(let linear):
      guard linear.hasBias else { return nil }
      let role = graph.nodes[node].origin.role
      let isGate = role == .squeeze || role == .excite
      let isConvolution = isGate && graph.spec.rules.implementation.gateLayers == .convolution
      return CountedIngredient(
        kind: isConvolution ? .convolutionBias : .linearBias, isBias: true)
    case .batchNormalization: return CountedIngredient(kind: .norm)
    case .activation(let activation): return CountedIngredient(kind: .activation(activation))
    case .pool(let pool):
      return pool.kind == .average ? CountedIngredient(kind: .pool) : nil
    case .globalPool: return CountedIngredient(kind: .pool)
    case .multiply: return CountedIngredient(kind: .product)
    case .add:
      return CountedIngredient(kind: .sum, repeats: graph.nodes[node].inputs.count - 1)
    case .input, .l2Normalization, .softmax, .concatenate, .resize, .flatten, .stack: return nil
    }
  }
}

/// What of a node may count besides multiply-accumulates.
private struct CountedIngredient {
  var kind: Convention.Ingredient
  var repeats = 1
  var isBias = false
}
