import Architecture
import Inference
import NetworkGraph
import TableReading
import WeightFiles

/// What a checkpoint is of: the network that most of its tensors fit, by their names and shapes.
public struct CheckpointIdentity: Sendable, CustomStringConvertible {
  /// The network as commands take it: a table, with a dialect unless its names are the table's own.
  public let name: String
  /// The width and the classes, where they are not the table's own, and the part if it is not all.
  public let multipliers: Multipliers
  /// The network, without the norms that the checkpoint has folded.
  public let graph: Graph
  /// Whether the batch norms are folded into the convolutions.
  public let isFolded: Bool
  /// Tensors of the network that the checkpoint has, in the shape that they must have.
  public let found: Int
  /// Tensors that the network needs.
  public let count: Int

  /// What stands before the names of all tensors, as `"module."`; empty if nothing does.
  public let prefix: String

  /// The network of a checkpoint, among all tables and dialects of a library.
  ///
  /// Nothing if none has more than half of its tensors there. Width and classes follow from the shapes.
  public init?(of checkpoint: Checkpoint, in library: TableLibrary) {
    let candidates = Self.candidates(library)
    var best: (name: String, match: TensorMatch, prefix: String)?
    for prefix in [""] + checkpoint.commonPrefixes where best?.match.isComplete != true {
      let checkpoint = prefix.isEmpty ? checkpoint : checkpoint.removing(prefix: prefix)
      let matches = candidates.map { ($0.name, TensorMatch(checkpoint, $0.graph)) }
      let most = matches.map { $0.1.nameShare }.max() ?? 0
      // Of networks that fit equally well, the first.
      for (name, match) in matches where most > 0 && match.nameShare > 0.8 * most {
        let match = Self.scaled(match, to: checkpoint)
        if match.share > best?.match.share ?? 0 { best = (name, match, prefix) }
      }
    }
    guard let (name, match, prefix) = best, 2 * match.found > match.count else { return nil }
    let scaling = match.graph.scaling
    self.name = name
    self.prefix = prefix
    multipliers = Multipliers(
      width: scaling.width, classes: scaling.classes, part: scaling.part)
    (graph, isFolded) = (match.graph, match.isFolded)
    (found, count) = (match.found, match.count)
  }

  /// All tables, each by its own names and by those of frameworks that have others for it.
  private static func candidates(_ library: TableLibrary) -> [(name: String, graph: Graph)] {
    library.architectureNames.flatMap { table in
      guard let own = try? library.architecture(named: table) else {
        return [(name: String, graph: Graph)]()
      }
      let dialects = library.dialects(of: own.family).compactMap { dialect in
        (try? library.architecture(named: "\(table)@\(dialect)")).map { (dialect, $0) }
      }
      // Dialects with names of their own go before those that only change the network.
      let named = dialects.filter { $0.1.naming?.dialect == $0.0 }
      let changed = dialects.filter { $0.1.naming?.dialect != $0.0 }
      let specs = [(table, own)] + (named + changed).map { ("\(table)@\($0)", $1) }
      return specs.compactMap { name, spec in
        (try? Graph(expanding: spec)).map { (name, $0) }
      }
    }
  }

  /// The match at the width and with the classes at which most tensors have the checkpoint's shapes.
  private static func scaled(_ match: TensorMatch, to checkpoint: Checkpoint) -> TensorMatch {
    var best = match
    func consider(_ scaling: Scaling) {
      guard !best.isComplete,
        let graph = try? Graph(expanding: match.graph.spec, scaling: scaling)
      else { return }
      let other = TensorMatch(checkpoint, graph)
      if other.share > best.share { best = other }
    }
    let classes = match.classes(checkpoint)
    consider(Scaling(classes: classes))
    for width in match.widths(checkpoint) { consider(Scaling(width: width, classes: classes)) }
    // The head's width may hide what the classes are.
    consider(Scaling(width: best.graph.scaling.width, classes: best.classes(checkpoint)))
    var backbone = best.graph.scaling
    backbone.part = .backbone
    consider(backbone)
    return best
  }

  /// What is missing, left over or of another shape; nothing if nothing is.
  public func difference(from checkpoint: Checkpoint) -> WeightError? {
    let checkpoint = prefix.isEmpty ? checkpoint : checkpoint.removing(prefix: prefix)
    do {
      _ = try CheckpointWeights(checkpoint, for: graph, naming: graph.spec.naming)
      return nil
    } catch { return error }
  }

  /// The network as commands take it, with its multipliers.
  public var title: String { Self.title(name, multipliers) }

  /// One noun phrase.
  public var description: String {
    "a checkpoint of '\(title)' (\(found) of its \(count) tensors)"
  }

  /// A network as it is asked for.
  package static func title(_ name: String, _ multipliers: Multipliers) -> String {
    name + (multipliers.width.map { " --width \($0)" } ?? "")
      + (multipliers.classes.map { " --classes \($0)" } ?? "")
      + (multipliers.part.map { " --part \($0.rawValue)" } ?? "")
  }
}
