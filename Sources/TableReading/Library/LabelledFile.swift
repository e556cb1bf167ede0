/// A file with what its first-level keys say it is, if each is on one line.
///
/// Reading lines is a hundred times faster than parsing the file, and a library has many files of
/// which a command needs few.
struct LabelledFile: Sendable {
  /// The keys that say what a file is.
  enum Key: String {
    case name
    case moduleLists = "nc"
    case dialect
    case convention
    case macs
    case blocksFor = "blocks-for"
    case published
    case form
    case device
    case aliases
  }

  let file: TableFile
  let parsed: ParsedFile
  private var labels: [Key: String] = [:]

  init(_ file: TableFile) {
    self.file = file
    parsed = ParsedFile(file)
    for line in file.text.utf8.split(separator: UInt8(ascii: "\n")) {
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")),
        let key = Key(rawValue: String(Substring(line[..<colon]))), labels[key] == nil
      else { continue }
      let value = line[line.index(after: colon)...].prefix { $0 != UInt8(ascii: "#") }
      labels[key] = Substring(value).trimmed.trimmingQuotes
    }
  }

  /// The tree of the file, parsed when it is first asked for. Throws what is wrong with its YAML.
  func document() throws(LibraryError) -> YAMLValue {
    try LibraryError.reading(parsed.document)
  }

  /// The value of a key; nothing if the file lacks it.
  subscript(_ key: Key) -> String? { labels[key] }

  /// The keys of which every table has one.
  static let kinds: [Key] = [
    .name, .moduleLists, .dialect, .blocksFor, .device, .convention, .published,
  ]

  /// Whether the file has a key that says what kind of table it is.
  var hasKind: Bool { Self.kinds.contains { labels[$0] != nil } }

  /// The name of an architecture's file. A YOLOv5 file has none: it is called as its file is.
  var architectureName: String? {
    if let name = labels[.name] { return name }
    guard labels[.moduleLists] != nil else { return nil }
    let last = file.name.split(separator: "/").last ?? ""
    return last.split(separator: ".").dropLast().joined(separator: ".")
  }

  /// The other names of an architecture.
  var aliases: [String] {
    guard let list = labels[.aliases], list.hasPrefix("["), list.hasSuffix("]") else { return [] }
    return list.dropFirst().dropLast().split(separator: ",").map { $0.trimmed.trimmingQuotes }
  }
}

extension String {
  fileprivate var trimmingQuotes: String {
    guard count >= 2, let first, first == last, first == "\"" || first == "'" else { return self }
    return String(dropFirst().dropLast())
  }
}
