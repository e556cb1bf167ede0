import Architecture
import Inference
import NetworkGraph
import TableReading
import WeightFiles

/// A network with the weights of a checkpoint: in the dialect whose names its tensors have, behind a prefix such
/// as `module.`, and with as many classes as its last layer has.
struct CheckpointFit {
  /// The network, without norms that the checkpoint has folded.
  let graph: Graph
  let weights: CheckpointWeights
  /// How the checkpoint was read: `names of torchvision, prefix 'module.' taken off`.
  let description: String

  /// Throws what is missing of the network itself if no reading of the checkpoint fits.
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
      guard network.classes == nil,
        let other = Self.withOwnClasses(checkpoint, behind: prefix, candidate),
        let fit = try? Self(checkpoint, behind: prefix, other)
      else { continue }
      self = fit
      return
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

  /// The network with as many classes as the checkpoint's last layer has; nothing if it has as many already.
  private static func withOwnClasses(
    _ checkpoint: Checkpoint, behind prefix: String, _ graph: Graph
  ) -> Graph? {
    if let head = OwnHead(of: checkpoint, on: graph, behind: prefix) { return head.graph }
    let inner = prefix.isEmpty ? checkpoint : checkpoint.removing(prefix: prefix)
    guard let classes = TensorMatch(inner, graph).classes(inner, graph) else { return nil }
    var scaling = graph.scaling
    scaling.classes = classes
    return try? Graph(expanding: graph.spec, scaling: scaling)
  }
}
