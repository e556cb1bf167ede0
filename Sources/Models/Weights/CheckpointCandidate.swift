import Architecture
import NetworkGraph
import WeightFiles

/// A network that a checkpoint may be of.
struct CheckpointCandidate {
  /// The table, with a dialect unless its names are the table's own.
  let name: String
  /// How the checkpoint fits it at its own size.
  let match: TensorMatch
  /// The table at its own size.
  private let table: Graph
  /// How it fits at the width and with the classes that fit best, once that was asked for.
  private var best: TensorMatch?

  init(_ name: String, _ match: TensorMatch, _ table: Graph) {
    (self.name, self.match, self.table) = (name, match, table)
  }

  /// The match at the width and with the classes at which most tensors have the checkpoint's shapes.
  mutating func scaled(to checkpoint: Checkpoint) -> TensorMatch {
    if let best { return best }
    let found = search(checkpoint)
    best = found
    return found
  }

  private func search(_ checkpoint: Checkpoint) -> TensorMatch {
    // At no width does a network have other layers.
    if match.hasOtherNames(checkpoint) { return match }
    var best = match
    var tried = [match.graph.scaling]
    func consider(_ scaling: Scaling) {
      guard !best.isComplete, !tried.contains(scaling) else { return }
      tried.append(scaling)
      guard let graph = try? table.rescaled(to: scaling) else { return }
      let other = TensorMatch(checkpoint, graph)
      if other.share > best.share { best = other }
    }
    let classes = match.classes(checkpoint, table)
    consider(Scaling(classes: classes))
    for width in match.widths(checkpoint) { consider(Scaling(width: width, classes: classes)) }
    // The head's width may hide what the classes are.
    consider(Scaling(width: best.graph.scaling.width, classes: best.classes(checkpoint, table)))
    var backbone = best.graph.scaling
    backbone.part = .backbone
    consider(backbone)
    return best
  }
}
