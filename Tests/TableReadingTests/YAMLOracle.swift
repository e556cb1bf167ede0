import Architecture
@testable import TableReading
import Yams

/// A YAML text as Yams reads it, and as we do: every value on a line with its place, or the error.
enum YAMLOracle {
  static func expected(_ file: TableFile) -> String {
    let source = SourceText(file)
    do {
      // Without rules for tags every scalar is a text.
      guard let node = try compose(yaml: file.text, .basic) else {
        return "\(source.location(line: 1, column: 1)): the file is empty"
      }
      return description(node)
    } catch let error as YamlError {
      return "\(location(error, in: source)): \(message(error))"
    } catch {
      return "\(error)"
    }
  }

  static func answer(_ file: TableFile) -> String {
    do {
      return try description(YAMLValue.parse(file))
    } catch {
      return error.problems.map { "\($0.location): \($0.message)" }.joined(separator: "\n")
    }
  }

  private static func description(_ node: Node) -> String {
    let place = "\(node.mark?.line ?? 0):\(node.mark?.column ?? 0)"
    switch node {
    case .scalar(let scalar):
      return
        "\(place) \(scalar.style == .plain ? "plain" : "quoted") \(scalar.string.debugDescription)"
    case .sequence(let nodes):
      return lines("\(place) sequence", nodes.map(description))
    case .mapping(let pairs):
      return lines(
        "\(place) mapping", pairs.flatMap { [description($0.key), description($0.value)] })
    case .alias: return "alias"
    }
  }

  private static func description(_ value: YAMLValue) -> String {
    let place = "\(value.location.line):\(value.location.column)"
    switch value.content {
    case .scalar(let text, let isPlain):
      return "\(place) \(isPlain ? "plain" : "quoted") \(text.debugDescription)"
    case .sequence(let values):
      return lines("\(place) sequence", values.map(description))
    case .mapping(let entries):
      return lines(
        "\(place) mapping", entries.flatMap { [description($0.key), description($0.value)] })
    }
  }

  private static func lines(_ title: String, _ inner: [String]) -> String {
    ([title] + inner).joined(separator: "\n").split(separator: "\n").joined(separator: "\n ")
  }

  private static func message(_ error: YamlError) -> String {
    switch error {
    case .scanner(_, let problem, _, _), .parser(_, let problem, _, _),
      .composer(_, let problem, _, _), .reader(let problem, _, _, _):
      problem
    case .duplicatedKeysInMapping(let duplicates, _):
      "duplicate key '\(duplicates.joined(separator: "', '"))'"
    default: "\(error)"
    }
  }

  private static func location(_ error: YamlError, in source: SourceText) -> SourceLocation {
    switch error {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
      return source.location(line: mark.line, column: mark.column)
    case .reader(_, let offset, _, let yaml):
      let lines = yaml.prefix(offset ?? 0).split(
        separator: "\n", omittingEmptySubsequences: false)
      return source.location(line: lines.count, column: (lines.last?.count ?? 0) + 1)
    case .duplicatedKeysInMapping(_, let context):
      return source.location(line: context.mark.line, column: context.mark.column)
    default: return source.location(line: 1, column: 1)
    }
  }
}
