import Architecture

/// The text of a table whose rows are lists of cells in one line each, as all built-in tables are typed,
/// with changes at the places of cells.
struct TableEditing {
  /// The lines, without their ends.
  private(set) var lines: [String]

  init(_ text: String) { lines = text.parts(separatedBy: "\n") }

  var text: String { lines.joined(separator: "\n") }

  /// Puts a value in the place of the cell that begins at a line and column, both from 1; the width of the
  /// column stays if there is room. False if no cell begins there.
  mutating func set(line: Int, column: Int, to value: String) -> Bool {
    guard lines.indices.contains(line - 1), column > 0 else { return false }
    let scalars = Array(lines[line - 1].unicodeScalars)
    guard column - 1 < scalars.count else { return false }
    let end = Self.end(ofCellAt: column - 1, in: scalars)
    var (start, written) = (column - 1, Array(Self.quoted(value).unicodeScalars))
    // Numbers lean to the right: blanks before the cell make room.
    let growth = written.count - (end - start)
    if growth < 0 {
      written = Array(repeating: " ", count: -growth) + written
    } else {
      var room = 0
      while room < growth, start - room - 2 >= 0, scalars[start - room - 1] == " ",
        scalars[start - room - 2] == " "
      {
        room += 1
      }
      start -= room
    }
    var changed = String.UnicodeScalarView()
    changed.append(contentsOf: scalars[..<start] + written + scalars[end...])
    lines[line - 1] = String(changed)
    return true
  }

  /// Takes a line out.
  mutating func remove(line: Int) {
    if lines.indices.contains(line - 1) { lines.remove(at: line - 1) }
  }

  /// Puts a line there once more, below itself, without the name that only one row may have.
  mutating func duplicate(line: Int) {
    guard lines.indices.contains(line - 1) else { return }
    let own = lines[line - 1]
    guard let dash = own.firstIndex(of: "-"), let bracket = own.firstIndex(of: "["),
      dash < bracket
    else { return }
    let blanks = own[own.index(after: dash)..<bracket].unicodeScalars.count
    let copy = own[...dash] + String(repeating: " ", count: blanks) + own[bracket...]
    lines.insert(String(copy), at: line)
  }

  /// Whether a line holds a row of cells from its beginning to its end.
  func isRow(line: Int) -> Bool {
    guard lines.indices.contains(line - 1) else { return false }
    let line = lines[line - 1]
    var (depth, isQuoted) = (0, false)
    for byte in line.utf8 {
      switch byte {
      case UInt8(ascii: "\""): isQuoted = !isQuoted
      case UInt8(ascii: "[") where !isQuoted: depth += 1
      case UInt8(ascii: "]") where !isQuoted: depth -= 1
      case UInt8(ascii: "#") where !isQuoted && depth == 0: return line.utf8.contains(0x5B)
      default: break
      }
    }
    return depth == 0 && line.utf8.contains(0x5B)
  }

  /// Which cell of its row stands at a column, both from 0; nothing if the line holds no row.
  func cell(line: Int, column: Int) -> Int? {
    guard isRow(line: line) else { return nil }
    let scalars = Array(lines[line - 1].unicodeScalars)
    guard let open = scalars.firstIndex(of: "["), column - 1 > open else { return nil }
    var (index, depth, isQuoted) = (0, 0, false)
    for scalar in scalars[(open + 1)..<min(column - 1, scalars.count)] {
      switch scalar {
      case "\"": isQuoted = !isQuoted
      case "[" where !isQuoted: depth += 1
      case "]" where !isQuoted: depth -= 1
      case "," where !isQuoted && depth == 0: index += 1
      default: break
      }
    }
    return depth < 0 ? nil : index
  }

  /// Where the cell that begins at a place ends: at its quote or bracket, or before the comma.
  private static func end(ofCellAt start: Int, in scalars: [Unicode.Scalar]) -> Int {
    let first = scalars[start]
    if first == "\"" || first == "'" {
      let rest = scalars[(start + 1)...]
      return (rest.firstIndex(of: first) ?? scalars.count - 1) + 1
    }
    var (depth, end) = (0, start)
    while end < scalars.count {
      let scalar = scalars[end]
      if scalar == "[" { depth += 1 }
      if scalar == "]" {
        if depth == 0 { break }
        depth -= 1
        if depth == 0 { return end + 1 }
      }
      if scalar == ",", depth == 0 { break }
      end += 1
    }
    while end > start, scalars[end - 1] == " " { end -= 1 }
    return end
  }

  /// A value as a cell: in quotes where YAML would read something else.
  private static func quoted(_ value: String) -> String {
    let value = String(value.unicodeScalars.map { $0.value < 0x20 ? " " : Character($0) })
    if value.isEmpty { return "~" }
    let isList = value.utf8.first == UInt8(ascii: "[") && value.utf8.last == UInt8(ascii: "]")
    let needsQuotes = value.utf8.contains { ",[]{}#&*!|>'\"%@`:".utf8.contains($0) }
    guard needsQuotes, !isList else { return value }
    return "\"" + value.replacing(text: "\\", with: "\\\\").replacing(text: "\"", with: "\\\"")
      + "\""
  }
}
