import Kernels
import NetworkGraph

extension SeededNumbers {
  /// A tensor by its role: weights within sqrt(6 / fan-in), norms near the identity, slopes near
  /// a quarter, all else small. Numbers are as the layer takes them: with the tensor's factor.
  package static func values(of tensor: ParameterTensor) -> [Float] {
    var values = uniform(tensor.name, count: tensor.count)
    let inputs = Double(max(tensor.shape.dropFirst().reduce(1, *), 1))
    let (center, spread): (Float, Float) =
      switch tensor.role {
      case .weight:
        (0, tensor.factor * Float((6 / inputs).squareRoot()))
      case .normWeight, .normVariance: (1, 0.2)
      case .slope: (0.25, 0.1)
      case .bias, .normBias, .normMean, .scale: (0, 0.1)
      }
    // In place: a layer may have a hundred million.
    for index in values.indices { values[index] = center + spread * values[index] }
    return values
  }
}
