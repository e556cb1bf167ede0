import Architecture
import Inference
import WeightFiles

/// What a file of weights is, for people and for programs.
package struct IdentityReport: Sendable {
  /// The network that a file is of.
  package struct Network: Sendable {
    /// The architecture, with its dialect.
    package var name: String
    /// The width multiplier.
    package var width: Double
    /// The number of classes; nothing if the network has none.
    package var classes: Int?
    /// The framework whose names the tensors have; nothing if they are made from rows and roles.
    package var naming: String?
    /// Whether the batch norms are folded.
    package var isFolded: Bool
    /// Tensors that the network needs.
    package var count: Int
    /// What is missing, left over or of another shape.
    package var difference: WeightError?
    /// The command that runs it.
    package var command: String

    /// A network from its parts.
    package init(
      name: String, width: Double, classes: Int?, naming: String?, isFolded: Bool, count: Int,
      difference: WeightError?, command: String
    ) {
      (self.name, self.width, self.classes, self.naming) = (name, width, classes, naming)
      (self.isFolded, self.count) = (isFolded, count)
      (self.difference, self.command) = (difference, command)
    }
  }

  /// The file's path.
  private let file: String
  /// Its size in bytes.
  private let size: Int
  private let format: CheckpointFormat
  /// Tensors by the type of their elements, the most first.
  private let elements: [(name: String, count: Int)]
  /// Numbers in all tensors.
  private let numbers: Int
  private let network: Network?

  /// A report on a checkpoint; `network` is what it is of, if anybody knows.
  package init(file: String, size: Int, _ checkpoint: Checkpoint, network: Network?) {
    (self.file, self.size, self.network) = (file, size, network)
    format = checkpoint.format
    var counts: [String: Int] = [:]
    for tensor in checkpoint.tensors.values { counts[tensor.element.description, default: 0] += 1 }
    elements = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { (name: $0.key, count: $0.value) }
    numbers = checkpoint.tensors.values.reduce(0) { $0 + $1.count }
  }

  /// Names that a line lists at most.
  private static let most = 6

  /// For people: a line for each fact, `width` columns wide.
  package func text(width: Int) -> String {
    let tensors = elements.map { "\(Numbers.grouped($0.count)) \($0.name)" }
    var facts = [
      ("file", "\(file.escapedForDisplay)   \(Numbers.mebibytes(size)) MiB"),
      ("format", "\(format)"),
      ("tensors", tensors.joined(separator: ", ") + "   \(Numbers.grouped(numbers)) numbers"),
    ]
    if let network {
      facts += Self.facts(network)
    } else {
      facts.append(("network", "unknown: no table has half of its tensors here"))
    }
    return facts.map { name, value in
      let lines = value.wrapped(max(width - Self.indent, 20))
      let label = name + String(repeating: " ", count: Self.indent - name.count)
      let rest = lines.dropFirst().map { "\n" + String(repeating: " ", count: Self.indent) + $0 }
      return label + lines[0] + rest.joined() + "\n"
    }.joined()
  }

  private static let indent = 13

  private static func facts(_ network: Network) -> [(String, String)] {
    var facts = [
      ("network", network.name + (network.naming.map { "   names of \($0)" } ?? "")),
      ("width", "\(network.width)"),
    ]
    if let classes = network.classes { facts.append(("classes", Numbers.grouped(classes))) }
    facts.append(("batch norms", network.isFolded ? "folded" : "not folded"))
    if let difference = network.difference {
      let shapes = difference.misshapen.map {
        "\($0.name) is \(shape($0.got)), not \(shape($0.expected))"
      }
      for (name, entries) in [
        ("missing", difference.missing), ("left over", difference.extra), ("different", shapes),
      ] where !entries.isEmpty {
        let shown = entries.prefix(most).map { $0.escapedForDisplay }.joined(separator: ", ")
        let hidden = entries.count - most
        facts.append((name, shown + (hidden > 0 ? " and \(hidden) more" : "")))
      }
    } else {
      facts.append(("complete", "all \(network.count) tensors that the network needs"))
    }
    return facts + [("command", network.command)]
  }

  private static func shape(_ shape: [Int]) -> String {
    shape.isEmpty ? "one number" : shape.map { "\($0)" }.joined(separator: "x")
  }

  /// For programs.
  package var json: JSONValue {
    .object([
      "file": .text(file), "bytes": .integer(size), "format": .text("\(format)"),
      "tensors": .object(
        Dictionary(uniqueKeysWithValues: elements.map { ($0.name, .integer($0.count)) })),
      "numbers": .integer(numbers), "network": network.map(Self.json) ?? .null,
    ])
  }

  private static func json(_ network: Network) -> JSONValue {
    let difference = network.difference
    func names(_ list: [String]?) -> JSONValue { .array((list ?? []).map { .text($0) }) }
    func sizes(_ shape: [Int]) -> JSONValue { .array(shape.map { .integer($0) }) }
    let different = (difference?.misshapen ?? []).map { tensor in
      JSONValue.object([
        "name": .text(tensor.name), "is": sizes(tensor.got), "needed": sizes(tensor.expected),
      ])
    }
    var members: [String: JSONValue] = [:]
    members["name"] = .text(network.name)
    members["width"] = .number(network.width)
    members["classes"] = network.classes.map { .integer($0) } ?? .null
    members["names"] = network.naming.map { .text($0) } ?? .null
    members["folded"] = .flag(network.isFolded)
    members["needed"] = .integer(network.count)
    members["missing"] = names(difference?.missing)
    members["leftOver"] = names(difference?.extra)
    members["different"] = .array(different)
    members["command"] = .text(network.command)
    return .object(members)
  }
}
