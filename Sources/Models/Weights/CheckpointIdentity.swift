import Architecture
import Inference
import NetworkGraph
import TableReading
import WeightFiles

/// What a checkpoint is of: the network that most of its tensors fit, by their names and shapes, or the nearest
/// of those that are known.
public struct CheckpointIdentity: Sendable, CustomStringConvertible {
  /// The network as commands take it: a table, with a dialect unless its names are the table's own.
  public let name: String
  /// The width and the classes, where they are not the table's own, and the part if it is not all.
  public internal(set) var multipliers: Multipliers
  /// The network, without the norms that the checkpoint has folded.
  public let graph: Graph
  /// Whether the batch norms are folded into the convolutions.
  public let isFolded: Bool
  /// Biases of layers before batch norms, which the network has none of: they are merged into the norms.
  public let mergedBiases: Int
  /// Tensors of the network that the checkpoint has, in the shape that they must have.
  public let found: Int
  /// Tensors that the network needs.
  public let count: Int

  /// What stands before the names of all tensors, as `"module."`; empty if nothing does.
  public let prefix: String
  /// Tensors of other parts that the checkpoint lacks, if its network is only a part.
  public let lacking: [String]
  /// Whether the checkpoint is of another network, which nothing is known of: it has weights among this one's
  /// that this one has not, or has in another shape.
  public let isNearest: Bool

  /// The network of a checkpoint, among all tables and dialects of a library.
  ///
  /// Nothing if none has the names of more than half of its tensors there. Width and classes follow from the
  /// shapes.
  public init?(of checkpoint: Checkpoint, in library: TableLibrary) {
    var best: (name: String, match: TensorMatch, prefix: String)?
    var tables = TableComparison(library)
    // Most names are found behind no more than one of the prefixes.
    for prefix in checkpoint.possiblePrefixes where best?.match.hasMostNames != true {
      let checkpoint = prefix.isEmpty ? checkpoint : checkpoint.removing(prefix: prefix)
      guard let (name, match) = Self.best(for: checkpoint, &tables) else { continue }
      if match.isNearer(than: best?.match) { best = (name, match, prefix) }
    }
    guard let (name, first, prefix) = best, first.hasMostNames else { return nil }
    let isWhole = first.isComplete && first.graph.scaling.part == nil
    let match = isWhole ? first : Self.reading(first, checkpoint, prefix) ?? first
    let inner = CheckpointReading(checkpoint, behind: prefix, for: match.graph).checkpoint
    if let (own, other) = Self.framework(name, match, inner, library) {
      self.init(own, other, prefix, inner)
      return
    }
    self.init(name, match, prefix, inner)
  }

  /// The match with a last layer of one's own, or of the backbone alone, if that is all there.
  private static func reading(
    _ match: TensorMatch, _ checkpoint: Checkpoint, _ prefix: String
  ) -> TensorMatch? {
    var scaling = match.graph.scaling
    func other(_ graph: Graph) -> (reading: Checkpoint, match: TensorMatch) {
      let reading = CheckpointReading(checkpoint, behind: prefix, for: graph).checkpoint
      return (reading, TensorMatch(reading, graph))
    }
    scaling.part = nil
    if let graph = try? Graph(expanding: match.graph.spec, scaling: scaling) {
      let head = OwnHead(of: checkpoint, on: graph, behind: prefix)
      let whole = other(head?.graph ?? graph).match
      // What is left over is said.
      if whole.found == whole.count { return whole }
    }
    (scaling.part, scaling.classes) = (.backbone, nil)
    guard let backbone = try? Graph(expanding: match.graph.spec, scaling: scaling) else {
      return nil
    }
    let (reading, part) = other(backbone)
    let weights = try? CheckpointWeights(reading, for: part.graph, naming: backbone.spec.naming)
    return weights == nil ? nil : part
  }

  private init(
    _ name: String, _ match: TensorMatch, _ prefix: String, _ checkpoint: Checkpoint
  ) {
    let scaling = match.graph.scaling
    self.name = name
    self.prefix = prefix
    multipliers = Multipliers(
      width: scaling.width, classes: scaling.classes, part: scaling.part)
    (graph, isFolded, mergedBiases) = (match.graph, match.isFolded, match.mergedBiases)
    (found, count) = (match.found, match.count)
    lacking = match.graph.otherParts.filter { checkpoint.tensors[$0] == nil }
    isNearest = match.hasOtherWeights(checkpoint)
  }

  /// The dialect by whose names a table goes by itself, if the framework builds the network otherwise than the
  /// table has it: then the checkpoint is rather of the framework's.
  private static func framework(
    _ name: String, _ match: TensorMatch, _ checkpoint: Checkpoint, _ library: TableLibrary
  ) -> (name: String, match: TensorMatch)? {
    guard !name.contains("@"), let dialect = match.graph.spec.naming?.dialect,
      let spec = try? library.architecture(named: "\(name)@\(dialect)"),
      let graph = try? Graph(expanding: spec, scaling: match.graph.scaling),
      case let other = TensorMatch(checkpoint, graph), other.found == match.found,
      other.count == match.count,
      other.graph.nodes.map({ $0.operation }) != match.graph.nodes.map({ $0.operation })
    else { return nil }
    return ("\(name)@\(dialect)", other)
  }

