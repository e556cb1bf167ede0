import Architecture

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
