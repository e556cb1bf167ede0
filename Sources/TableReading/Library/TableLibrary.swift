import Architecture

/// All tables: architectures, dialects, blocks, conventions, devices, published figures and
/// glossaries. Files are parsed when they are first needed; a later file replaces an earlier one of the
/// same name.
public struct TableLibrary: Sendable {
  let files: [LabelledFile]
  /// The architectures without dialects, by name, each read when it is first needed.
  private let readings: [String: KeptReading]
  /// Reads the file of a path that stands in place of a name; nothing if there is none.
  private let open: @Sendable (String) -> TableFile?

  /// A library of the given files.
  public init(files: [TableFile]) {
    self.init(labelled: files.map(LabelledFile.init)) { _ in nil }
  }

  /// The library with further files, which replace those of the same name.
  public func adding(_ files: [TableFile]) -> TableLibrary {
    TableLibrary(labelled: self.files + files.map(LabelledFile.init), opening: open)
  }

  /// The library in which the path of a table stands for its name: `open` reads the file of a path that
  /// ends as tables do, and gives nothing if there is none.
  public func opening(_ open: @escaping @Sendable (_ path: String) -> TableFile?) -> TableLibrary {
    TableLibrary(labelled: files, opening: open)
  }

  /// The library in which the path of one more table, which is its file's name, stands for its name.
  public func opening(_ table: TableFile) -> TableLibrary {
    opening { [open] path in path == table.name ? table : open(path) }
  }

  /// Whether a table is the one that its name leads to, so that what is published of that name is about
  /// it: a path may lead to another table of the same name.
  package func isNamed(_ spec: ArchitectureSpec) -> Bool {
    named(spec.name.tableAndDialect.table)?.file.name == spec.location.file
  }

  private init(
    labelled files: [LabelledFile], opening open: @escaping @Sendable (String) -> TableFile?
  ) {
    (self.files, self.open) = (files, open)
    var readings: [String: KeptReading] = [:]
    for file in files { if let name = file.architectureName { readings[name] = KeptReading() } }
    self.readings = readings
  }

  /// The names of the architectures, in alphabetical order.
  public var architectureNames: [String] {
    Set(files.compactMap { $0.architectureName }).sorted()
  }

  /// The architecture of a name, alias, or `NAME@DIALECT`, as `request` reads them; without a width.
  ///
  /// Throws for unknown names and for everything wrong with the file.
  public func architecture(named name: String) throws(LibraryError) -> ArchitectureSpec {
    let label: String
    do {
      label = try self.name(of: name)
    } catch {
      throw .lookup(error)
    }
    let parts = label.tableAndDialect
    return try reading(parts.table, dialect: parts.dialect, extending: []).spec
  }

  /// The dialects that a family has rules or names for.
  public func dialects(of family: String) -> [String] {
    Set(files.compactMap { $0[.dialect] }).filter { has($0, family: family) }.sorted()
  }

  /// Whether a dialect has rules or names for a family.
  func has(_ dialect: String, family: String) -> Bool {
    dialectFiles(dialect).contains { file in
      guard let document = try? file.document() else { return false }
      return DialectReader.familyNames(document).contains(family)
    }
  }

  /// The names of all conventions by which multiply-accumulates are counted, in alphabetical order.
  public var conventionNames: [String] {
    conventionFiles.filter { $0.file[.macs] != nil }.map { $0.name }
  }

  /// The convention of a name, by which multiply-accumulates are counted.
  ///
  /// Throws for unknown names and for everything wrong with the file.
  public func convention(named name: String) throws(LibraryError) -> Convention {
    let known = conventionNames
    guard known.contains(name), let file = files.last(where: { $0[.convention] == name }) else {
      throw .lookup(
        .unknownConvention(name, nearest: nearest(to: name, among: known), known: known))
    }
    return try convention(of: file)
  }

  /// All conventions, also those about parameters alone, in the order of their names. Throws for
  /// everything wrong with their files.
  public func conventions() throws(LibraryError) -> [Convention] {
    try conventionFiles.map { entry throws(LibraryError) in try convention(of: entry.file) }
  }

  private var conventionFiles: [(name: String, file: LabelledFile)] {
    var byName: [String: LabelledFile] = [:]
    for file in files { if let name = file[.convention] { byName[name] = file } }
    return byName.sorted { $0.key < $1.key }.map { (name: $0.key, file: $0.value) }
  }

  private func convention(of file: LabelledFile) throws(LibraryError) -> Convention {
    let document = try file.document()
    return try LibraryError.reading { () throws(TableError) in
      try ConventionReader(log: ProblemLog()).read(document)
    }
  }

  /// Tables that may extend each other, far more than any do: each takes its part of the stack.
  static let longestChain = 64

