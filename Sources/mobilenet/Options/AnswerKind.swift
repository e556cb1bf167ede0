import Models
import NetworkGraph
import TableReading

/// Whether a network answers with what a command is about.
enum AnswerKind {
  /// Throws if a network does not answer as it must; the message then names those that do.
  static func check(
    _ graph: Graph, _ what: String, _ answers: (Graph) -> Bool, _ tables: TableOptions,
    _ scaling: ScalingOptions
  ) throws {
    guard !answers(graph) else { return }
    let library = try tables.library()
    let others = library.architectureNames.filter { name in
      let spec = try? library.architecture(named: name)
      return spec.flatMap { try? Graph(expanding: $0) }.map(answers) ?? false
    }
    let name = graph.spec.name
    if others.contains(where: { $0 == name.prefix { $0 != "@" } }) {
      if scaling.classes == 1 { throw PictureOptions.onlyBackground }
      throw Failure.usage(
        "'\(name)' does not predict \(what) at this scale or with these classes")
    }
    let hint = others.isEmpty ? "" : "; networks that do: \(others.joined(separator: ", "))"
    throw Failure.usage("'\(name)' does not predict \(what)\(hint)")
  }
}

extension ModelOptions {
  /// Throws if a network does not answer as it must; the message then names those that do.
  func check(_ graph: Graph, _ what: String, _ answers: (Graph) -> Bool) throws {
    try AnswerKind.check(graph, what, answers, tables, scaling)
  }
}

extension NetworkOptions {
  /// Throws if a network does not answer as it must; the message then names those that do.
  func check(_ graph: Graph, _ what: String, _ answers: (Graph) -> Bool) throws {
    try AnswerKind.check(graph, what, answers, tables, scaling)
  }
}