  /// The network that fits best, of those that fit equally well the first: as the library orders them, then
  /// the best table in its other dialects. A network whose names are all there, and no others, is not
  /// looked beyond if some width and number of classes gives it the checkpoint's shapes.
  private static func best(
    for checkpoint: Checkpoint, _ tables: inout TableComparison
  ) -> (name: String, match: TensorMatch)? {
    let library = tables.library
    var named: [CheckpointCandidate] = []
    var seen: Set<String> = []
    /// The match, if nothing can fit better.
    func complete(_ name: String) -> TensorMatch? {
      guard seen.insert(name).inserted, let table = tables.graph(name) else { return nil }
      var candidate = CheckpointCandidate(name, TensorMatch(checkpoint, table), table)
      defer { if candidate.match.named > 0 { named.append(candidate) } }
      if candidate.match.isComplete { return candidate.match }
      guard candidate.match.nameShare == 1 else { return nil }
      let other = candidate.scaled(to: checkpoint)
      return other.isComplete ? other : nil
    }
    for name in library.networks(mentioning: beginnings(of: checkpoint.names)) {
      if let match = complete(name) { return (name, match) }
    }
    if !named.contains(where: { $0.match.hasMostNames }) {
      for name in library.unnamedSystems {
        if let match = complete(name) { return (name, match) }
      }
    }
    guard let best = scaled(&named, to: checkpoint),
      let family = try? library.architecture(named: best.name).family
    else { return nil }
    let table = best.name.prefix { $0 != "@" }
    for name in library.dialects(of: family).map({ "\(table)@\($0)" }) {
      if let match = complete(name) { return (name, match) }
    }
    return scaled(&named, to: checkpoint)
  }

  /// The best of networks at the width and with the classes that fit each.
  private static func scaled(
    _ named: inout [CheckpointCandidate], to checkpoint: Checkpoint
  ) -> (name: String, match: TensorMatch)? {
    let most = named.map { $0.match.nameShare }.max() ?? 0
    var best: (name: String, match: TensorMatch)?
    for index in named.indices where named[index].match.nameShare > 0.8 * most {
      let match = named[index].scaled(to: checkpoint)
      if match.isNearer(than: best?.match) { best = (named[index].name, match) }
      if match.isComplete { break }
    }
    return best
  }

  /// How most names begin, up to the first point or slash and with it, or up to the first number, which is `#`:
  /// what a tenth of them have in common.
  static func beginnings(of names: [String]) -> [String] {
    var counts: [String: Int] = [:]
    for name in names {
      let beginning = name.utf8.prefix { byte in
        byte != UInt8(ascii: ".") && byte != UInt8(ascii: "/")
          && !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      }
      let end = beginning.endIndex
      let isNumber =
        end < name.endIndex && name.utf8[end] <= UInt8(ascii: "9")
        && name.utf8[end] >= UInt8(ascii: "0")
      // Shorter ones stand in every file.
      let stem = name[..<end]
      guard stem.utf8.count > (isNumber || end == name.endIndex ? 2 : 1) else { continue }
      let word = isNumber ? stem + "#" : end == name.endIndex ? stem : name[...end]
      counts[String(word), default: 0] += 1
    }
    return counts.filter { 10 * $0.value >= names.count }.keys.sorted()
  }

  /// What is missing, left over or of another shape; nothing if nothing is.
  public func difference(from checkpoint: Checkpoint) -> WeightError? {
    let checkpoint = CheckpointReading(checkpoint, behind: prefix, for: graph).checkpoint
    do {
      _ = try CheckpointWeights(checkpoint, for: graph, naming: graph.spec.naming)
      return nil
    } catch { return error }
  }

  /// The tensors that the network leaves aside.
  public func aside(in checkpoint: Checkpoint) -> [String] {
    CheckpointReading(checkpoint, behind: prefix, for: graph).aside
  }

  /// What the checkpoint calls a last layer of one's own; nothing if it has none.
  public func ownHead(in checkpoint: Checkpoint) -> String? {
    CheckpointReading(checkpoint, behind: prefix, for: graph).head?.layer
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

extension Graph {
  /// The names of the tensors that the network has in the parts that the graph leaves out.
  fileprivate var otherParts: [String] {
    guard scaling.part != nil else { return [] }
    var scaling = scaling
    scaling.part = nil
    let own = Set(parameterTensors(naming: spec.naming).map { $0.name })
    guard var whole = try? Graph(expanding: spec, scaling: scaling) else { return [] }
    if foldableNorms.isEmpty { whole = whole.folded().graph }
    return whole.parameterTensors(naming: spec.naming).map { $0.name }
      .filter { !own.contains($0) }
  }
}
