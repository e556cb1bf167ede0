import Kernels
import NetworkGraph

/// How far a plan's tensors are from the reference's, for one picture: the results of all blocks that make a map, and
/// the network's answers.
///
/// The reference runs in double precision: in single precision its own rounding would be as large as
/// the plan's.
public struct Agreement: Hashable, Sendable {
  /// The largest difference of a scalar, as a share of its tensor's standard deviation.
  public var worst: Double
  /// The node where it is.
  public var node: Int
  /// Tensors compared.
  public var compared: Int

  /// The largest share that rounding explains, for any of some million scalars: twice what parity
  /// with other frameworks allows for a sample of them.
  public static let tolerance = 2e-4

  /// Whether all tensors agree within rounding.
  public var holds: Bool { worst <= Self.tolerance }

  /// Runs both on one picture. Throws as they do.
  public init(
    _ runner: PlanRunner, _ network: Network<Float>, _ picture: Tensor<Float>
  ) throws {
    var comparison = try Comparison(runner, picture)
    _ = try network.inDoublePrecision.run(picture.inDoublePrecision) { node, expected in
      comparison.compare(node, expected)
    }
    self = comparison.agreement
  }

  init(worst: Double, node: Int, compared: Int) {
    (self.worst, self.node, self.compared) = (worst, node, compared)
  }

  /// A plan's tensors, compared one by one with others.
  struct Comparison {
    private var kept: [Int: Tensor<Float>] = [:]
    private(set) var agreement = Agreement(worst: 0, node: 0, compared: 0)

    /// Runs the plan on a picture.
    init(_ runner: PlanRunner, _ picture: Tensor<Float>) throws {
      let graph = runner.plan.graph.graph
      let blocks = graph.blocks.filter { $0.kind.isFeature }
      let wanted = Set(blocks.map(\.result) + graph.outputs.map(\.node))
      var kept: [Int: Tensor<Float>] = [:]
      _ = try runner.run(picture) { node, tensor in
        if wanted.contains(node) { kept[node] = tensor }
      }
      self.kept = kept
    }

    /// Compares a node's result, if the plan keeps it.
    mutating func compare(_ node: Int, _ expected: Tensor<Double>) {
      guard let got = kept.removeValue(forKey: node) else { return }
      let difference =
        got.shape == expected.shape
        ? Agreement.difference(got.values, expected.values) : .infinity
      // A NaN is no agreement, and nothing that follows hides it.
      if !agreement.worst.isNaN, !(difference <= agreement.worst) {
        (agreement.worst, agreement.node) = (difference, node)
      }
      agreement.compared += 1
    }
  }

  /// The largest difference as a share of the standard deviation of what is expected.
  static func difference(_ got: [Float], _ expected: [Double]) -> Double {
    var (sum, squares, largest) = (0.0, 0.0, 0.0)
    for (got, expected) in zip(got, expected) where Double(got) != expected {
      let difference = abs(Double(got) - expected)
      if !largest.isNaN, !(difference <= largest) { largest = difference }
    }
    for value in expected { sum += value }
    let mean = sum / Double(max(expected.count, 1))
    for value in expected { squares += (value - mean) * (value - mean) }
    let deviation = (squares / Double(max(expected.count, 1))).squareRoot()
    return largest == 0 ? 0 : largest / deviation
  }
}

extension Network<Float> {
  /// The same network with the same weights.
  var inDoublePrecision: Network<Double> {
    let values = weights.values.mapValues { $0.mapValues { $0.map { Double($0) } } }
    return Network<Double>(graph: graph, weights: NetworkWeights(values: values))
  }
}

extension Tensor<Float> {
  /// The same scalars.
  var inDoublePrecision: Tensor<Double> {
    var tensor = Tensor<Double>(shape: shape)
    for (index, value) in values.enumerated() { tensor.values[index] = Double(value) }
    return tensor
  }
}
