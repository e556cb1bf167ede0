import Architecture
import Inference
import NetworkGraph
import TableReading
import WeightFiles

/// The network that a checkpoint seems to be of: the one most of whose tensors it has, by their names
/// and shapes.
struct CheckpointOrigin: CustomStringConvertible {
  private var name: String
  private var found: Int
  private var count: Int

  /// The origin of a checkpoint that does not fit a network, among all tables and dialects, at the
  /// asked multipliers and at their own; nothing if no other network has more than half of its tensors
  /// there, and more of them than the one asked for.
  init?(
    of checkpoint: Checkpoint, notFitting graph: ShapedGraph, scaling: ScalingOptions,
    _ library: TableLibrary
  ) {
    let asked = Self.match(checkpoint, graph).found
    var best: Self?
    for architecture in library.architectureNames {
      guard let family = try? library.architecture(named: architecture).family else { continue }
      for dialect in [nil] + library.dialects(of: family) {
        let name = dialect.map { "\(architecture)@\($0)" } ?? architecture
        guard let spec = try? library.architecture(named: name) else { continue }
        for scaling in [Scaling(), (try? scaling.scaling(of: spec)) ?? Scaling()] {
          guard let other = try? ShapedGraph(expanding: spec, scaling: scaling) else { continue }
          let (found, count) = Self.match(checkpoint, other)
          if found > max(asked, count / 2, best?.found ?? 0) {
            best = Self(name: Self.title(name, scaling), found: found, count: count)
          }
        }
      }
    }
    guard let best else { return nil }
    self = best
  }

  private init(name: String, found: Int, count: Int) {
    (self.name, self.found, self.count) = (name, found, count)
  }

  /// One noun phrase.
  var description: String {
    "a checkpoint of '\(name)', of which it has \(found) of \(count) tensors"
  }

  private static func title(_ name: String, _ scaling: Scaling) -> String {
    name + (scaling.width.map { " --width \($0)" } ?? "")
      + (scaling.classes.map { " --classes \($0)" } ?? "")
  }

  /// How many of a network's tensors a checkpoint has, and how many there are; with the norms folded
  /// if more are there then.
  private static func match(
    _ checkpoint: Checkpoint, _ graph: ShapedGraph
  ) -> (found: Int, count: Int) {
    let naming = graph.graph.spec.naming
    let matches = [graph.graph, graph.folded().graph.graph].map { graph in
      let tensors = graph.parameterTensors(naming: naming)
      return (
        found: tensors.count { checkpoint.tensors[$0.name]?.shape == $0.shape },
        count: tensors.count
      )
    }
    return matches[1].found > matches[0].found ? matches[1] : matches[0]
  }
}
