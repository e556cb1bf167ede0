import Architecture
import Inference
import NetworkGraph
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
    /// Biases of layers before batch norms, which the network has none of.
    package var mergedBiases: Int
    /// What stands before the names of all tensors.
    package var prefix: String
    /// The tensors that are left aside.
    package var outside: [String]
    /// What the file calls a last layer of one's own; nothing if it has none.
    package var ownHead: String?
    /// The part of the network that is all there; nothing if all of it is meant.
    package var part: Part?
    /// Tensors of other parts that the file lacks, if the network is only a part.
    package var lacking: [String]
    /// Whether the first class is the background.
    package var hasBackground: Bool
    /// Networks with the same tensors, which compute something else.
    package var alike: [String]
    /// Tensors that the network needs.
    package var count: Int
    /// What is missing, left over or of another shape.
    package var difference: WeightError?
    /// The command that runs it; nothing if the file is of an unknown network, to which this is the nearest.
    package var command: String?

    /// A network from its parts.
    package init(
      name: String, width: Double, classes: Int?, hasBackground: Bool, naming: String?,
      alike: [String],
      isFolded: Bool, mergedBiases: Int, prefix: String, outside: [String] = [],
      ownHead: String? = nil, part: Part? = nil, lacking: [String] = [], count: Int,
      difference: WeightError?,
      command: String?
    ) {
      (self.name, self.width, self.classes, self.naming) = (name, width, classes, naming)
      (self.hasBackground, self.alike) = (hasBackground, alike)
      (self.isFolded, self.mergedBiases) = (isFolded, mergedBiases)
      (self.prefix, self.outside, self.count) = (prefix, outside, count)
      (self.ownHead, self.part, self.lacking) = (ownHead, part, lacking)
      (self.difference, self.command) = (difference, command)
    }
  }

  /// For people: a name and a value each.
  private var lines: [(name: String, value: String)]
  /// For programs.
  package private(set) var json: JSONValue

  /// A report on a checkpoint; `network` is what it is of, if anybody knows.
  package init(file: String, size: Int, _ checkpoint: Checkpoint, network: Network?) {
    var counts: [String: Int] = [:]
    for tensor in checkpoint.tensors.values { counts[tensor.element.description, default: 0] += 1 }
    let elements = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let numbers = checkpoint.tensors.values.reduce(0) { $0 + $1.count }
    let tensors = elements.map { "\(Numbers.grouped($0.value)) \($0.key)" }
    lines = [
      Self.line(file: file, size: size), ("format", "\(checkpoint.format)"),
      ("tensors", tensors.joined(separator: ", ") + "   \(Numbers.grouped(numbers)) numbers"),
    ]
    if let place = checkpoint.place { lines.append(("found in", place.escapedForDisplay)) }
    let beside = checkpoint.beside.map { "\($0.name) (\($0.description))".escapedForDisplay }
    if !beside.isEmpty { lines.append(("beside", Self.some(of: beside))) }
    if !checkpoint.undone.isEmpty {
      lines.append(("undone", checkpoint.undone.joined(separator: ", ")))
    }
    if checkpoint.isUnchecked {
      lines.append(("checksums", "left out, so that changed bits go unseen"))
    }
    lines +=
      network.map(Self.facts) ?? [("network", "unknown: no table has half of its tensors here")]
    json = .object([
      "file": .text(file), "bytes": .integer(size), "format": .text("\(checkpoint.format)"),
      "tensors": .object(counts.mapValues { .integer($0) }), "numbers": .integer(numbers),
      "place": checkpoint.place.map { .text($0) } ?? .null,
      "beside": .array(
        checkpoint.beside.map {
          .object(["name": .text($0.name), "is": .text($0.description)])
        }),
      "undone": .array(checkpoint.undone.map { .text($0) }),
      "unchecked": .flag(checkpoint.isUnchecked),
      "network": network.flatMap { $0.command == nil ? nil : Self.json($0) } ?? .null,
      "nearest": network.flatMap { $0.command == nil ? Self.json($0) : nil } ?? .null,
    ])
  }

  /// A report on a model's file that was read as a graph. `likeness` is the nearest table, if one is near
  /// and none equals it.
  package init(
    file: String, size: Int, _ graph: Graph, likeness: (text: String, command: String)?,
    command: String
  ) {
    let model = graph.spec.imported
    let parameters = graph.parameterTensors(naming: nil).reduce(0) { $0 + $1.count }
    let outputs = graph.outputs.map { "\($0.name) \(graph.nodes[$0.node].shape)" }
    let network = model?.equal ?? likeness?.text
    let types = model.flatMap { model in
      model.weights.isEmpty ? nil : model.weights.map { $0.type }.joined(separator: " and ")
    }
    lines = [
      Self.line(file: file, size: size), ("format", (model?.description ?? "").escapedForDisplay),
      ("input", "\(graph.input)"), ("outputs", Self.some(of: outputs).escapedForDisplay),
      (
        "numbers",
        "\(Numbers.grouped(parameters)) in tensors of layers" + (types.map { ", \($0)" } ?? "")
      ),
      ("network", network ?? "unknown: no table is near"),
    ]
    if let omission = model?.omission { lines.append(("left out", omission.escapedForDisplay)) }
    if let likeness { lines.append(("compare", likeness.command)) }
    lines.append(("command", command))
    json = .object([
      "file": .text(file), "bytes": .integer(size), "format": .text(model?.description ?? ""),
      "input": JSONValue(graph.input), "outputs": .array(outputs.map { .text($0) }),
      "numbers": .integer(parameters), "equals": model?.equal.map { .text($0) } ?? .null,
      "like": likeness.map { .text($0.text) } ?? .null,
      "leftOut": .array((model?.leftOut ?? []).map { .text($0) }), "command": .text(command),
    ])
  }

  private static func line(file: String, size: Int) -> (name: String, value: String) {
    ("file", "\(file.escapedForDisplay)   \(Numbers.mebibytes(size)) MiB")
  }

  /// Entries that a line lists at most.
  private static let most = 6

  private static func some(of entries: [String]) -> String {
    let hidden = entries.count - most
    return entries.prefix(most).joined(separator: ", ") + (hidden > 0 ? " and \(hidden) more" : "")
  }

  /// For people: a line for each fact, `width` columns wide; but a command is one line, so that it can be pasted.
  package func text(width: Int) -> String {
    let isCommand: ((name: String, value: String)) -> Bool = { $0.name == "command" }
    return LabelledLines(lines.filter { !isCommand($0) }).text(width: width)
      + LabelledLines(lines.filter(isCommand)).text(width: .max)
  }

  private static func facts(_ network: Network) -> [(name: String, value: String)] {
    guard let command = network.command else { return nearest(network) }
    var facts: [(name: String, value: String)] = [
      ("network", network.name + (network.naming.map { "   names of \($0)" } ?? "")),
      ("width", "\(network.width)"),
    ]
    if !network.alike.isEmpty {
      facts.append(("same tensors", network.alike.joined(separator: ", ")))
    }
    if let classes = network.classes {
      let background = network.hasBackground ? ", the first of which is the background" : ""
      facts.append(("classes", Numbers.grouped(classes) + background))
    }
    facts.append(("batch norms", network.isFolded ? "folded" : "not folded"))
    if network.mergedBiases > 0 {
      facts.append(
        ("biases", "\(network.mergedBiases) more than the network has, merged into batch norms"))
    }
    if !network.prefix.isEmpty {
      facts.append(("prefix", "'\(network.prefix)', taken off".escapedForDisplay))
    }
    if !network.outside.isEmpty {
      facts.append(("left aside", some(of: network.outside.map { $0.escapedForDisplay })))
    }
    if let head = network.ownHead {
      facts.append(("classifier", "'\(head)', which has another name".escapedForDisplay))
    }
    if !network.lacking.isEmpty {
      facts.append(("not there", some(of: network.lacking.map { $0.escapedForDisplay })))
    }
    if let difference = network.difference {
      facts += lists(difference)
    } else {
      let needy = network.part?.rawValue ?? "network"
      facts.append(("complete", "all \(network.count) tensors that the \(needy) needs"))
    }
    return facts + [("command", command)]
  }

  /// What is said of a file of an unknown network.
  private static func nearest(_ network: Network) -> [(name: String, value: String)] {
    [("network", "unknown: it has layers that no table has"), ("nearest", network.name)]
      + (network.difference.map(lists) ?? [])
  }

  /// What is missing, left over or of another shape.
  private static func lists(_ difference: WeightError) -> [(name: String, value: String)] {
    let shapes = difference.misshapen.map {
      "\($0.name) is \(shape($0.got)), not \(shape($0.expected))"
    }
    let lists = [
      ("missing", difference.missing), ("left over", difference.extra), ("different", shapes),
    ]
    return lists.filter { !$0.1.isEmpty }.map { name, entries in
      (name, some(of: entries.map { $0.escapedForDisplay }))
    }
  }

  private static func shape(_ shape: [Int]) -> String {
    shape.isEmpty ? "one number" : shape.map { "\($0)" }.joined(separator: "x")
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
    members["background"] = .flag(network.hasBackground)
    members["sameTensors"] = .array(network.alike.map { .text($0) })
    members["names"] = network.naming.map { .text($0) } ?? .null
    members["prefix"] = .text(network.prefix)
    members["leftAside"] = names(network.outside)
    members["ownHead"] = network.ownHead.map { .text($0) } ?? .null
    members["notThere"] = names(network.lacking)
    members["folded"] = .flag(network.isFolded)
    members["mergedBiases"] = .integer(network.mergedBiases)
    members["needed"] = .integer(network.count)
    members["missing"] = names(difference?.missing)
    members["leftOver"] = names(difference?.extra)
    members["different"] = .array(different)
    members["command"] = network.command.map { .text($0) } ?? .null
    return .object(members)
  }
}
