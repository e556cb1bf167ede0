/// A place in a table file, with the line itself, so that a message can show it.
public struct SourceLocation: Hashable, Sendable, CustomStringConvertible {
  /// The file as it was given, for example `Architectures/MobileNetV1.yaml`.
  public var file: String
  /// Line, from 1.
  public var line: Int
  /// Column, from 1.
  public var column: Int
  /// The text of the line.
  public var text: String

  /// A location from its parts.
  public init(file: String, line: Int, column: Int, text: String = "") {
    self.file = file
    self.line = line
    self.column = column
    self.text = text
  }

  /// `file:line:column`.
  public var description: String { "\(file):\(line):\(column)" }

  /// Scalars of a line before and behind a place that are shown of it.
  private static let margin = 160

  /// The line, before the place and from there on: what cannot be seen is escaped, and of a long line
  /// only what is near the place remains.
  var excerpt: (before: String, after: String) {
    // Of the two characters that end a line in some files, one is left here.
    let isEnded = text.unicodeScalars.last == "\r"
    let scalars = text.unicodeScalars.dropLast(isEnded ? 1 : 0)
    let place =
      scalars.index(scalars.startIndex, offsetBy: max(column - 1, 0), limitedBy: scalars.endIndex)
      ?? scalars.endIndex
    let (before, after) = (scalars[..<place], scalars[place...])
    // A column may be beyond the end of its line.
    let missing = max(column - 1, 0) - before.count
    let (head, tail) = (before.suffix(Self.margin), after.prefix(Self.margin))
    return (
      (head.startIndex > before.startIndex ? "... " : "")
        + String(String.UnicodeScalarView(head)).escapedForDisplay
        + String(repeating: " ", count: min(missing, Self.margin)),
      String(String.UnicodeScalarView(tail)).escapedForDisplay
        + (tail.endIndex < after.endIndex ? " ..." : "")
    )
  }
}
