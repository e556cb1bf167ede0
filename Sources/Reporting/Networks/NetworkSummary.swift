import Architecture
import NetworkGraph

/// What every report says of its network.
package struct NetworkSummary {
  /// The network.
  package let graph: Graph

  /// The summary of a network.
  package init(_ graph: Graph) { self.graph = graph }

  /// One line for people: name, multipliers, input.
  package var heading: String {
    let spec = graph.spec
    var parts = ["\(spec.title) (\(spec.name))"]
    if spec.rules.width.rounding != .undefined {
      parts.append("alpha \(Numbers.fixed(width, 2))")
    }
    parts.append("input \(graph.input)")
    if let part = graph.scaling.part {
      parts.append("\(part.rawValue) only")
    } else if let classes = graph.classes {
      parts.append("classes \(classes)")
    }
    if graph.precision != .single { parts.append("precision \(graph.precision.rawValue)") }
    return parts.joined(separator: "   ")
  }

  /// The line, and what must be said of a network that comes from a model's file: which table it equals,
  /// and what totals leave out.
  package var headings: [String] {
    guard let imported = graph.spec.imported else { return [heading] }
    let equal = imported.equal.map { "Equals \($0)." }
    return [heading] + [equal, storage, imported.omission].compactMap { $0 }
  }

  /// In which type the file has the weights, where that is another one than the reports count with.
  private var storage: String? {
    guard let model = graph.spec.imported, !model.isSinglePrecision else { return nil }
    let bytes = model.weights.reduce(0) { $0 + $1.bytes }
    let types = model.weights.map { $0.type }.joined(separator: " and ")
    return
      "The file holds its weights as \(types), \(Numbers.mebibytes(bytes)) MiB; they are computed"
      + " with, and counted here, in 32-bit floating point."
  }

  /// The same for programs, by name, and further facts of a report.
  package func facts(_ further: [String: JSONValue] = [:]) -> [String: JSONValue] {
    var facts: [String: JSONValue] = [
      "name": .text(graph.spec.name), "input": JSONValue(graph.input), "width": .number(width),
      "classes": graph.classes.map { .integer($0) } ?? .null,
    ]
    facts["onlyPart"] = graph.scaling.part.map { .text($0.rawValue) }
    if graph.precision != .single { facts["precision"] = .text(graph.precision.rawValue) }
    if let imported = graph.spec.imported { facts["model"] = Self.json(imported) }
    for (name, value) in further { facts[name] = value }
    return facts
  }

  static func json(_ model: ImportedModel) -> JSONValue {
    .object([
      "format": .text(model.format), "producer": .text(model.producer),
      "operatorSet": .integer(WideCount(model.operatorSet)),
      "operations": .integer(WideCount(model.operations)),
      "equals": model.equal.map { .text($0) } ?? .null,
      "leftOut": .array(model.leftOut.map { .text($0) }),
      "leftOutDependents": .integer(WideCount(model.dependents)),
      "weights": .object(
        Dictionary(
          uniqueKeysWithValues: model.weights.map {
            (
              $0.type,
              .object(["numbers": .integer($0.count), "bytes": .integer($0.bytes)])
            )
          })),
    ])
  }

  private var width: Double { graph.scaling.width ?? graph.spec.nominalWidth }
}

extension Grouping {
  /// Lines grouped by the part of the system that each belongs to, if there is more than one.
  static func part(_ part: @escaping (Entry) -> Part) -> Grouping {
    Grouping("part", saysSingle: false) { part($0).rawValue }
  }
}
