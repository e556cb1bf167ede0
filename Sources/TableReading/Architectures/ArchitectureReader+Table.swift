import Architecture

extension ArchitectureReader {
  /// The rows, from the three forms: rows of its own, rows of another table, YOLOv5's lists.
  func table(_ fields: Fields, family: String) throws(LibraryError) -> RawArchitecture {
    var table = RawArchitecture()
    if let extends = fields["extends"] {
      table = try extended(extends, override: fields["override"])
    } else if let override = fields.key("override") {
      log.report("'override' needs 'extends': there are no rows to override", at: override)
    }
    if let file = library.blocks(for: family) { add(try file.document(), to: &table) }
    table.library.add(blocks: fields["blocks"], heads: nil, log: log)
    if let rules = fields["rules"] {
      table.rules = RulesReader(log: log).rules(rules, over: table.rules)
    }
    if fields["backbone"] != nil || fields["head"] != nil {
      YOLOReader(rules: table.rules, library: table.library, log: log).read(fields, into: &table)
      return table
    }
    let part = fields.choice("part", of: Part.self) ?? .backbone
    table.append(
      RawTable(
        columns: fields.required("columns"), rows: fields.required("rows"), part: part, log: log),
      log: log)
    return table
  }

  /// Adds what a file of blocks says of its family.
  private func add(_ document: YAMLValue, to table: inout RawArchitecture) {
    let fields = Fields(
      document,
      .blocks, log: log)
    table.input = fields["input"]
    table.names = fields["names"]
    table.preprocessing = fields["preprocessing"]
    if let rules = fields["rules"] {
      table.rules = RulesReader(log: log).rules(rules, over: table.rules)
    }
    table.library.add(blocks: fields["blocks"], heads: fields["heads"], log: log)
  }

  /// The rows of another table, or some of them, with the names and numbers that they have there.
  private func extended(
    _ value: YAMLValue, override: YAMLValue?
  ) throws(LibraryError) -> RawArchitecture {
    let fields = Fields(
      value, .extends, log: log)
    guard let name = fields.requiredText("table") else { return RawArchitecture() }
    var table: RawArchitecture
    do {
      table = try library.reading(
        name.tablePath(from: value.location.file), dialect: nil, extending: chain
      ).table
    } catch {
      switch error {
      case .lookup(let error): throw .table(TableError(error.description, at: value.location))
      case .table: throw error
      }
    }
    let changes = RowChanges(log: log)
    if let rows = fields["rows"], let range = changes.range(rows, in: table.rows, of: "'\(name)'") {
      table.rows = Array(table.rows[range])
    }
    if let part = fields.choice("part", of: Part.self) {
      for index in table.rows.indices { table.rows[index].part = part }
    }
    let rows = table.rows
    for (key, newName) in fields.mapping("names") {
      guard let index = changes.index(of: key.printed, in: rows) else {
        log.report("no row '\(key.printed)' is extended from '\(name)'", at: key.location)
        continue
      }
      guard let text = newName.decodedText("a row's name", log),
        let name = RowName(text, at: newName.location, log: log)
      else { continue }
      (table.rows[index].name, table.rows[index].repeatNames) = (name.name, name.repeats)
    }
    changes.override(override, rows: &table.rows)
    // A claim about the input would be about another table.
    for index in table.rows.indices { table.rows[index].cells["input"] = nil }
    return table
  }
}
