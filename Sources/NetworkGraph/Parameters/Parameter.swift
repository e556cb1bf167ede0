/// One tensor that a checkpoint holds for an operation: what it is, and its shape.
package struct Parameter: Hashable, Sendable {
  /// What it is.
  package var role: ParameterTensor.Role
  /// Its shape.
  package var shape: [Int]

  /// Scalars in the tensor.
  package var count: Int { shape.reduce(1, *) }

  init(_ role: ParameterTensor.Role, _ shape: [Int]) { (self.role, self.shape) = (role, shape) }

  /// The tensors of a layer: weights, and a bias for each filter if it has one.
  static func layer(_ weights: [Int], bias: Bool) -> [Parameter] {
    [Parameter(.weight, weights)] + (bias ? [Parameter(.bias, [weights[0]])] : [])
  }
}
