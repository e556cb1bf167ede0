import Architecture
import KernelInterface
import Kernels
import NetworkGraph

/// One check of a network by execution: what the tables say beside what the kernels did.
package struct Verification: Sendable {
  /// One node: its shape at full size and its multiply-accumulates at the counting size.
  package struct Check: Hashable, Sendable {
    /// The node.
    package var node: Int
    /// The shape that the graph infers.
    package var inferredShape: Shape
    /// The shape that the kernel made.
    package var executedShape: Shape
    /// What the cost rule says.
    package var ruleCount: WideCount
    /// What the kernel counted.
    package var executedCount: WideCount

    /// Whether both agree.
    package var holds: Bool { inferredShape == executedShape && ruleCount == executedCount }
  }

  /// The graph at full size.
  package var graph: Graph
  /// The input at which multiplications were counted.
  package var countedInput: Shape
  /// All nodes, in order.
  package var checks: [Check]
  /// How far the engine's tensors were from the executed ones; nothing if none was asked.
  package var agreement: Agreement?
  /// The tensors of the weights that hold numbers which are none, if an engine was asked.
  package var weightFaults: [WeightFault] = []

  /// Nodes that fail, in order.
  package var failures: [Check] { checks.filter { !$0.holds } }
  /// Whether everything agrees.
  package var holds: Bool { failures.isEmpty && agreement?.holds != false }

  /// Runs a network twice: at its own size with the given weights, to compare every shape, and with the
  /// counting scalar, to compare every count with `rule`.
  ///
  /// Counting happens at `countingGraph`, the same table at another resolution, or at full size if
  /// there is none. With `engine`, a plan for those kernels runs at full size too, and its tensors
  /// are compared; before that, `found` is called with what is wrong with the weights. Throws if the
  /// network cannot run.
  package init(
    _ graph: Graph, weights: some WeightSource, countingGraph: Graph? = nil,
    kernels: some KernelSet = ReferenceKernelSet(), engine: KernelTable? = nil,
    found: ([WeightFault]) -> Void = { _ in }, rule: (Graph, _ node: Int) -> WideCount
  ) throws(NetworkError) {
    let counting = countingGraph ?? graph
    self.graph = graph
    countedInput = counting.input
    var executedShapes = [Shape](repeating: graph.input, count: graph.nodes.count)
    let picture = Tensor.seededPicture(graph.input)
    var comparison: Agreement.Comparison?
    if let engine {
      // The plan ends here: its weights need not stay in memory while the interpreter runs.
      let plan = try Plan(graph, weights: weights, kernels: engine, keepingBlocks: true)
      weightFaults = plan.weightFaults
      found(weightFaults)
      comparison = try Agreement.Comparison(PlanRunner(plan, threads: 1), picture)
    }
    _ = try Interpreter(double: graph, weights).run(
      picture.inDoublePrecision, kernels: kernels
    ) { node, result in
      executedShapes[node] = result.shape
      comparison?.compare(node, result)
      // One wrong shape shall not hide what follows.
      if result.shape != graph.nodes[node].shape { result = Tensor(shape: graph.nodes[node].shape) }
    }
    // Where a shape is wrong already, no run says more about rounding.
    let holds = executedShapes == graph.nodes.map { $0.shape }
    let interpreter = Interpreter(single: graph, weights)
    agreement = holds ? try comparison?.agreement(of: interpreter, picture) : nil
    comparison = nil
    let counts = try Self.counts(counting, kernels: kernels)
    checks = graph.nodes.indices.map { node in
      Check(
        node: node, inferredShape: graph.nodes[node].shape, executedShape: executedShapes[node],
        ruleCount: rule(counting, node), executedCount: counts[node])
    }
  }

  /// The same with seeded weights.
  package init(
    _ graph: Graph, countingGraph: Graph? = nil,
    kernels: some KernelSet = ReferenceKernelSet(), engine: KernelTable? = nil,
    rule: (Graph, _ node: Int) -> WideCount
  ) throws(NetworkError) {
    try self.init(
      graph, weights: SeededWeights(for: graph, naming: graph.spec.naming),
      countingGraph: countingGraph, kernels: kernels, engine: engine, rule: rule)
  }

  /// The multiply-accumulates that the kernels execute at each node.
  package static func counts(
    _ graph: Graph, kernels: some KernelSet = ReferenceKernelSet()
  ) throws(NetworkError) -> [WideCount] {
    let zero = CountedScalar(0)
    let interpreter = Interpreter<CountedScalar, CountedScalar>(graph) { _, _, count in
      Array(repeating: zero, count: count)
    }
    var counts = [WideCount](repeating: 0, count: graph.nodes.count)
    let picture = Tensor<CountedScalar>(shape: graph.input)
    _ = try interpreter.run(picture, kernels: kernels) { node, result in
      counts[node] = result.values.reduce(0) { $0 + WideCount($1.multiplyAccumulates) }
      // The next node shall count its own work only, whatever this one made.
      result = Tensor(shape: graph.nodes[node].shape)
    }
    return counts
  }
}

extension Tensor<Float> {
  /// The picture by formula: the numbers named "input", in the order channel, y, x.
  public static func seededPicture(_ shape: Shape) -> Self {
    let numbers = SeededNumbers.uniform("input", count: shape.count)
    var tensor = Tensor(shape: shape)
    for channel in 0..<shape.channels {
      for place in 0..<shape.places {
        tensor.values[place * shape.channels + channel] =
          numbers[channel * shape.places + place]
      }
    }
    return tensor
  }
}
