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

  /// Scalars of a message that are shown: more than any has that quotes no long text of the table.
  private static let longestMessage = 2000

  /// `file:line:column: message`, then the line and a caret below its column. Of a very long message or
  /// line a part is shown; what cannot be seen is escaped.
  public var description: String {
    let message = message.shortened(to: Self.longestMessage).escapedForDisplay
    guard !location.text.isEmpty else { return "\(location): \(message)" }
    let excerpt = location.excerpt
    // Below a wide character stands the blank that is as wide.
    let caret = excerpt.before.unicodeScalars.map { $0.isWide ? "\u{3000}" : " " }.joined() + "^"
    return "\(location): \(message)\n  \(excerpt.before)\(excerpt.after)\n  \(caret)"
  }
}

/// Everything that is wrong with a table: all problems are collected and shown together.
public struct TableError: Error, Sendable, CustomStringConvertible {
  /// The problems, in the order of the file.
  public var problems: [TableProblem]

  /// Problems that a description shows.
  private static let mostShown = 100

  /// An error of several problems, sorted by file, line and column; what is wrong at one place several
  /// times in the same way is said once.
  public init(_ problems: [TableProblem]) {
    let sorted = problems.sorted {
      ($0.location.file, $0.location.line, $0.location.column)
        < ($1.location.file, $1.location.line, $1.location.column)
    }
    self.problems = []
    for problem in sorted {
      let here = self.problems.reversed().prefix { $0.location == problem.location }
      if !here.contains(where: { $0.message == problem.message }) { self.problems.append(problem) }
    }
  }

  /// An error of one problem.
  public init(_ message: String, at location: SourceLocation) {
    problems = [TableProblem(message, at: location)]
  }

  /// One problem after the other; of very many the first.
  public var description: String {
    var lines = problems.prefix(Self.mostShown).map { $0.description }
    if problems.count > Self.mostShown {
      lines.append("and \(problems.count - Self.mostShown) more problems")
    }
    return lines.joined(separator: "\n")
  }
}
