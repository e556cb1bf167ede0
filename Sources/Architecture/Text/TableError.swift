/// One thing that is wrong with a table, and where.
public struct TableProblem: Hashable, Sendable, CustomStringConvertible {
  /// Where it is.
  public var location: SourceLocation
  /// What is wrong, as one sentence without a full stop.
  public var message: String

  /// A problem at a place.
  public init(_ message: String, at location: SourceLocation) {
    self.location = location
    self.message = message
  }

  /// `file:line:column: message`, then the line and a caret below its column.
  public var description: String {
    guard !location.text.isEmpty else { return "\(location): \(message)" }
    let caret = String(repeating: " ", count: max(location.column - 1, 0)) + "^"
    return "\(location): \(message)\n  \(location.text)\n  \(caret)"
  }
}

/// Everything that is wrong with a table: all problems are collected and shown together.
public struct TableError: Error, Sendable, CustomStringConvertible {
  /// The problems, in the order of the file.
  public var problems: [TableProblem]

  /// An error of several problems, sorted by file, line and column.
  public init(_ problems: [TableProblem]) {
    self.problems = problems.sorted {
      ($0.location.file, $0.location.line, $0.location.column)
        < ($1.location.file, $1.location.line, $1.location.column)
    }
  }

  /// An error of one problem.
  public init(_ message: String, at location: SourceLocation) {
    problems = [TableProblem(message, at: location)]
  }

  /// One problem after the other.
  public var description: String {
    problems.map { $0.description }.joined(separator: "\n")
  }
}