  /// Reads an architecture for itself or, with the tables that extend it, for another.
  func reading(
    _ name: String, dialect: String?, extending chain: [String], for variants: [Variant] = []
  ) throws(LibraryError) -> ArchitectureReader.Reading {
    let own = named(name)
    guard let file = own ?? opened(name) else { throw .lookup(unknown(name)) }
    // A file that a path leads to may call itself as another table is called.
    let label = own?.architectureName ?? name
    guard !chain.contains(label) else { throw .lookup(.circle(chain + [label])) }
    guard chain.count < Self.longestChain else {
      throw .lookup(.longChain(most: Self.longestChain))
    }
    let kept = dialect == nil && variants.isEmpty ? readings[label] : nil
    if let known = kept?.reading { return known }
    let reader = ArchitectureReader(library: self, log: ProblemLog(), chain: chain + [label])
    let reading = try reader.read(file.document(), dialect: dialect, for: variants)
    kept?.keep(reading)
    return reading
  }

  /// The name of an architecture, given as `request` reads it, with the dialect behind it if there is
  /// one.
  ///
  /// Throws `LookupError` for unknown names; whether the dialect is one of the family, reading the
  /// architecture tells.
  public func fullName(of name: String) throws(LookupError) -> String {
    let (label, dialect) = try self.name(of: name).tableAndDialect
    guard let dialect else { return label }
    guard !dialectFiles(dialect).isEmpty else {
      let family = (try? architecture(named: label))?.family ?? label
      throw .unknownDialect(dialect, architecture: label, known: dialects(of: family))
    }
    return "\(label)@\(dialect)"
  }

  /// What `request` reads, if that is a table at its own width.
  private func name(of name: String) throws(LookupError) -> String {
    let request = try request(name)
    guard request.width ?? 1 == 1 else { throw unknown(name) }
    return request.name
  }

  /// The name of the table that has a name or an alias; a path stands for itself.
  func label(of name: String) -> String? {
    named(name)?.architectureName ?? opened(name).map { _ in name }
  }

  func unknown(_ name: String) -> LookupError {
    let known = architectureNames + files.flatMap { $0.aliases }
    return .unknownArchitecture(
      name, nearest: nearest(to: name, among: known), known: architectureNames)
  }

  /// The files of published figures, in the order of their names.
  var publishedFiles: [LabelledFile] {
    var byName: [String: LabelledFile] = [:]
    for file in files { if let name = file[.published] { byName[name] = file } }
    return byName.sorted { $0.key < $1.key }.map { $0.value }
  }

  /// The files of a dialect, the latest last: each of its families and tables is as the last file that
  /// has it says.
  func dialectFiles(_ name: String) -> [LabelledFile] { files.filter { $0[.dialect] == name } }

  /// The file of blocks for a family.
  func blocks(for family: String) -> LabelledFile? { files.last { $0[.blocksFor] == family } }

  /// The family of tables that are lists of modules and name no family.
  var familyOfModuleLists: String? {
    files.last { $0[.form] == "modules" }.flatMap { $0[.blocksFor] }
  }

  /// The file of an architecture's name, alias or path.
  func labelledFile(_ name: String) -> LabelledFile? { named(name) ?? opened(name) }

  /// The file of a path, if it is a table's.
  private func opened(_ path: String) -> LabelledFile? {
    guard path.isTablePath, let file = open(path).map(LabelledFile.init) else { return nil }
    return file.architectureName == nil ? nil : file
  }

  private func named(_ name: String) -> LabelledFile? {
    let aliased = files.last { $0.aliases.contains(name) }
    // A table that replaces another has its aliases too.
    let label = aliased?.architectureName
    return files.last { $0.architectureName == name }
      ?? files.last { label != nil && $0.architectureName == label }
  }
}

extension String {
  /// Whether it ends as the names of tables' files do.
  package var isTablePath: Bool { hasSuffix(".yaml") || hasSuffix(".yml") }

  /// The two parts of `NAME@DIALECT`; folders and files of a table's path may have an `@` too.
  package var tableAndDialect: (table: String, dialect: String?) {
    guard !isTablePath, let first = firstIndex(of: "@"), let last = lastIndex(of: "@") else {
      return (self, nil)
    }
    let mark = String(self[..<last]).isTablePath ? last : first
    return (String(self[..<mark]), String(self[index(after: mark)...]))
  }

  /// The path of a table that is named in a file, whose folder it is seen from; a name stays as it is.
  func tablePath(from file: String) -> String {
    guard isTablePath, !hasPrefix("/") else { return self }
    var path = self[...]
    while path.hasPrefix("./") { path = path.dropFirst(2) }
    return (file.lastIndex(of: "/").map { String(file[...$0]) } ?? "") + path
  }
}
