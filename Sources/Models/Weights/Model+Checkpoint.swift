import Architecture
import Inference
import NetworkGraph
import TableReading
import WeightFiles

extension Model {
  /// A network of a library with the weights of a checkpoint, which errors and reports call `source`.
  ///
  /// Unless the name has a dialect, the checkpoint's own names choose one. Throws `ModelError` if the
  /// checkpoint does not fit, and what `TableLibrary.graph(named:at:)` throws.
  public init(
    _ name: String, at multipliers: Multipliers = Multipliers(), in library: TableLibrary,
    weights checkpoint: Checkpoint, source: String
  ) throws {
    let graph = try library.graph(named: name, at: multipliers)
    do {
      self = try Self.fitting(checkpoint, to: graph, named: name, library, source)
    } catch let error as WeightError {
      guard let identity = CheckpointIdentity(of: checkpoint, in: library),
        identity.found > TensorMatch(checkpoint, graph).found
      else { throw ModelError.weights(source: source, error) }
      throw ModelError.foreignCheckpoint(
        source: source, network: CheckpointIdentity.title(name, multipliers), identity)
    }
  }

  private static func fitting(
    _ checkpoint: Checkpoint, to graph: Graph, named name: String, _ library: TableLibrary,
    _ source: String
  ) throws -> Self {
    do {
      return try Self(graph, checkpoint, source: source)
    } catch  where !name.contains("@") {
      return try Self(bestDialect(of: graph, checkpoint, library), checkpoint, source: source)
    }
  }

  /// The network as the dialect builds it by whose names most of its tensors are in the checkpoint;
  /// as it is, if no other has more.
  private static func bestDialect(
    of graph: Graph, _ checkpoint: Checkpoint, _ library: TableLibrary
  ) throws -> Graph {
    let spec = graph.spec
    var best = graph
    var matches =
      spec.naming.map { CheckpointWeights.matches(checkpoint, graph, naming: $0) } ?? 0
    for dialect in library.dialects(of: spec.family) {
      let other = try library.architecture(named: "\(spec.name)@\(dialect)")
      guard let naming = other.naming, naming.dialect == dialect else { continue }
      let candidate = try Graph(expanding: other, scaling: graph.scaling)
      let found = CheckpointWeights.matches(checkpoint, candidate, naming: naming)
      if found > matches { (best, matches) = (candidate, found) }
    }
    return best
  }

  /// A graph with the weights of a checkpoint; without the norms that the checkpoint has folded.
  private init(_ graph: Graph, _ checkpoint: Checkpoint, source: String) throws(WeightError) {
    let naming = graph.spec.naming
    let isFolded = CheckpointWeights.isFolded(checkpoint, graph, naming: naming)
    let fitting = isFolded ? graph.folded().graph : graph
    let details = [naming.map { "names of \($0.dialect)" }, isFolded ? "norms folded" : nil]
      .compactMap { $0 }
    self.init(
      graph: fitting, weights: try CheckpointWeights(checkpoint, for: fitting, naming: naming),
      source: source + (details.isEmpty ? "" : " (\(details.joined(separator: ", ")))"),
      isFolded: isFolded)
  }
}
