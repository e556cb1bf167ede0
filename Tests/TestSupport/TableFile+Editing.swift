import Foundation
import TableReading

extension TableFile {
  /// A copy in which every occurrence of a text is another; throws if it does not occur, so that
  /// no edit passes without effect.
  package func replacing(_ old: String, with new: String) throws -> TableFile {
    guard text.contains(old) else { throw TestSupportError.missing("'\(old)' in \(name)") }
    return TableFile(name: name, text: text.replacingOccurrences(of: old, with: new))
  }

  /// A copy in which the cell that begins at a line and column, both from 1, has another text of
  /// the same place.
  package func replacing(
    _ old: String, line: Int, column: Int, with new: String
  ) throws -> TableFile {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard lines.indices.contains(line - 1), lines[line - 1].dropFirst(column - 1).hasPrefix(old)
    else { throw TestSupportError.missing("'\(old)' at \(name):\(line):\(column)") }
    let before = lines[line - 1].prefix(column - 1)
    let after = lines[line - 1].dropFirst(column - 1 + old.count)
    lines[line - 1] = before + new + after
    return TableFile(name: name, text: lines.joined(separator: "\n"))
  }
}
