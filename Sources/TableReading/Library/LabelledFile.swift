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
    case glossary
    case aliases
    case family
    case kind
    case names
  }

  let file: TableFile
  let parsed: ParsedFile
  /// The other names of an architecture.
  let aliases: [String]
  /// A file has so few that a list is faster than a dictionary.
  private let labels: [(key: Key, value: String)]

  init(_ file: TableFile) {
    self.file = file
    parsed = ParsedFile(file)
    var labels: [(key: Key, value: String)] = []
    for line in Self.firstLevelLines(of: file.text) {
      guard let colon = line.firstIndex(of: ":"), let key = Key(rawValue: String(line[..<colon])),
        !labels.contains(where: { $0.key == key })
      else { continue }
      let value = line[line.index(after: colon)...].prefix { $0 != "#" }
      labels.append((key, value.trimmed.trimmingQuotes))
    }
    self.labels = labels
    aliases = Self.list(labels.first { $0.key == .aliases }?.value)
  }

  /// The lines that begin with a letter, which only keys of the first level do.
  private static func firstLevelLines(of text: String) -> [String] {
    var text = text
    return text.withUTF8 { bytes in
      var lines: [String] = []
      var start = 0
      while start < bytes.count {
        let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        if end > start, bytes[start] >= UInt8(ascii: "a"), bytes[start] <= UInt8(ascii: "z") {
          lines.append(String(decoding: bytes[start..<end], as: UTF8.self))
        }
        start = end + 1
      }
      return lines
    }
  }

  private static func list(_ text: String?) -> [String] {
    guard let text, text.hasPrefix("["), text.hasSuffix("]") else { return [] }
    return text.dropFirst().dropLast().split(separator: ",").map { $0.trimmed.trimmingQuotes }
  }

  /// The tree of the file, parsed when it is first asked for. Throws what is wrong with its YAML.
  func document() throws(LibraryError) -> YAMLValue {
    try LibraryError.reading(parsed.document)
  }

  /// The value of a key; nothing if the file lacks it.
  subscript(_ key: Key) -> String? { labels.first { $0.key == key }?.value }

  /// The keys of which every table has one.
  static let kinds: [Key] = [
    .name, .moduleLists, .dialect, .blocksFor, .device, .convention, .published,
    .glossary,
  ]

  /// Whether the file has a key that says what kind of table it is.
  var hasKind: Bool { Self.kinds.contains { self[$0] != nil } }

  /// The name of an architecture's file. A YOLOv5 file has none: it is called as its file is.
  var architectureName: String? {
    if let name = self[.name] { return name }
    guard self[.moduleLists] != nil else { return nil }
    let last = file.name.split(separator: "/").last ?? ""
    return last.split(separator: ".").dropLast().joined(separator: ".")
  }
}

extension String {
  fileprivate var trimmingQuotes: String {
    guard count >= 2, let first, first == last, first == "\"" || first == "'" else { return self }
    return String(dropFirst().dropLast())
  }
}
