import NetworkGraph

/// Weights that are asked for one tensor at a time, so that not all of them need to be in memory.
public protocol WeightSource: Sendable {
  /// One tensor of a node, in row-major order; nothing if it has none.
  func values(_ node: Int, _ role: ParameterTensor.Role) throws -> [Float]?
}
