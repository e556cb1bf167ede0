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
    return parts.joined(separator: "   ")
  }

  /// The same for programs, by name, and further facts of a report.
  package func facts(_ further: [String: JSONValue] = [:]) -> [String: JSONValue] {
    var facts: [String: JSONValue] = [
      "name": .text(graph.spec.name), "input": JSONValue(graph.input), "width": .number(width),
      "classes": graph.classes.map { .integer($0) } ?? .null,
    ]
    facts["onlyPart"] = graph.scaling.part.map { .text($0.rawValue) }
    for (name, value) in further { facts[name] = value }
    return facts
  }

  private var width: Double { graph.scaling.width ?? graph.spec.nominalWidth }
}

extension Grouping {
  /// Lines grouped by the part of the system that each belongs to, if there is more than one.
  static func part(_ part: @escaping (Entry) -> Part) -> Grouping {
    Grouping("part", saysSingle: false) { part($0).rawValue }
  }
}
