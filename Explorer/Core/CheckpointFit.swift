import Architecture
import Inference
import NetworkGraph
import TableReading
import WeightFiles

/// A network with the weights of a checkpoint: in the dialect whose names its tensors have, behind a prefix such
/// as `module.`, at the width that its layers have, and with as many classes as its last layer has.
struct CheckpointFit {
  /// The network, without norms that the checkpoint has folded.
  let graph: Graph
  let weights: CheckpointWeights
  /// How the checkpoint was read: `names of torchvision, prefix 'module.' taken off`.
  let description: String

  /// Throws of what network the checkpoint is if it is of another one, and else what is missing of the network
  /// itself if no reading of the checkpoint fits.
  init(
    _ checkpoint: Checkpoint, to graph: Graph, _ network: Request.Network, _ session: inout Session
  ) throws(CoreError) {
    var candidates = [graph]
    if !network.name.utf8.contains(UInt8(ascii: "@")) {
      for dialect in session.tables.dialects(of: graph.spec.family) {
        var other = network
        other.name += "@" + dialect
        if let graph = try? session.graph(other) { candidates.append(graph) }
      }
    }
    var first: WeightError?
    for candidate in candidates {
      let prefix = Self.prefix(of: checkpoint, before: candidate)
      do {
        self = try Self(checkpoint, behind: prefix, candidate)
        return
      } catch { if first == nil { first = error } }
      for other in Self.rescaled(candidate, to: checkpoint, behind: prefix) {
        guard let fit = try? Self(checkpoint, behind: prefix, other) else { continue }
        self = fit
        return
      }
    }
    if let identity = CheckpointIdentity(of: checkpoint, in: session.tables), !identity.isNearest,
      !candidates.contains(where: { $0.spec.name == identity.name })
    {
      throw .otherNetwork(
        "the checkpoint is of '\(identity.title)' (\(identity.found) of its \(identity.count) tensors),"
          + " not of '\(graph.spec.name)'",
        Request.Network(
          name: identity.name, width: identity.multipliers.width, resolution: nil,
          classes: identity.multipliers.classes))
    }
    // A line for each tensor may be hundreds.
    let lines = (first?.description ?? "").parts(separatedBy: "\n").map { line in
      String(line.drop { $0 == " " })
    }
    let rest = lines.count > 5 ? "; and \(lines.count - 5) more" : ""
    throw .message(
      "'\(graph.spec.name)': \(lines.prefix(5).joined(separator: "; "))\(rest)")
  }

  /// What stands before the names of a network's tensors, whose norms may be folded.
  private static func prefix(of checkpoint: Checkpoint, before graph: Graph) -> String {
    func prefix(_ graph: Graph) -> String {
      let tensors = graph.parameterTensors(naming: graph.spec.naming)
      return checkpoint.prefix(before: Set(tensors.map { $0.name })).prefix
    }
    let own = prefix(graph)
    return own.isEmpty ? prefix(graph.folded().graph) : own
  }

  private init(
    _ whole: Checkpoint, behind prefix: String, _ graph: Graph
  ) throws(WeightError) {
    let reading = CheckpointReading(whole, behind: prefix, for: graph)
    let naming = graph.spec.naming
    let isFolded = CheckpointWeights.isFolded(reading.checkpoint, graph, naming: naming)
    self.graph = isFolded ? graph.folded().graph : graph
    weights = try CheckpointWeights(reading.checkpoint, for: self.graph, naming: naming)
    let details = [
      naming.map { "names of \($0.dialect)" } ?? "checkpoint",
      prefix.isEmpty ? nil : "prefix '\(prefix)' taken off",
      reading.head.map { "'\($0.layer)' for the classifier" },
      isFolded ? "norms folded" : nil,
    ]
    description = details.compactMap { $0 }.joined(separator: ", ")
  }

  /// The network as the checkpoint has it: with as many classes as its last layer, and at the width at which most
  /// tensors have its shapes.
  private static func rescaled(
    _ graph: Graph, to checkpoint: Checkpoint, behind prefix: String
  ) -> [Graph] {
    let head = OwnHead(of: checkpoint, on: graph, behind: prefix)?.graph
    let inner = prefix.isEmpty ? checkpoint : checkpoint.removing(prefix: prefix)
    var scaling = graph.scaling
    (scaling.width, scaling.classes) = (nil, nil)
    guard let table = try? Graph(expanding: graph.spec, scaling: scaling) else {
      return [head].compactMap { $0 }
    }
    var candidate = CheckpointCandidate(graph.spec.name, TensorMatch(inner, table), table)
    let found = candidate.scaled(to: inner).graph.scaling
    (scaling.width, scaling.classes) = (found.width, found.classes)
    let other = try? Graph(expanding: graph.spec, scaling: scaling)
    // A last layer of one's own may stand behind layers of another width.
    let wide = other.flatMap { OwnHead(of: checkpoint, on: $0, behind: prefix)?.graph }
    return [head, other, wide].compactMap { $0 }
  }
}
