import Architecture
import Kernels
import NetworkGraph

/// The weights of a network, by node, as the kernels take them.
package struct NetworkWeights<Scalar: KernelScalar>: Sendable {
  /// For each node its tensors in the order of `ParameterTensor.Role`.
  package var values: [Int: [ParameterTensor.Role: [Scalar]]]
  /// The tensors with numbers that are none, found while they were read from a source.
  package private(set) var faults: [WeightFault] = []

  /// Weights from tensors by node.
  package init(values: [Int: [ParameterTensor.Role: [Scalar]]]) {
    self.values = values
  }

  /// One tensor of a node; nothing if it has none.
  package subscript(_ node: Int, _ role: ParameterTensor.Role) -> [Scalar]? {
    values[node]?[role]
  }

  /// Zeros of the right sizes, for runs in which only counts matter.
  package static func zeros(for graph: Graph) -> Self {
    var values: [Int: [ParameterTensor.Role: [Scalar]]] = [:]
    for tensor in graph.parameterTensors(naming: nil) {
      values[tensor.node, default: [:]][tensor.role] =
        Array(repeating: Scalar(0), count: tensor.count)
    }
    return Self(values: values)
  }
}

extension NetworkWeights<Float>: WeightSource {
  /// One tensor of a node; nothing if it has none.
  package func values(_ node: Int, _ role: ParameterTensor.Role) -> [Float]? { self[node, role] }

  /// All weights by formula at once, under a framework's tensor names.
  package static func seeded(for graph: Graph, naming: TensorNaming?) -> Self {
    let weights = SeededWeights(for: graph, naming: naming)
    return Self(values: weights.tensors.mapValues { $0.mapValues(SeededNumbers.values) })
  }

  /// All weights of a source at once. Throws if they cannot be read.
  package init(_ source: some WeightSource, for graph: Graph) throws(NetworkError) {
    values = [:]
    var inspection = WeightInspection()
    for tensor in graph.parameterTensors(naming: nil) {
      do {
        let read = try source.values(tensor.node, tensor.role)
        if let read { inspection.inspect(read, tensor.node, tensor.role) }
        values[tensor.node, default: [:]][tensor.role] = read
      } catch { throw .weights(error) }
    }
    faults = inspection.faults(in: graph)
  }
}
