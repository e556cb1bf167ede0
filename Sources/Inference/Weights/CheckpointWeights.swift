import Architecture
import NetworkGraph
import WeightFiles

/// The weights of a checkpoint, each read when it is asked for.
package struct CheckpointWeights: WeightSource {
  /// For each node its tensors, and these in the checkpoint.
  private let tensors: [Int: [ParameterTensor.Role: Entry]]
  /// For each norm the bias of the layer before it, if the checkpoint has one.
  private let biases: [Int: StoredTensor]
  private let checkpoint: Checkpoint

  /// A tensor, and where it is stored.
  private struct Entry {
    let tensor: ParameterTensor
    let stored: StoredTensor
    /// The same in the order of the tensor's shape, if it can be read so.
    let turned: StoredTensor?

    init(_ tensor: ParameterTensor, _ stored: StoredTensor) {
      (self.tensor, self.stored) = (tensor, stored)
      turned = tensor.columnMajorShape.flatMap { stored.columnMajor($0) }
    }
  }

  /// The weights of a network under a framework's tensor names.
  ///
  /// - Throws: `WeightError` with everything that is missing, left over or of another shape.
  package init(
    _ checkpoint: Checkpoint, for graph: Graph, naming: TensorNaming?
  ) throws(WeightError) {
    var tensors: [Int: [ParameterTensor.Role: Entry]] = [:]
    var error = WeightError()
    var unused = Set(checkpoint.names)
    /// The tensor in the checkpoint; nothing, and an error, if it has another shape or type.
    func fitting(_ tensor: ParameterTensor, _ stored: StoredTensor) -> StoredTensor? {
      if stored.shape == tensor.storedShape, stored.element.isFloatingPoint { return stored }
      error.misshapen.append(
        WeightError.Shape(name: tensor.name, expected: tensor.storedShape, got: stored.shape))
      return nil
    }
    for tensor in graph.parameterTensors(naming: naming) {
      unused.remove(tensor.name)
      guard let stored = checkpoint.tensors[tensor.name] else {
        error.missing.append(tensor.name)
        continue
      }
      guard let stored = fitting(tensor, stored) else { continue }
      tensors[tensor.node, default: [:]][tensor.role] = Entry(tensor, stored)
    }
    var biases: [Int: StoredTensor] = [:]
    for bias in graph.biasesBeforeNorms(naming: naming) {
      guard unused.remove(bias.name) != nil, let stored = checkpoint.tensors[bias.name] else {
        continue
      }
      biases[bias.node] = fitting(bias, stored)
    }
    // The tensors of other parts are not left over.
    unused.subtract(graph.tensorNamesOfOtherParts(naming))
    error.extra = checkpoint.names.filter { name in
      unused.contains(name) && !(naming?.ignores(name) ?? false)
    }
    guard error.isEmpty else { throw error }
    self.tensors = tensors
    self.biases = biases
    self.checkpoint = checkpoint
  }

  /// Layers before batch norms whose bias is in the norm's mean.
  package var mergedBiases: Int { biases.count }

  /// One tensor of a node; nothing if it has none. A norm's mean is that of the layer without its bias,
  /// for (x + b) - mean = x - (mean - b).
  ///
  /// - Throws: `CheckpointError` if the file cannot be read.
  package func values(
    _ node: Int, _ role: ParameterTensor.Role
  ) throws(CheckpointError) -> [Float]? {
    guard let entry = tensors[node]?[role] else { return nil }
    let values =
      if let turned = entry.turned {
        entry.tensor.scaled(try checkpoint.values(of: turned))
      } else { entry.tensor.arranged(try checkpoint.values(of: entry.stored)) }
    guard role == .normMean, let bias = biases[node] else { return values }
    return zip(values, try checkpoint.values(of: bias)).map { $0 - $1 }
  }

  /// Whether a checkpoint has a network's batch norms folded: it has no tensor of a norm that can be,
  /// but a bias of a layer that needs one only then. `tensors` are those of the network, if they
  /// are at hand.
  package static func isFolded(
    _ checkpoint: Checkpoint, _ graph: Graph, naming: TensorNaming?,
    tensors: [ParameterTensor]? = nil
  ) -> Bool {
    let norms = graph.foldableNorms
    let hasNorm = (tensors ?? graph.parameterTensors(naming: naming)).contains {
      norms[$0.node] != nil && checkpoint.tensors[$0.name] != nil
    }
    return !hasNorm
      && graph.biasesBeforeNorms(naming: naming).contains { checkpoint.tensors[$0.name] != nil }
  }
}

extension Graph {
  /// The names of all tensors of the network that the graph is a part of, folded or not.
  package func tensorNamesOfOtherParts(_ naming: TensorNaming?) -> [String] {
    guard scaling.part != nil else { return [] }
    var scaling = scaling
    scaling.part = nil
    guard let whole = try? Graph(expanding: spec, scaling: scaling) else { return [] }
    return [whole, whole.folded().graph].flatMap { graph in
      graph.parameterTensors(naming: naming).map { $0.name }
    }
  }
}
