import Inference
import KernelInterface
import Kernels
import NetworkGraph
import WeightFiles

/// A network and its weights, which are read when they are needed.
public struct Model: Sendable {
  /// The network.
  public var graph: Graph
  /// Where its weights are.
  public var weights: any WeightSource
  /// How a report names the weights.
  public var source: String
  /// Whether the weights have the batch norms folded, which the graph then lacks.
  public var isFolded: Bool
  /// The network in integers, if the weights are a file's of `quantize`; `weights` are what they stand for.
  package var quantized: QuantizedNetwork?
  /// What is done about weights with numbers that are none, before anything is computed with them: it
  /// may tell a reader, or throw.
  public var onFaults: @Sendable ([WeightFault]) throws -> Void = { _ in }

  /// A network with weights from anywhere.
  public init(graph: Graph, weights: any WeightSource, source: String, isFolded: Bool = false) {
    self.graph = graph
    self.weights = weights
    self.source = source
    self.isFolded = isFolded
  }

  /// A network with weights by a formula.
  public init(seeded graph: Graph) {
    self.init(
      graph: graph, weights: SeededWeights(for: graph, naming: graph.spec.naming), source: "seeded")
  }

  /// The network made ready for kernels. Throws if it is too large for so many bytes of memory, and
  /// if the weights cannot be read.
  public func plan(
    _ kernels: KernelTable, inBFloat16: Bool = false, memory: Int, keepingBlocks: Bool = false,
    fusing: Bool = true
  ) throws -> Plan {
    try RunLimit.require(graph, memory: memory)
    let plan = try namingSource { () throws(NetworkError) in
      try Plan(
        graph, weights: weights, kernels: kernels, inBFloat16: inBFloat16,
        keepingBlocks: keepingBlocks, fusing: fusing)
    }
    try heed(plan.weightFaults)
    return plan
  }

  /// The network with all its weights in memory. Throws if they cannot be read.
  package func network() throws -> Network<Float> {
    let network = try namingSource { () throws(NetworkError) in
      Network(graph: graph, weights: try NetworkWeights(weights, for: graph))
    }
    try heed(network.weights.faults)
    return network
  }

  /// Hands on what is wrong with the weights, if anything is.
  func heed(_ faults: [WeightFault]) throws {
    if !faults.isEmpty { try onFaults(faults) }
  }

  /// What `make` makes; weights that cannot be read are said to be those of the source.
  func namingSource<Made>(_ make: () throws(NetworkError) -> Made) throws -> Made {
    do {
      return try make()
    } catch {
      guard case .weights(let problem) = error else { throw error }
      throw ModelError.checkpoint(source: source, problem)
    }
  }
}
