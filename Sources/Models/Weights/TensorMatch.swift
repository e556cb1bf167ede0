import Architecture
import Inference
import NetworkGraph
import WeightFiles

/// How the tensors of a checkpoint fit those of a network at one width and number of classes.
struct TensorMatch {
  /// The network, without the norms that the checkpoint has folded.
  let graph: Graph
  /// Whether the batch norms are folded.
  let isFolded: Bool
  /// Tensors that the network needs.
  let count: Int
  /// Those of them that the checkpoint has under their names.
  let named: Int
  /// Those of them that have the right shape, too.
  let found: Int
  /// Tensors of the checkpoint, without those that inference does not need and the biases that are
  /// merged into norms.
  let stored: Int
  /// Biases of the checkpoint that are merged into the norms after their layers.
  let mergedBiases: Int
  /// The network's tensors.
  private let tensors: [ParameterTensor]

  init(_ checkpoint: Checkpoint, _ graph: Graph) {
    let naming = graph.spec.naming
    let whole = graph.parameterTensors(naming: naming)
    // Without any of its names, a network need not be looked at with its norms folded.
    isFolded =
      whole.contains { checkpoint.tensors[$0.name] != nil }
      && CheckpointWeights.isFolded(checkpoint, graph, naming: naming, tensors: whole)
    self.graph = isFolded ? graph.folded().graph : graph
    tensors = isFolded ? self.graph.parameterTensors(naming: naming) : whole
    count = tensors.count
    var (named, found) = (0, 0)
    for tensor in tensors {
      guard let stored = checkpoint.tensors[tensor.name] else { continue }
      named += 1
      if stored.shape == tensor.storedShape { found += 1 }
    }
    (self.named, self.found) = (named, found)
    guard named > 0 else {
      (stored, mergedBiases) = (0, 0)
      return
    }
    let all = checkpoint.names.count { !(naming?.ignores($0) ?? false) }
    mergedBiases =
      all == named
      ? 0
      : self.graph.biasesBeforeNorms(naming: naming).count {
        checkpoint.tensors[$0.name]?.shape == $0.shape
      }
    stored = all - mergedBiases
  }

  /// Whether the checkpoint has more than half of the network's names.
  var hasMostNames: Bool { 2 * named > count }
  /// Whether nothing is missing, left over or of another shape.
  var isComplete: Bool { found == count && found == stored }
  /// The share of names that both have, of all that one of them has.
  var nameShare: Double { Self.share(named, count, stored) }
  /// The share of tensors that fit, of all that one of them has.
  var share: Double { Self.share(found, count, stored) }

  /// Whether more tensors fit than those of another match, or, if as many do, more names.
  func isNearer(than other: Self?) -> Bool {
    guard let other else { return named > 0 }
    return (share, nameShare) > (other.share, other.nameShare)
  }

  /// Whether the checkpoint has weights in modules of the network that the network has not.
  func hasOtherNames(_ checkpoint: Checkpoint) -> Bool {
    let known = Set(tensors.map { $0.name })
    return hasWeights(checkpoint, beside: known)
  }

  /// The same, also of those that the network has in another shape, at any number of classes.
  func hasOtherWeights(_ checkpoint: Checkpoint) -> Bool {
    func sizes(_ shape: [Int]) -> [Int] { shape.filter { $0 != 1 } }
    let fitting = tensors.filter { tensor in
      guard tensor.role == .weight, !isInClassifier(tensor) else { return true }
      let stored = checkpoint.tensors[tensor.name]?.shape ?? tensor.storedShape
      return sizes(stored) == sizes(tensor.storedShape)
    }
    return hasWeights(checkpoint, beside: Set(fitting.map { $0.name }))
  }

  private func hasWeights(_ checkpoint: Checkpoint, beside own: Set<String>) -> Bool {
    let naming = graph.spec.naming
    let known = own.union(graph.tensorNamesOfOtherParts(naming))
    let modules = Set(tensors.filter { !isInClassifier($0) }.map { $0.name.outermostModule })
    return checkpoint.names.contains { name in
      (checkpoint.tensors[name]?.shape.count ?? 0) > 1 && !known.contains(name)
        && modules.contains(name.outermostModule) && !(naming?.ignores(name) ?? false)
    }
  }

  private func isInClassifier(_ tensor: ParameterTensor) -> Bool {
    graph.rows[graph.nodes[tensor.node].origin.row].part == .classifier
  }

  private static func share(_ common: Int, _ first: Int, _ second: Int) -> Double {
    common == 0 ? 0 : Double(common) / Double(first + second - common)
  }

  /// Widths that may make the network's tensors as large as the checkpoint's, the most likely first: those
  /// near the ratio of most tensors' filters that are published, then others of two decimals.
  func widths(_ checkpoint: Checkpoint) -> [Double] {
    // Vectors of norms and biases are as long as there are filters, in any layout.
    let ratios = tensors.compactMap { tensor -> Double? in
      guard tensor.shape.count == 1, let stored = checkpoint.tensors[tensor.name]?.shape,
        stored.count == 1
      else { return nil }
      return Double(stored[0]) / Double(tensor.shape[0])
    }.sorted()
    guard !ratios.isEmpty, ratios.contains(where: { $0 != 1 }) else { return [] }
    let ratio = ratios[ratios.count / 2] * (graph.scaling.width ?? graph.spec.nominalWidth)
    func near(_ widths: [Double]) -> [Double] {
      widths.sorted { abs($0 - ratio) < abs($1 - ratio) }
    }
    let published = Self.publishedWidths.filter { abs($0 - ratio) <= 0.3 * ratio }
    let others = (-6...6).map { ((ratio * 100).rounded() + Double($0)) / 100 }
    return near(published) + near(others.filter { $0 > 0 && !published.contains($0) })
  }

  /// Widths that checkpoints are published in.
  static let publishedWidths = [
    0.1, 0.25, 0.35, 0.5, 0.6, 0.75, 0.9, 1, 1.1, 1.2, 1.25, 1.3, 1.4, 1.5, 2,
  ]

  /// The number of classes that would give a tensor of the network the shape that it has in the
  /// checkpoint: shapes grow evenly with the classes. The network is a table at another size, or its own.
  func classes(_ checkpoint: Checkpoint, _ table: Graph) -> Int? {
    let spec = graph.spec
    guard found < count, let own = graph.scaling.variables(of: spec)["classes"] else { return nil }
    var scaling = graph.scaling
    scaling.classes = own + 1
    guard let more = try? table.rescaled(to: scaling) else { return nil }
    let larger = (isFolded ? more.folded().graph : more).parameterTensors(naming: spec.naming)
    for (tensor, larger) in zip(tensors, larger) {
      guard let stored = checkpoint.tensors[tensor.name]?.shape else { continue }
      for (index, (size, next)) in zip(tensor.storedShape, larger.storedShape).enumerated()
      where next > size && stored.indices.contains(index) && stored[index] != size {
        let (classes, remainder) = (stored[index] - size).quotientAndRemainder(
          dividingBy: next - size)
        let (sum, overflows) = own.addingReportingOverflow(classes)
        return remainder == 0 && !overflows ? sum : nil
      }
    }
    return nil
  }
}
