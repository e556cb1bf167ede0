import Architecture

extension ArchitectureReader {
  /// What a dialect changes: for the family, then for this table alone.
  func patches(_ dialect: String, of facts: Facts) throws(LibraryError) -> [DialectReader.Family] {
    func unknown() -> LibraryError {
      .lookup(
        .unknownDialect(
          dialect, architecture: facts.name, known: library.dialects(of: facts.family)))
    }
    var documents: [YAMLValue] = []
    for file in library.dialectFiles(dialect) { documents.append(try file.document()) }
    guard documents.contains(where: { DialectReader.familyNames($0).contains(facts.family) }) else {
      throw unknown()
    }
    let reader = DialectReader(log: log)
    return [
      documents.compactMap { reader.family(facts.family, in: $0) }.last,
      documents.compactMap { reader.family(facts.name, in: $0, under: "tables") }.last,
    ].compactMap { $0 }
  }

  /// What a dialect is and who says so, as the last of its files has it.
  func dialect(_ name: String) throws(LibraryError) -> ArchitectureSpec.Dialect {
    var dialect = ArchitectureSpec.Dialect(name: name, title: name)
    for file in library.dialectFiles(name) {
      let fields = Fields(try file.document(), .dialect, log: log)
      dialect.title = fields.text("title") ?? dialect.title
      dialect.source = fields.text("source") ?? dialect.source
    }
    return dialect
  }

  /// Makes the changes of a dialect.
  func apply(
    _ patch: DialectReader.Family, to table: inout RawArchitecture, _ facts: inout Facts
  ) {
    if let rules = patch.rules {
      table.rules = RulesReader(log: log).rules(rules, over: table.rules)
    }
    Self.replace(patch.replace, in: &table, log: log)
    RowChanges(log: log, first: table.firstNumber).override(patch.override, rows: &table.rows)
    table.library.add(blocks: patch.blocks, heads: nil, log: log)
    for (name, value) in variables(patch.variables) {
      // Of other classes the table's list knows nothing.
      if name == "classes", facts.variables[name] != value { facts.labels = nil }
      facts.variables[name] = value
    }
    facts.input = patch.input ?? facts.input
    facts.heads = patch.heads ?? facts.heads
    facts.preprocessing = patch.preprocessing ?? facts.preprocessing
    facts.labels = patch.labels ?? facts.labels
    facts.naming = patch.naming ?? facts.naming
    if !patch.variants.isEmpty { facts.naming?.variants = patch.variants }
  }

  /// The naming of the dialect whose names a table has without being asked.
  func naming(_ dialect: YAMLValue, of facts: Facts) throws(LibraryError) -> TensorNaming? {
    guard let name = dialect.decodedText("names", log) else { return nil }
    do {
      let patches = try patches(name, of: facts)
      var naming = patches.compactMap { $0.naming }.last
      naming?.variants = patches.flatMap { $0.variants }
      return naming
    } catch {
      switch error {
      case .lookup(let error):
        log.report(error.description, at: dialect.location)
        return nil
      case .table: throw error
      }
    }
  }

  /// Puts other rows in the place of some.
  static func replace(_ value: YAMLValue?, in table: inout RawArchitecture, log: ProblemLog) {
    guard let value else { return }
    let fields = Fields(value, .replace, log: log)
    guard let rows = fields.required("rows"), let with = fields.required("with"),
      let range = RowChanges(log: log, first: table.firstNumber)
        .range(rows, in: table.rows, of: "the table")
    else { return }
    let new = RawTable(
      columns: fields["columns"], standard: table.columns, rows: with,
      part: table.rows[range.lowerBound].part, log: log)
    table.replace(range, with: new, log: log)
  }
}
