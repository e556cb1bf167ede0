import Architecture
import Kernels
import NetworkGraph
import WeightFiles

/// Which weights of a layer share a step.
package enum WeightGranularity: String, CaseIterable, Hashable, Sendable {
  /// All of them.
  case tensor
  /// Those of one filter.
  case channel

  /// In how many equal parts the weights of an operation are rounded, each with a step of its own. Weights
  /// that do not stand filter by filter are one part.
  package func parts(of operation: Operation) -> Int {
    switch self {
    case .tensor: 1
    case .channel: operation.layer?.outputChannels ?? 1
    }
  }
}

/// Weights as another source has them, those of layers rounded; biases keep all their bits, as they do
/// where integers run: 32 there.
package struct RoundedWeights<Source: WeightSource>: WeightSource {
  private let source: Source
  private let graph: Graph
  private let bits: Int
  private let granularity: WeightGranularity

  /// The weights of a graph from a source, to be rounded to so many bits.
  package init(_ source: Source, of graph: Graph, bits: Int, per granularity: WeightGranularity) {
    (self.source, self.graph, self.bits, self.granularity) = (source, graph, bits, granularity)
  }

  /// One tensor of a node, rounded if it is multiplied. Throws as the source does.
  package func values(
    _ node: Int, _ role: ParameterTensor.Role
  ) throws(CheckpointError) -> [Float]? {
    let values = try source.values(node, role)
    let operation = graph.nodes[node].operation
    guard role == .weight, operation.isWeighted else { return values }
    return values?.rounded(bits: bits, parts: granularity.parts(of: operation))
  }
}
