import Architecture
import Inference
import KernelInterface
import Models
import NetworkGraph
import TableReading
import TestSupport

/// A change of one table, and the network that it is seen in.
struct TableEdit: Sendable, CustomStringConvertible {
  /// What becomes of an edited table.
  enum Outcome: Equatable {
    /// A reader, a claim of the paper's Input column or a shape refuses it.
    case refused
    /// A witness contradicts.
    case contradicted
    /// Nobody contradicts; nobody witnesses these.
    case unnoticed(unwitnessed: [Testimony.Aspect])
  }

  /// The network, with a dialect if one is meant.
  var network: String
  /// The table, relative to `Tables/` and without `.yaml`.
  var table: String
  var old: String
  var new: String

  init(_ network: String, _ table: String, _ old: String, _ new: String) {
    (self.network, self.table) = (network, table)
    (self.old, self.new) = (old, new)
  }

  var description: String { "\(network): \(old.squeezed) → \(new.squeezed)" }

  /// The built-in tables with the edit. Throws if the text is not there.
  func library() throws -> TableLibrary {
    TableLibrary.builtIn.adding([try Repository.table(table).replacing(old, with: new)])
  }

  /// What becomes of it.
  func outcome() throws -> Outcome { try Self.outcome(of: network, in: library()) }

  /// What `verify` says of a network of edited tables, but for the runs that compare a table with itself.
  static func outcome(of network: String, in library: TableLibrary) throws -> Outcome {
    guard let graph = try? library.graph(named: network) else { return .refused }
    let hearing = Hearing(graph, in: library, engine: .best, memory: 1 << 34)
    guard let testimonies = try? hearing.testimonies(Witness.builtIn) else { return .refused }
    return testimonies.contains { $0.contradiction != nil }
      ? .contradicted : .unnoticed(unwitnessed: graph.unwitnessed(testimonies))
  }
}

extension String {
  /// With one space for several.
  fileprivate var squeezed: String {
    split(separator: " ").joined(separator: " ").split(separator: "\n").joined(separator: "; ")
  }
}
