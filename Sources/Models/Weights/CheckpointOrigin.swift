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
            // Beside a width that was asked for, its own is no matter of course.
            let width = scaling.width ?? (multipliers.width == nil ? nil : 1)
            best = Self(
              name: Self.title(name, width: width, classes: scaling.classes), found: found,
              count: count)
          }
          return found > count / 2 && found < count ? Self.classes(checkpoint, other) : nil
        }
        var scalings = [Scaling(), (try? multipliers.scaling(of: spec)) ?? Scaling()]
        if architecture == graph.spec.name.prefix(while: { $0 != "@" }) {
          scalings += Self.widths.map { Scaling(width: $0) }
        }
        for var scaling in scalings {
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

  /// Widths that checkpoints are published in.
  private static let widths = [0.25, 0.35, 0.5, 0.75, 1, 1.25, 1.3, 1.4, 1.5, 2]

  /// A network as it was asked for.
  static func title(_ name: String, _ multipliers: Multipliers) -> String {
    title(name, width: multipliers.width, classes: multipliers.classes)
  }

  private static func title(_ name: String, width: Double?, classes: Int?) -> String {
    name + (width.map { " --width \($0)" } ?? "") + (classes.map { " --classes \($0)" } ?? "")
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
        found: tensors.count { checkpoint.tensors[$0.name]?.shape == $0.storedShape },
        count: tensors.count
      )
    }
    return matches[1].found > matches[0].found ? matches[1] : matches[0]
  }
}
