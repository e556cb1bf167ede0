import NetworkGraph
import WeightFiles

/// Weights that are asked for one tensor at a time, so that not all of them need to be in memory.
public protocol WeightSource: Sendable {
  /// One tensor of a node, in row-major order; nothing if it has none. Throws if it
  /// cannot be read.
  func values(_ node: Int, _ role: ParameterTensor.Role) throws(CheckpointError) -> [Float]?
}
