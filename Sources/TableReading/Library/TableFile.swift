import Architecture

/// A file of tables as text, with the name that messages show.
public struct TableFile: Hashable, Sendable {
  /// The name in messages, for example `Architectures/MobileNetV1.yaml`.
  public var name: String
  /// The YAML text.
  public var text: String

  /// A file from its parts. Windows' line endings become plain ones.
  public init(name: String, text: String) {
    self.name = name
    self.text = text.utf8.contains(0x0D) ? text.replacing(text: "\r\n", with: "\n") : text
  }
}

extension TableFile {
  /// The name of the architecture that the file describes; nothing if it describes none.
  package var architectureName: String? { LabelledFile(self).architectureName }

  /// The table that the file is a variant of, perhaps in a dialect; nothing if it is none.
  package var variantBase: String? {
    guard let document = try? YAMLValue.parse(self) else { return nil }
    return document.mapping?.first { $0.key.text == "variant-of" }?.value.text
  }

  /// Throws if the file is no YAML, or says by none of its keys what it is, as after a slip in the
  /// first line.
  package func requireKind() throws(TableError) {
    _ = try YAMLValue.parse(self)
    guard !LabelledFile(self).hasKind else { return }
    let keys = LabelledFile.kinds.map { $0.rawValue }.joined(separator: ", ")
    let first = SourceText(self).location(line: 1, column: 1)
    throw TableError("the file has none of the keys \(keys), so it is not a table", at: first)
  }
}
