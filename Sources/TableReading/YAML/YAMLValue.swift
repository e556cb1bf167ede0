import Architecture

/// A value of a YAML document, and where it stands. Every scalar is a text: what it means, the readers
/// decide.
struct YAMLValue: Sendable {
  enum Content: Sendable {
    /// A text; plain if it stands without quotes.
    case scalar(String, isPlain: Bool)
    case sequence([YAMLValue])
    /// The entries in the order of the file; no two have the same key.
    case mapping([(key: YAMLValue, value: YAMLValue)])
  }

  let content: Content
  let location: SourceLocation
  /// Where it stands in the text, in Unicode scalars; what is not in brackets may end where the next
  /// value begins.
  let range: Range<Int>

  /// Parses a file; a syntax error becomes a problem with its place.
  static func parse(_ file: TableFile) throws(TableError) -> YAMLValue {
    try YAMLComposer.compose(file)
  }

  /// The text of a scalar; nothing for `~`.
  var text: String? {
    guard case .scalar(let text, _) = content, !isAbsent else { return nil }
    return text
  }

  /// Whether the value is `~` or empty.
  var isAbsent: Bool {
    guard case .scalar(let text, isPlain: true) = content else { return false }
    return ["~", "", "null"].contains(text)
  }

  var sequence: [YAMLValue]? {
    guard case .sequence(let values) = content else { return nil }
    return values
  }

  var mapping: [(key: YAMLValue, value: YAMLValue)]? {
    guard case .mapping(let entries) = content else { return nil }
    return entries
  }

  /// As one line of YAML, for printing a cell as it stands.
  var printed: String {
    if let sequence { return "[" + sequence.map { $0.printed }.joined(separator: ", ") + "]" }
    return text ?? "~"
  }
}
