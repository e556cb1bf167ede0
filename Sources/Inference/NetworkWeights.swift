import Architecture
import Kernels
import NetworkGraph
import WeightFiles

/// The weights of a network, by node, as the kernels take them.
public struct NetworkWeights<Scalar: KernelScalar>: Sendable {
  /// For each node its tensors in the order of `ParameterTensor.Role`.
  public var values: [Int: [ParameterTensor.Role: [Scalar]]]

  /// Weights from tensors by node.
  public init(values: [Int: [ParameterTensor.Role: [Scalar]]]) {
    self.values = values
  }

  /// One tensor of a node; nothing if it has none.
  public subscript(_ node: Int, _ role: ParameterTensor.Role) -> [Scalar]? {
    values[node]?[role]
  }

  /// Zeros of the right sizes, for runs in which only counts matter.
  public static func zeros(for graph: Graph) -> Self {
    var values: [Int: [ParameterTensor.Role: [Scalar]]] = [:]
    for tensor in graph.parameterTensors(naming: nil) {
      values[tensor.node, default: [:]][tensor.role] =
        Array(repeating: Scalar(0), count: tensor.count)
    }
    return Self(values: values)
  }
}

extension NetworkWeights<Float> {
  /// Weights by formula under a framework's tensor names.
  public static func seeded(for graph: Graph, naming: TensorNaming?) -> Self {
    var values: [Int: [ParameterTensor.Role: [Float]]] = [:]
    for tensor in graph.parameterTensors(naming: naming) {
      values[tensor.node, default: [:]][tensor.role] = SeededNumbers.values(of: tensor)
    }
    return Self(values: values)
  }

  /// Weights of a checkpoint. Throws everything that is missing, left over or of another shape.
  public init(
    _ checkpoint: Checkpoint, for graph: Graph, naming: TensorNaming?
  ) throws(WeightError) {
    var values: [Int: [ParameterTensor.Role: [Float]]] = [:]
    var error = WeightError()
    var unused = Set(checkpoint.names)
    for tensor in graph.parameterTensors(naming: naming) {
      unused.remove(tensor.name)
      guard let stored = checkpoint.tensors[tensor.name] else {
        error.missing.append(tensor.name)
        continue
      }
      guard stored.shape == tensor.shape, case .float32(let numbers) = stored.values else {
        error.misshapen.append(
          WeightError.Shape(name: tensor.name, expected: tensor.shape, got: stored.shape))
        continue
      }
      values[tensor.node, default: [:]][tensor.role] = numbers
    }
    let ignored = naming?.ignored ?? []
    error.extra = checkpoint.names.filter { name in
      unused.contains(name) && !ignored.contains { name == $0 || name.hasSuffix("." + $0) }
    }
    guard error.isEmpty else { throw error }
    self.init(values: values)
  }

  /// How many of a network's tensors a checkpoint holds under a naming: the naming that fits best
  /// is the checkpoint's.
  public static func matches(
    _ checkpoint: Checkpoint, _ graph: Graph, naming: TensorNaming
  ) -> Int {
    graph.parameterTensors(naming: naming).count { checkpoint.tensors[$0.name] != nil }
  }
}

/// What does not fit between a checkpoint and a network.
public struct WeightError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A tensor of another shape.
  public struct Shape: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// The network's shape.
    public var expected: [Int]
    /// The checkpoint's shape.
    public var got: [Int]
  }

  /// Tensors that the network needs and the checkpoint lacks.
  public var missing: [String] = []
  /// Tensors that the checkpoint has and the network does not know.
  public var extra: [String] = []
  /// Tensors of another shape or type.
  public var misshapen: [Shape] = []

  var isEmpty: Bool { missing.isEmpty && extra.isEmpty && misshapen.isEmpty }

  /// All of them, one a line.
  public var description: String {
    var lines = ["the checkpoint does not fit the network"]
    lines += missing.map { "  missing: \($0)" }
    lines += extra.map { "  extra: \($0)" }
    lines += misshapen.map {
      $0.got == $0.expected
        ? "  misshapen: \($0.name) holds whole numbers"
        : "  misshapen: \($0.name) is \($0.got), not \($0.expected)"
    }
    return lines.joined(separator: "\n")
  }
}
