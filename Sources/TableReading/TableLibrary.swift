import Architecture

/// Why a name does not lead to a table.
public enum LookupError: Error, Hashable, Sendable, CustomStringConvertible {
  /// No table has the name; the nearest that one has, if near enough.
  case unknownArchitecture(String, nearest: String?, known: [String])
  /// The table has no such dialect.
  case unknownDialect(String, architecture: String, known: [String])
  /// Tables extend each other in a circle.
  case circle([String])

  /// One sentence.
  public var description: String {
    switch self {
    case .unknownArchitecture(let name, let nearest, let known):
      if let nearest { return "unknown architecture '\(name)'; did you mean '\(nearest)'?" }
      return "unknown architecture '\(name)'; known: \(known.joined(separator: ", "))"
    case .unknownDialect(let name, let architecture, let known):
      return known.isEmpty
        ? "'\(architecture)' has no dialects, so '@\(name)' is unknown"
        : "unknown dialect '@\(name)' of '\(architecture)'; known:"
          + " \(known.map { "@" + $0 }.joined(separator: ", "))"
    case .circle(let names):
      return "tables extend each other in a circle: \(names.joined(separator: " -> "))"
    }
  }
}

/// All tables: architectures, dialects and blocks. Files are parsed when they are first needed; a
/// later file replaces an earlier one of the same name.
public struct TableLibrary: Sendable {
  private let files: [TableFile]

  /// A library of the given files.
  public init(files: [TableFile]) {
    self.files = files
  }

  /// The names of all architectures, in alphabetical order.
  public var architectureNames: [String] {
    Set(files.compactMap(Self.architectureName)).sorted()
  }

  /// The architecture of a name, alias, or `NAME@DIALECT`.
  ///
  /// Throws `LookupError` for unknown names, `TableError` for everything wrong with the file.
  public func architecture(named name: String) throws -> ArchitectureSpec {
    let parts = name.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
      .map(String.init)
    return try architecture(parts[0], dialect: parts.count > 1 ? parts[1] : nil, extending: [])
  }

  /// The dialects that a family has rules or names for.
  public func dialects(of family: String) -> [String] {
    let log = ProblemLog()
    return dialectFiles().filter { file in
      (try? YAMLValue.parse(file)).map {
        DialectReader(log: log).familyNames($0).contains(family)
      } ?? false
    }.compactMap { Self.label("dialect", of: $0) }.sorted()
  }

  func architecture(
    _ name: String, dialect: String?, extending chain: [String]
  ) throws -> ArchitectureSpec {
    guard let file = architectureFile(name) else {
      let known = architectureNames + files.flatMap(Self.aliases)
      throw LookupError.unknownArchitecture(
        name, nearest: nearest(to: name, among: known), known: architectureNames)
    }
    let label = Self.architectureName(of: file) ?? name
    guard !chain.contains(label) else { throw LookupError.circle(chain + [label]) }
    let log = ProblemLog()
    var reader = ArchitectureReader(library: self, log: log, chain: chain + [label])
    return try reader.read(YAMLValue.parse(file), dialect: dialect)
  }

  /// The file of a dialect.
  func dialect(_ name: String) -> TableFile? {
    files.last { Self.label("dialect", of: $0) == name }
  }

  /// The files of blocks for a family.
  func blocks(for family: String) -> TableFile? {
    files.last { Self.label("blocks-for", of: $0) == family }
  }

  /// The family of tables that are lists of modules and name no family.
  var familyOfModuleLists: String? {
    files.last { Self.label("form", of: $0) == "modules" }.flatMap {
      Self.label("blocks-for", of: $0)
    }
  }

  private func dialectFiles() -> [TableFile] {
    Set(files.compactMap { Self.label("dialect", of: $0) }).sorted().compactMap(dialect)
  }

  func architectureFile(_ name: String) -> TableFile? {
    let aliased = files.last { Self.aliases(of: $0).contains(name) }
    // A table that replaces another has its aliases too.
    let label = aliased.flatMap(Self.architectureName)
    return files.last { Self.architectureName(of: $0) == name }
      ?? files.last { label != nil && Self.architectureName(of: $0) == label }
  }

  /// The name of an architecture's file. A YOLOv5 file has none: it is called as its file is.
  static func architectureName(of file: TableFile) -> String? {
    if let name = label("name", of: file) { return name }
    guard label("nc", of: file) != nil else { return nil }
    let last = file.name.split(separator: "/").last ?? ""
    return last.split(separator: ".").dropLast().joined(separator: ".")
  }

  // Reading one line is a hundred times faster than parsing the file, and `cost` has 50 ms in all.
  static func label(_ key: String, of file: TableFile) -> String? {
    for line in file.text.split(separator: "\n") where line.hasPrefix(key + ":") {
      let value = line.dropFirst(key.count + 1).prefix { $0 != "#" }.trimmed
      return value.trimmingQuotes
    }
    return nil
  }

  private static func aliases(of file: TableFile) -> [String] {
    guard let list = label("aliases", of: file), list.hasPrefix("["), list.hasSuffix("]") else {
      return []
    }
    return list.dropFirst().dropLast().split(separator: ",").map { $0.trimmed.trimmingQuotes }
  }
}

extension String {
  fileprivate var trimmingQuotes: String {
    guard count >= 2, let first, first == last, first == "\"" || first == "'" else { return self }
    return String(dropFirst().dropLast())
  }
}
