import Architecture
import WeightFiles

/// Why a network cannot run.
public enum NetworkError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The picture has another shape than the network's input.
  case picture(expected: Shape, got: Shape)
  /// The weights cannot be read.
  case weights(CheckpointError)
  /// A node has no weights.
  case noWeights(node: Int)
  /// A kernel made another shape than the graph says.
  case shape(node: Int, expected: Shape, got: Shape)
  /// A tensor has another number of scalars than the graph says.
  case size(expected: Int, got: Int)
  /// A runner cannot have so many threads.
  case threads(Int)
  /// A batch of no pictures.
  case emptyBatch
  /// The activations would not fit the memory.
  case memory(needed: Int, available: Int)
  /// A node's result has infinity or NaN in it, so that it has no range.
  case notFinite(node: Int)
  /// A node's result has no levels, but is needed in integers.
  case noLevels(node: Int)
  /// The sums of a layer in integers could leave 32 bits, or its scales are too far apart.
  case integerRange(node: Int)

  /// One sentence.
  public var description: String {
    switch self {
    case .picture(let expected, let got): "the picture is \(got), but the network takes \(expected)"
    case .weights(let error): error.description
    case .noWeights(let node): "node \(node) has no weights"
    case .shape(let node, let expected, let got):
      "node \(node) produced \(got), but the tables give \(expected)"
    case .size(let expected, let got): "a tensor has \(got) values, not \(expected)"
    case .threads(let threads):
      "invalid number of threads \(threads); it must be from \(PlanRunner.threadCounts.lowerBound) to"
        + " \(PlanRunner.threadCounts.upperBound)"
    case .emptyBatch: "the batch is empty"
    case .memory(let needed, let available):
      "the run needs \(needed >> 20) MiB of memory, but may use only \(available >> 20) MiB;"
        + " choose a smaller resolution or fewer classes"
    case .notFinite(let node): "the result of node \(node) contains infinity or NaN"
    case .noLevels(let node): "the result of node \(node) has no levels"
    case .integerRange(let node):
      "the sums of node \(node) could overflow 32 bits, or its scales are too far apart"
    }
  }
}
