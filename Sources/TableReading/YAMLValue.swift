import Architecture
import Yams

/// A file of tables as text, with the name that messages show.
public struct TableFile: Hashable, Sendable {
  /// The name in messages, for example `Architectures/MobileNetV1.yaml`.
  public var name: String
  /// The YAML text.
  public var text: String

  /// A file from its parts. Windows' line endings become plain ones.
  public init(name: String, text: String) {
    self.name = name
    self.text = text.utf8.contains(0x0D) ? text.replacing("\r\n", with: "\n") : text
  }
}

extension TableFile {
  /// The name of the architecture that the file describes; nothing if it describes none.
  public var architectureName: String? { LabelledFile(self).architectureName }

  /// Throws if the file is no YAML, or says by none of its keys what it is, as after a slip in the
  /// first line.
  public func requireKind() throws {
    _ = try YAMLValue.parse(self)
    guard !LabelledFile(self).hasKind else { return }
    let keys = LabelledFile.kinds.map(\.rawValue).joined(separator: ", ")
    let first = YAMLValue.SourceText(self).location(line: 1, column: 1)
    throw TableError("the file has none of the keys \(keys), so it is no table", at: first)
  }
}

/// Collects everything that is wrong while a file is read, so that all of it is shown together.
final class ProblemLog {
  private(set) var problems: [TableProblem] = []
  /// Rows of blocks that have been unfolded; blocks of blocks may double at every level.
  var unfoldedRows = 0
  /// The row whose block is being unfolded: what is wrong in there is said of the row, if the block
  /// stands in another file.
  var caller: (block: String, location: SourceLocation)?

  func report(_ message: String, at location: SourceLocation) {
    var problem = TableProblem(message, at: location)
    if let caller, caller.location.file != location.file {
      problem = TableProblem("\(caller.block): \(message)", at: caller.location)
    }
    if !problems.contains(problem) { problems.append(problem) }
  }

  /// Throws what has been collected, if anything.
  func finish() throws(TableError) {
    if !problems.isEmpty { throw TableError(problems) }
  }
}

/// A node of a YAML document that knows its file.
struct YAMLValue {
  let node: Node
  let source: SourceText

  /// The lines of a file, split once.
  final class SourceText: Sendable {
    let name: String
    let lines: [String]

    init(_ file: TableFile) {
      name = file.name
      lines = file.text.utf8
        .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        .map { String(Substring($0)) }
    }

    func location(line: Int, column: Int) -> SourceLocation {
      SourceLocation(
        file: name, line: line, column: column,
        text: lines.indices.contains(line - 1) ? lines[line - 1] : "")
    }
  }

  /// Parses a file; a syntax error becomes a problem with its place.
  static func parse(_ file: TableFile) throws(TableError) -> YAMLValue {
    let source = SourceText(file)
    do {
      // Without rules for tags every scalar is a text: what it means, the readers decide.
      guard let node = try compose(yaml: file.text, .basic) else {
        throw TableError("the file is empty", at: source.location(line: 1, column: 1))
      }
      return YAMLValue(node: node, source: source)
    } catch let error as TableError {
      throw error
    } catch let error as YamlError {
      throw TableError(error.message, at: error.location(in: source))
    } catch {
      throw TableError("\(error)", at: source.location(line: 1, column: 1))
    }
  }

  var location: SourceLocation {
    source.location(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
  }

  /// The text of a scalar; nothing for `~`.
  var text: String? {
    guard case .scalar(let scalar) = node, !isAbsent else { return nil }
    return scalar.string
  }

  /// Whether the value is `~` or empty.
  var isAbsent: Bool {
    guard case .scalar(let scalar) = node else { return false }
    return scalar.style == .plain && ["~", "", "null"].contains(scalar.string)
  }

  var sequence: [YAMLValue]? {
    guard case .sequence(let sequence) = node else { return nil }
    return sequence.map { YAMLValue(node: $0, source: source) }
  }

  var mapping: [(key: YAMLValue, value: YAMLValue)]? {
    guard case .mapping(let mapping) = node else { return nil }
    return mapping.map {
      (YAMLValue(node: $0.key, source: source), YAMLValue(node: $0.value, source: source))
    }
  }

  /// As one line of YAML, for printing a cell as it stands.
  var printed: String {
    if let sequence { return "[" + sequence.map(\.printed).joined(separator: ", ") + "]" }
    return text ?? "~"
  }
}

extension YamlError {
  /// The error without its place.
  fileprivate var message: String {
    switch self {
    case .scanner(_, let problem, _, _), .parser(_, let problem, _, _),
      .composer(_, let problem, _, _):
      problem
    case .reader(let problem, _, _, _): problem
    case .duplicatedKeysInMapping(let duplicates, _):
      "duplicate key '\(duplicates.joined(separator: "', '"))'"
    default: "\(self)"
    }
  }

  fileprivate func location(in source: YAMLValue.SourceText) -> SourceLocation {
    switch self {
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
