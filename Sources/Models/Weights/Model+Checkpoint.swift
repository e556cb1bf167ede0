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
      guard var identity = CheckpointIdentity(of: checkpoint, in: library),
        !identity.isNearest, identity.found > TensorMatch(checkpoint, graph).found
      else { throw ModelError.weights(source: source, error) }
      // Beside a width that was asked for, its own is no matter of course.
      if multipliers.width != nil, identity.multipliers.width == nil {
        identity.multipliers.width = identity.graph.spec.nominalWidth
      }
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
    } catch is WeightError {
      let (graph, prefix) = try bestReading(
        of: checkpoint, graph, in: name.contains("@") ? nil : library)
      return try Self(graph, checkpoint, without: prefix, source: source)
    }
  }

  /// The network as the dialect builds it by whose names most of its tensors are in the checkpoint, and
  /// the prefix behind which they are there; of two with as many there, the one that needs fewer others. The
  /// network as it is, if no other has more or no library of dialects is given.
  private static func bestReading(
    of checkpoint: Checkpoint, _ graph: Graph, in library: TableLibrary?
  ) throws -> (graph: Graph, prefix: String) {
    let spec = graph.spec
    var (best, prefix, matches, needed) = (graph, "", 0, 0)
    func consider(_ candidate: Graph) {
      let names = Set(candidate.parameterTensors(naming: candidate.spec.naming).map { $0.name })
      let found = checkpoint.prefix(before: names)
      if (found.found, needed) > (matches, names.count) {
        (best, prefix, matches, needed) = (candidate, found.prefix, found.found, names.count)
      }
    }
    consider(graph)
    for dialect in library?.dialects(of: spec.family) ?? [] {
      guard let other = try library?.architecture(named: "\(spec.name)@\(dialect)"),
        other.naming?.dialect == dialect
      else { continue }
      consider(try Graph(expanding: other, scaling: graph.scaling))
    }
    return (best, prefix)
  }

  /// What is said of tensors that do not begin with the prefix, or are of no part that is run.
  private static func outside(_ names: [String]) -> String? {
    guard let first = names.first else { return nil }
    return names.count == 1
      ? "'\(first)' left aside" : "\(names.count) tensors left aside, such as '\(first)'"
  }

  /// What is said of biases that are merged into the norms after their layers.
  private static func merged(_ biases: Int) -> String? {
    switch biases {
    case 0: nil
    case 1: "1 bias merged into its norm"
    default: "\(biases) biases merged into norms"
    }
  }

  /// A graph with the weights of a checkpoint; without the norms that the checkpoint has folded.
  private init(
    _ graph: Graph, _ whole: Checkpoint, without prefix: String = "", source: String
  ) throws {
    let reading = CheckpointReading(whole, behind: prefix, for: graph)
    let checkpoint = reading.checkpoint
    let naming = graph.spec.naming
    let isFolded = CheckpointWeights.isFolded(checkpoint, graph, naming: naming)
    let fitting = isFolded ? graph.folded().graph : graph
    let weights = try CheckpointWeights(checkpoint, for: fitting, naming: naming)
    let averages = checkpoint.averages.map { $0.name }.joined(separator: ", ")
    let details: [String?] =
      [checkpoint.place] + checkpoint.undone + [
        whole.isUnchecked ? "without checksums" : nil,
        averages.isEmpty ? nil : "\(averages) left beside",
        prefix.isEmpty ? nil : "prefix '\(prefix)' taken off",
        Self.outside(reading.aside), reading.head.map { "'\($0.layer)' for the classifier" },
        naming.map { "names of \($0.dialect)" }, isFolded ? "norms folded" : nil,
        weights.isQuantized ? "integers" : nil,
        Self.merged(weights.mergedBiases),
      ]
    let said = details.compactMap { $0 }.joined(separator: ", ")
    self.init(
      graph: fitting, weights: weights,
      source: source + (said.isEmpty ? "" : " (\(said))"),
      isFolded: isFolded)
    do {
      quantized = try QuantizedNetwork(weights, for: fitting)
    } catch { throw ModelError.quantized(source: source, error) }
  }
}
