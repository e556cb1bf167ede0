import Kernels
import NetworkGraph

/// How far a plan's tensors are from the reference's, for one picture.
public struct Agreement: Hashable, Sendable {
  /// The largest difference of a scalar, as a share of its tensor's standard deviation.
  public var worst: Double
  /// The node where it is.
  public var node: Int
  /// Tensors compared: the result of every node that the plan keeps.
  public var compared: Int

  /// The largest share that rounding explains.
  public static let tolerance = 1e-4

  /// Whether all tensors agree within rounding.
  public var holds: Bool { worst <= Self.tolerance }

  /// Runs both on one picture. Throws as they do.
  public init(
    _ runner: PlanRunner, _ network: Network<Float>, _ picture: Tensor<Float>
  ) throws {
    var kept: [Int: Tensor<Float>] = [:]
    _ = try runner.run(picture) { node, tensor in kept[node] = tensor }
    var agreement = (worst: 0.0, node: 0, compared: 0)
    _ = try network.run(picture) { node, expected in
      guard let got = kept.removeValue(forKey: node) else { return }
      let difference = Self.difference(got.values, expected.values)
      // A NaN is no agreement.
      if !(difference <= agreement.worst) { (agreement.worst, agreement.node) = (difference, node) }
      agreement.compared += 1
    }
    (worst, node, compared) = agreement
  }

  /// The largest difference as a share of the standard deviation of what is expected.
  static func difference(_ got: [Float], _ expected: [Float]) -> Double {
    var (sum, squares, largest) = (0.0, 0.0, 0.0)
    for (got, expected) in zip(got, expected) where got != expected {
      let difference = abs(Double(got) - Double(expected))
      if !(difference <= largest) { largest = difference }
    }
    for value in expected { sum += Double(value) }
    let mean = sum / Double(max(expected.count, 1))
    for value in expected { squares += (Double(value) - mean) * (Double(value) - mean) }
    let deviation = (squares / Double(max(expected.count, 1))).squareRoot()
    return largest == 0 ? 0 : largest / deviation
  }
}
