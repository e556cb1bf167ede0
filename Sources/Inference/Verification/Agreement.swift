import Architecture
import KernelInterface
import Kernels
import NetworkGraph

/// How far a plan's tensors are from the reference's, for one picture: the results of all blocks that make a map, and
/// the network's answers.
///
/// The reference runs in double precision: in single precision its own rounding would be as large as
/// the plan's.
package struct Agreement: Hashable, Sendable {
  /// The largest difference of a scalar, as a share of its tensor's standard deviation, of those that
  /// rounding alone does not explain.
  package var worst: Double
  /// The node where it is.
  package var node: Int
  /// Tensors compared.
  package var compared: Int
  /// Tensors that differ by more than the tolerance, but by no more than `margin` times the most that
  /// rounding made of them in `draws` runs of the plain kernels; `worst` leaves them out.
  package var explained: Int
  /// Whether the scalar of `worst` is infinite or NaN with the plain kernels in single precision, too:
  /// then it is the weights that are to blame.
  package var overflows = false

  /// The largest share that rounding explains, for any of some million scalars: twice what parity
  /// with other frameworks allows for a sample of them.
  package static let tolerance = 2e-4

  /// Runs of the plain kernels in single precision, on the picture and on others that differ from it in
  /// the last bits. The rounding of one gate is that of a whole channel, so the largest difference of a
  /// run is a draw from few: two draws were up to five times apart, and the largest of several is
  /// steadier.
  package static let draws = 4

  /// How many times the largest of these draws is explained: an engine is one more draw.
  package static let margin = 3

  /// Whether all tensors agree within rounding.
  package var holds: Bool { worst <= Self.tolerance }

  /// Runs both on one picture. Throws as they do.
  ///
  /// Of a plan in bfloat16 all tensors are explained by what its rounding makes of them with the plain kernels, or none.
  package init(
    _ runner: PlanRunner, _ network: Network<Float>, _ picture: Tensor<Float>
  ) throws(NetworkError) {
    var comparison = try Comparison(runner, picture)
    let interpreter = Interpreter(double: network.graph, network.weights)
    _ = try interpreter.run(picture.inDoublePrecision) { node, expected in
      comparison.compare(node, expected)
    }
    guard runner.plan.precision == .brain else {
      self = try comparison.agreement(
        of: Interpreter(single: network.graph, network.weights), picture)
      return
    }
    let plain = try PlanRunner(
      Plan(
        network.graph, weights: network.weights, kernels: .reference, inBFloat16: true,
        keepingBlocks: true, fusing: false), threads: 1)
    self = try comparison.agreement(picture) {
      (picture: Tensor<Float>, visit: @escaping (Int, Tensor<Float>) -> Void)
        throws(NetworkError) in
      _ = try plain.run(picture, observe: visit)
    }
  }

  init(worst: Double, node: Int, compared: Int, explained: Int = 0) {
    (self.worst, self.node, self.compared) = (worst, node, compared)
    self.explained = explained
  }

  /// Tensors in single precision, compared one by one with those in double precision.
  struct Comparison {
    private var kept: [Int: Tensor<Float>] = [:]
    /// Differences by node.
    private var differences: [Int: Double] = [:]
    /// What is expected where the difference is above the tolerance.
    private var doubtful: [Int: Tensor<Double>] = [:]

    private static func wanted(_ graph: Graph) -> Set<Int> {
      let blocks = graph.blocks.filter { $0.kind.isFeature }
      return Set(blocks.map { $0.result } + graph.outputs.map { $0.node })
    }

    /// Runs the plan on a picture.
    init(_ runner: PlanRunner, _ picture: Tensor<Float>) throws(NetworkError) {
      let wanted = Self.wanted(runner.plan.graph)
      var kept: [Int: Tensor<Float>] = [:]
      _ = try runner.run(picture) { node, tensor in
        if wanted.contains(node) { kept[node] = tensor }
      }
      self.kept = kept
    }

    /// Compares a node's result, if it was kept.
    mutating func compare(_ node: Int, _ expected: Tensor<Double>) {
      guard let got = kept.removeValue(forKey: node) else { return }
      let difference =
        got.shape == expected.shape
        ? Agreement.difference(got.values, expected.values) : .infinity
      differences[node] = difference
      if !(difference <= Agreement.tolerance) { doubtful[node] = expected }
    }

    /// The agreement of all that was compared.
    ///
    /// How much rounding makes of a tensor depends on the network: sums that are clipped where they
    /// are many times wider than the clip leave little but their rounding. So if a difference is
    /// above the tolerance, the plain kernels run in single precision too, several times, so that sums
    /// are rounded at other places. Throws as runs do.
    func agreement(
      of network: Interpreter<Float, Float>, _ picture: Tensor<Float>
    ) throws(NetworkError) -> Agreement {
      try agreement(picture) {
        (picture: Tensor<Float>, visit: @escaping (Int, Tensor<Float>) -> Void)
          throws(NetworkError) in
        _ = try network.run(picture) { node, result in visit(node, result) }
      }
    }

    /// The same; `run` hands on every result of the plain kernels for a picture.
    func agreement(
      _ picture: Tensor<Float>,
      run: (Tensor<Float>, @escaping (Int, Tensor<Float>) -> Void) throws(NetworkError) -> Void
    ) throws(NetworkError) -> Agreement {
      guard !doubtful.isEmpty else { return agreement(rounding: [:]) }
      var rounding: [Int: Double] = [:]
      for draw in 0..<Agreement.draws {
        try run(picture.nudged(draw)) { node, result in
          guard let expected = doubtful[node] else { return }
          let difference = Agreement.difference(result.values, expected.values)
          let known = rounding[node] ?? 0
          if !known.isNaN, !(difference < known) { rounding[node] = difference }
        }
      }
      return agreement(rounding: rounding)
    }

    private func agreement(rounding: [Int: Double]) -> Agreement {
      var agreement = Agreement(worst: 0, node: 0, compared: differences.count)
      for (node, difference) in differences.sorted(by: { $0.key < $1.key }) {
        // What leaves single precision is no rounding.
        if difference > Agreement.tolerance, difference.isFinite,
          difference <= Double(Agreement.margin) * (rounding[node] ?? 0)
        {
          agreement.explained += 1
        } else if !agreement.worst.isNaN, !(difference <= agreement.worst) {
          // A NaN is no agreement, and nothing that follows hides it.
          (agreement.worst, agreement.node) = (difference, node)
          agreement.overflows = !difference.isFinite && rounding[node].map { !$0.isFinite } ?? false
        }
      }
      return agreement
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

extension Tensor<Float> {
  /// The tensor with about half of its scalars moved by a unit in the last place, others in each draw;
  /// the first draw is the tensor itself.
  fileprivate func nudged(_ draw: Int) -> Self {
    guard draw > 0 else { return self }
    var tensor = self
    let chances = SeededNumbers.uniform("draw \(draw)", count: values.count)
    for index in values.indices where chances[index] > 0 {
      tensor.values[index] = chances[index] > 0.5 ? values[index].nextUp : values[index].nextDown
    }
    return tensor
  }
}
