import Kernels
import NetworkGraph

/// Weights that are asked for one tensor at a time, so that no one needs to hold them all.
public protocol WeightSource: Sendable {
  /// One tensor of a node, in the order of checkpoints; nothing if the node has none.
  func values(_ node: Int, _ role: ParameterTensor.Role) throws -> [Float]?
}

extension NetworkWeights<Float>: WeightSource {
  /// One tensor of a node; nothing if it has none.
  public func values(_ node: Int, _ role: ParameterTensor.Role) -> [Float]? { self[node, role] }
}
