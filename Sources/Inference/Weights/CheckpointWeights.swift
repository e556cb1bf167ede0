import Architecture
import NetworkGraph
import WeightFiles

/// The weights of a checkpoint, each read when it is asked for.
package struct CheckpointWeights: WeightSource {
  /// For each node its tensors, and these in the checkpoint.
  private let tensors: [Int: [ParameterTensor.Role: Entry]]
  private let checkpoint: Checkpoint

  /// A tensor, and where it is stored.
  private struct Entry {
    let tensor: ParameterTensor
    let stored: StoredTensor
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
    for tensor in graph.parameterTensors(naming: naming) {
      unused.remove(tensor.name)
      guard let stored = checkpoint.tensors[tensor.name] else {
        error.missing.append(tensor.name)
        continue
      }
      guard stored.shape == tensor.storedShape, stored.element.isFloatingPoint else {
        error.misshapen.append(
          WeightError.Shape(name: tensor.name, expected: tensor.storedShape, got: stored.shape))
        continue
      }
      tensors[tensor.node, default: [:]][tensor.role] = Entry(tensor: tensor, stored: stored)
    }
    // The tensors of other parts are not left over.
    unused.subtract(graph.tensorNamesOfOtherParts(naming))
    error.extra = checkpoint.names.filter { name in
      unused.contains(name) && !(naming?.ignores(name) ?? false)
    }
    guard error.isEmpty else { throw error }
    self.tensors = tensors
    self.checkpoint = checkpoint
  }

  /// One tensor of a node; nothing if it has none.
  ///
  /// - Throws: `CheckpointError` if the file cannot be read.
  package func values(
    _ node: Int, _ role: ParameterTensor.Role
  ) throws(CheckpointError) -> [Float]? {
    guard let entry = tensors[node]?[role] else { return nil }
    return entry.tensor.arranged(try checkpoint.values(of: entry.stored))
  }

  /// How many of a network's tensors a checkpoint holds under a naming: the naming that fits best
  /// is the checkpoint's.
  package static func matches(
    _ checkpoint: Checkpoint, _ graph: Graph, naming: TensorNaming
  ) -> Int {
    graph.parameterTensors(naming: naming).count { checkpoint.tensors[$0.name] != nil }
  }

  /// Whether a checkpoint has a network's batch norms folded: it has no tensor of a norm that can be,
  /// but a bias of a layer that needs one only then.
  package static func isFolded(
    _ checkpoint: Checkpoint, _ graph: Graph, naming: TensorNaming?
  ) -> Bool {
    let norms = graph.foldableNorms
    let tensors = graph.parameterTensors(naming: naming)
    guard !tensors.contains(where: { norms[$0.node] != nil && checkpoint.tensors[$0.name] != nil })
    else { return false }
    let known = Set(tensors.map { $0.name })
    return graph.folded().graph.parameterTensors(naming: naming).contains {
      !known.contains($0.name) && checkpoint.tensors[$0.name] != nil
    }
  }
}

extension Graph {
  /// The names of all tensors of the network that the graph is a part of, folded or not.
  fileprivate func tensorNamesOfOtherParts(_ naming: TensorNaming?) -> [String] {
    guard scaling.part != nil else { return [] }
    var scaling = scaling
    scaling.part = nil
    guard let whole = try? Graph(expanding: spec, scaling: scaling) else { return [] }
    return [whole, whole.folded().graph].flatMap { graph in
      graph.parameterTensors(naming: naming).map { $0.name }
    }
  }
}
