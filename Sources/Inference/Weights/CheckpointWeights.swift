import Architecture
import Kernels
import NetworkGraph
import WeightFiles

/// The weights of a checkpoint, each read when it is asked for.
package struct CheckpointWeights: WeightSource {
  /// For each node its tensors, and these in the checkpoint.
  private let tensors: [Int: [ParameterTensor.Role: Entry]]
  /// For each tensor of integers the scales of its channels.
  private let scales: [String: StoredTensor]
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
    var scales: [String: StoredTensor] = [:]
    let isQuantized = Self.isQuantized(checkpoint)
    if isQuantized { unused.subtract([QuantizedNames.levelScales, QuantizedNames.levelZeros]) }
    /// Whether a tensor of integers has scales, one for each of its channels.
    func hasScales(_ tensor: ParameterTensor) -> Bool {
      let name = QuantizedNames.scale(of: tensor.name)
      guard isQuantized, let found = checkpoint.tensors[name] else { return false }
      unused.remove(name)
      scales[tensor.name] = found
      return true
    }
    /// The tensor in the checkpoint; nothing, and an error, if it has another shape or type.
    func fitting(_ tensor: ParameterTensor, _ stored: StoredTensor) -> StoredTensor? {
      if stored.shape == tensor.storedShape,
        stored.element.isFloatingPoint || hasScales(tensor)
      {
        return stored
      }
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
    self.scales = scales
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
    var values = try arranged(entry)
    if let scale = scales[entry.tensor.name] {
      let (factors, channels) = (try checkpoint.values(of: scale), entry.tensor.shape[0])
      // A file with another number of them is refused before it runs.
      if factors.count == channels {
        values = values.scaled(factors.map { Double($0) / Double(entry.tensor.factor) })
      }
    }
    guard role == .normMean, let bias = biases[node] else { return values }
    return zip(values, try checkpoint.values(of: bias)).map { $0 - $1 }
  }

  /// The numbers of a tensor in the order of a layer's.
  private func arranged(_ entry: Entry) throws(CheckpointError) -> [Float] {
    guard let turned = entry.turned else {
      return entry.tensor.arranged(try checkpoint.values(of: entry.stored))
    }
    return entry.tensor.scaled(try checkpoint.values(of: turned))
  }

  // MARK: - Integers

  /// Whether the weights are quantized: they have levels.
  package var isQuantized: Bool { Self.isQuantized(checkpoint) }

  private static func isQuantized(_ checkpoint: Checkpoint) -> Bool {
    checkpoint.tensors[QuantizedNames.levelScales] != nil
  }

  /// So many numbers of a tensor that is no node's. Throws if it is missing or has another number of them.
  func numbers(_ name: String, count: Int) throws(QuantizedFileError) -> [Float] {
    guard let stored = checkpoint.tensors[name] else { throw .missing(name) }
    guard stored.count == count else {
      throw .count(name, expected: count, got: stored.count)
    }
    do throws(CheckpointError) { return try checkpoint.values(of: stored) } catch {
      throw .file(error)
    }
  }

  /// The scales of a tensor's channels. Throws if one of them is no number above zero.
  func scales(_ tensor: String, count: Int) throws(QuantizedFileError) -> [Float] {
    let name = QuantizedNames.scale(of: tensor)
    let scales = try numbers(name, count: count)
    if let bad = scales.first(where: { !$0.isNormal || $0 < 0 }) { throw .scale(name, bad) }
    return scales
  }

  /// The integers of a layer's tensor, none of a magnitude above `limit`. Throws if it has others.
  func integers(
    _ node: Int, _ role: ParameterTensor.Role, count: Int, limit: Float
  ) throws(QuantizedFileError) -> (name: String, values: [Float]) {
    guard let entry = tensors[node]?[role] else { throw .missing("a tensor of node \(node)") }
    let name = entry.tensor.name
    guard scales[name] != nil else { throw .missing(QuantizedNames.scale(of: name)) }
    var values: [Float]
    do throws(CheckpointError) { values = try arranged(entry) } catch { throw .file(error) }
    guard values.count == count else { throw .count(name, expected: count, got: values.count) }
    if entry.tensor.factor != 1 {
      values = values.map { ($0 / entry.tensor.factor).rounded() }
    }
    // What is no number is not within the limit either.
    if let bad = values.first(where: { !(abs($0) <= limit) || $0 != $0.rounded() }) {
      throw .integers(name, bad)
    }
    return (name, values)
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
