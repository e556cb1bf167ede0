import Architecture
import Inference
import NetworkGraph
import TableReading
import WeightFiles

/// The network that a checkpoint seems to be of: the one most of whose tensors it has, by their names
/// and shapes.
public struct CheckpointOrigin: Sendable, CustomStringConvertible {
  private var name: String
  private var found: Int
  private var count: Int

  /// The origin of a checkpoint that does not fit a network, among all tables and dialects, at the
  /// asked multipliers and at their own, and with the classes that it has; nothing if no other network has more than half of its tensors
  /// there, and more of them than the one asked for.
  init?(
    of checkpoint: Checkpoint, notFitting graph: Graph, multipliers: Multipliers,
    _ library: TableLibrary
  ) {
    let asked = Self.match(checkpoint, graph).found
    var best: Self?
    for architecture in library.architectureNames {
      guard let family = try? library.architecture(named: architecture).family else { continue }
      for dialect in [nil] + library.dialects(of: family) {
        let name = dialect.map { "\(architecture)@\($0)" } ?? architecture
        guard let spec = try? library.architecture(named: name) else { continue }
        /// Returns other classes, with which more would fit.
        func consider(_ scaling: Scaling) -> Int? {
          guard let other = try? Graph(expanding: spec, scaling: scaling) else { return nil }
          let (found, count) = Self.match(checkpoint, other)
          if found > max(asked, count / 2, best?.found ?? 0) {
            best = Self(name: Self.title(name, scaling), found: found, count: count)
          }
          return found > count / 2 && found < count ? Self.classes(checkpoint, other) : nil
        }
        for var scaling in [Scaling(), (try? multipliers.scaling(of: spec)) ?? Scaling()] {
          guard let classes = consider(scaling) else { continue }
          scaling.classes = classes
          _ = consider(scaling)
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
  public var description: String {
    "a checkpoint of '\(name)' (\(found) of its \(count) tensors)"
  }

  /// The number of classes that would give a tensor of the network the shape that it has in the
  /// checkpoint: shapes grow evenly with the classes.
  private static func classes(_ checkpoint: Checkpoint, _ graph: Graph) -> Int? {
    let spec = graph.spec
    guard let own = graph.scaling.variables(of: spec)["classes"] else { return nil }
    var scaling = graph.scaling
    scaling.classes = own + 1
    guard let more = try? Graph(expanding: spec, scaling: scaling) else { return nil }
    let tensors = [graph, more].map { $0.parameterTensors(naming: spec.naming) }
    for (tensor, larger) in zip(tensors[0], tensors[1]) {
      guard let stored = checkpoint.tensors[tensor.name]?.shape else { continue }
      for (index, (size, next)) in zip(tensor.shape, larger.shape).enumerated()
      where next > size && stored.indices.contains(index) && stored[index] != size {
        let (classes, remainder) = (stored[index] - size).quotientAndRemainder(
          dividingBy: next - size)
        let (sum, overflows) = own.addingReportingOverflow(classes)
        return remainder == 0 && !overflows ? sum : nil
      }
    }
    return nil
  }

  private static func title(_ name: String, _ scaling: Scaling) -> String {
    name + (scaling.width.map { " --width \($0)" } ?? "")
      + (scaling.classes.map { " --classes \($0)" } ?? "")
  }

  /// How many of a network's tensors a checkpoint has, and how many there are; with the norms folded
  /// if more are there then.
  private static func match(
    _ checkpoint: Checkpoint, _ graph: Graph
  ) -> (found: Int, count: Int) {
    let naming = graph.spec.naming
    let matches = [graph, graph.folded().graph].map { graph in
      let tensors = graph.parameterTensors(naming: naming)
      return (
        found: tensors.count { checkpoint.tensors[$0.name]?.shape == $0.shape },
        count: tensors.count
      )
    }
    return matches[1].found > matches[0].found ? matches[1] : matches[0]
  }
}
