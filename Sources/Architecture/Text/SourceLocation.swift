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
}
