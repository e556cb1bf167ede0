import Architecture

/// Reads one architecture file, with what it extends and the dialect that is asked for.
struct ArchitectureReader {
  let library: TableLibrary
  let log: ProblemLog
  /// The tables that are being read, to find circles.
  let chain: [String]

  private static let keys = [
    "name", "aliases", "title", "family", "source", "input", "variables", "names", "labels",
    "preprocessing", "rules", "extends", "override", "blocks", "part", "columns", "rows", "heads",
    "errata", "nc", "depth_multiple", "width_multiple", "anchors", "backbone", "head",
  ]

  /// Names stand on command lines and in file names.
  private static func isName(_ text: String) -> Bool {
    func isPlain(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: false
      }
    }
    guard let first = text.utf8.first, isPlain(first) else { return false }
    return text.utf8.allSatisfy { isPlain($0) || [0x2D, 0x5F, 0x2E].contains($0) }
  }

  /// The raw rows with the blocks and rules that they are read by.
  struct Body {
    var columns: [String] = []
    var rows: [RawRow] = []
    var rules: Rules = .standard
    var library = BlockLibrary()
    var heads: [Head] = []
    /// The input of a family whose tables state none.
    var input: YAMLValue?
    /// The dialect whose names the tensors of a family have, if its tables state none.
    var names: YAMLValue?
    /// The preprocessing of such a family.
    var preprocessing: YAMLValue?
  }

  mutating func read(
    _ document: YAMLValue, dialect: String?
  ) throws(LibraryError) -> ArchitectureSpec {
    let fields = Fields(document, allowed: Self.keys, what: "an architecture", log: log)
    let isModuleList = fields["nc"] != nil
    let name =
      (isModuleList ? fields.text("name") ?? chain.last : fields.requiredText("name")) ?? ""
    let family =
      fields.text("family") ?? (isModuleList ? library.familyOfModuleLists ?? name : name)
    if !Self.isName(name) {
      log.report(
        "'\(name)' cannot be a name: letters, digits, '-', '_' and '.' only, beginning with a letter"
          + " or digit", at: fields["name"]?.location ?? fields.location)
    }
    var variables = self.variables(fields.mapping("variables"))
    var heads = fields.list("heads")
    if let classes = fields.integer("nc", in: 1...CellGrammar.largest) {
      variables["classes"] = classes
    }
    var body = try body(fields, family: family, dialect: dialect)
    var naming: TensorNaming?
    var preprocessing = fields["preprocessing"] ?? body.preprocessing
    var labels = fields.text("labels")
    if let dialect {
      for patch in try patches(dialect, family: family, architecture: name) {
        if let rules = patch.rules {
          body.rules = RulesReader(log: log).rules(rules, over: body.rules)
        }
        replace(patch.replace, in: &body)
        override(patch.override, rows: &body.rows, partial: false)
        body.library.add(blocks: patch.blocks, heads: nil, log: log)
        for (name, value) in self.variables(patch.variables) { variables[name] = value }
        heads = patch.heads ?? heads
        preprocessing = patch.preprocessing ?? preprocessing
        labels = patch.labels ?? labels
        naming = patch.naming ?? naming
      }
    }
    if naming == nil, let names = fields["names"] ?? body.names,
      let standard = names.decodedText("names", log)
    {
      do {
        naming = try patches(standard, family: family, architecture: name).compactMap { $0.naming }
          .last
      } catch {
        switch error {
        case .lookup(let error): log.report(error.description, at: names.location)
        case .table: throw error
        }
      }
    }
    let reader = RowReader(
      rules: body.rules, library: body.library, variables: Set(variables.keys), log: log)
    let first = body.columns.contains { $0.lowercased() == "from" } && fields["extends"] == nil
    let rows = reader.rows(body.rows, first: first ? 0 : 1)
    let headReader = HeadReader(
      rules: body.rules, library: body.library, variables: Set(variables.keys), log: log)
    let spec = ArchitectureSpec(
      name: dialect.map { "\(name)@\($0)" } ?? name, aliases: fields.texts("aliases") ?? [],
      title: fields.text("title") ?? name, family: family,
      reference: reference(fields["source"]), input: input(fields, standard: body.input),
      nominalWidth: fields.number("width_multiple", in: 0.01...16) ?? 1, variables: variables,
      rules: body.rules, columns: body.columns, rows: rows,
      heads: body.heads + headReader.heads(heads),
      errata: errata(fields, rows: rows, columns: body.columns, dialect: dialect),
      naming: naming,
      preprocessing: self.preprocessing(preprocessing), labels: labels,
      location: document.location)
    if rows.isEmpty, log.problems.isEmpty {
      log.report("the table has no rows", at: document.location)
    }
    try LibraryError.reading(log.finish)
    return spec
  }

  /// The rows, from the three forms: rows of its own, rows of another table, YOLOv5's lists.
  func body(_ fields: Fields, family: String, dialect: String?) throws(LibraryError) -> Body {
    var body = Body()
    if let extends = fields["extends"] {
      body = try extended(extends, override: fields["override"])
    } else if let override = fields.key("override") {
      log.report("'override' changes what the table extends, but it extends nothing", at: override)
    }
    if let file = library.blocks(for: family) {
      let blocks = Fields(
        try library.document(file),
        allowed: [
          "blocks-for", "form", "input", "names", "preprocessing", "rules", "blocks", "heads",
        ],
        what: "a file of blocks", log: log)
      body.input = blocks["input"]
      body.names = blocks["names"]
      body.preprocessing = blocks["preprocessing"]
      if let rules = blocks["rules"] {
        body.rules = RulesReader(log: log).rules(rules, over: body.rules)
      }
      body.library.add(blocks: blocks["blocks"], heads: blocks["heads"], log: log)
    }
    body.library.add(blocks: fields["blocks"], heads: nil, log: log)
    if let rules = fields["rules"] {
      body.rules = RulesReader(log: log).rules(rules, over: body.rules)
    }
    if fields["backbone"] != nil || fields["head"] != nil {
      let yolo = YOLOReader(rules: body.rules, library: body.library, log: log)
      yolo.read(fields, into: &body)
      return body
    }
    let part = fields.choice("part", of: Part.self) ?? .backbone
    let table = RawTable(
      columns: fields.required("columns"), rows: fields.required("rows"), part: part, log: log)
    let standing = Set(body.rows.compactMap { $0.name })
    for row in table.rows where row.name.map(standing.contains) ?? false {
      log.report("two rows have the name '\(row.name ?? "")'", at: row.location)
    }
    body.rows += table.rows
    body.columns += table.columns.filter { !body.columns.contains($0) }
    return body
  }

  /// What a dialect changes: for the family, then for this table alone.
  private func patches(
    _ dialect: String, family: String, architecture: String
  ) throws(LibraryError) -> [DialectReader.Family] {
    // A dialect that is no YAML names no families: say what is wrong with it.
    func unknown() -> LibraryError {
      .lookup(
        .unknownDialect(dialect, architecture: architecture, known: library.dialects(of: family)))
    }
    guard let file = library.dialect(dialect) else { throw unknown() }
    let document = try library.document(file)
    guard DialectReader.familyNames(document).contains(family) else { throw unknown() }
    let reader = DialectReader(log: log)
    return [
      reader.family(family, in: document),
      reader.family(architecture, in: document, under: "tables"),
    ].compactMap { $0 }
  }

  private func extended(
    _ value: YAMLValue, override changes: YAMLValue?
  ) throws(LibraryError) -> Body {
    let fields = Fields(
      value, allowed: ["table", "rows", "part", "names"], what: "extends", log: log)
    guard let table = fields.requiredText("table") else { return Body() }
    var body: Body
    do {
      body = try library.body(of: table, chain: chain, log: log)
    } catch {
      switch error {
      case .lookup(let error): throw .table(TableError(error.description, at: value.location))
      case .table: throw error
      }
    }
    if let range = fields["rows"].flatMap({ self.range($0, in: body.rows, of: "'\(table)'") }) {
      body.rows = Array(body.rows[range])
    }
    if let part = fields.choice("part", of: Part.self) {
      for index in body.rows.indices { body.rows[index].part = part }
    }
    let rows = body.rows
    for (key, name) in fields.mapping("names") {
      guard let index = index(of: key.printed, in: rows) else {
        log.report("no row '\(key.printed)' is taken from '\(table)'", at: key.location)
        continue
      }
      body.rows[index].name = name.decodedText("a row's name", log)
    }
    override(changes, rows: &body.rows, partial: true)
    return body
  }

  /// Rows from one to another, by names or numbers.
  private func range(
    _ value: YAMLValue, in rows: [RawRow], of table: String
  ) -> ClosedRange<Int>? {
    let ends = value.printed.parts(separatedBy: "..").filter { !$0.isEmpty }
    let first = index(of: ends.first ?? "", in: rows)
    let last = index(of: ends.last ?? "", in: rows)
    if let first, let last, first <= last { return first...last }
    let names = rows.compactMap { $0.name }.joined(separator: ", ")
    log.report(
      "'\(value.printed)' is not a range of rows of \(table), such as 1..17 (named rows: \(names))",
      at: value.location)
    return nil
  }

  /// Puts other rows in the place of some.
  private func replace(_ value: YAMLValue?, in body: inout Body) {
    guard let value else { return }
    let fields = Fields(value, allowed: ["rows", "columns", "with"], what: "replace", log: log)
    guard let rows = fields.required("rows"), let with = fields.required("with"),
      let range = range(rows, in: body.rows, of: "the table")
    else { return }
    let table = RawTable(
      columns: fields["columns"], standard: body.columns, rows: with,
      part: body.rows[range.lowerBound].part, log: log)
    let standing = body.rows[..<range.lowerBound] + body.rows[(range.upperBound + 1)...]
    let names = Set(standing.compactMap { $0.name })
    for row in table.rows where row.name.map(names.contains) ?? false {
      log.report("two rows have the name '\(row.name ?? "")'", at: row.location)
    }
    body.rows.replaceSubrange(range, with: table.rows)
    body.columns += table.columns.filter { !body.columns.contains($0) }
  }

  private func index(of row: String, in rows: [RawRow]) -> Int? {
    rows.indices.first { index in
      let raw = rows[index]
      return raw.name == row || String(raw.number ?? index + 1) == row
    }
  }

  /// Replaces single cells; a column that the table lacks is added to the row.
  private func override(_ changes: YAMLValue?, rows: inout [RawRow], partial: Bool) {
    for (key, value) in changes?.decodedMapping("override", log) ?? [] {
      guard let index = index(of: key.printed, in: rows) else {
        let names = rows.compactMap { $0.name }
        let hint = nearest(to: key.printed, among: names).map { "; did you mean '\($0)'?" } ?? ""
        log.report("no row '\(key.printed)' to override\(hint)", at: key.location)
        continue
      }
      for (column, cell) in value.decodedMapping(key.printed, log) {
        let name = RawTable.canonical(column.printed)
        if rows[index].cells[name] == nil { rows[index].columns.append(column.printed) }
        rows[index].cells[name] = cell
        // A claim about what the override changed would be about another table.
        if partial { rows[index].cells["input"] = nil }
      }
    }
    if partial {
      for index in rows.indices { rows[index].cells["input"] = nil }
    }
  }
}

extension TableLibrary {
  /// The raw rows of another table, with the numbers and names that they have there.
  func body(
    of name: String, chain: [String], log: ProblemLog
  ) throws(LibraryError) -> ArchitectureReader.Body {
    let spec = try architecture(name, dialect: nil, extending: chain)
    guard let file = architectureFile(name) else { return .init() }
    let document = try self.document(file)
    let reader = ArchitectureReader(library: self, log: ProblemLog(), chain: chain)
    let fields = Fields(
      document, allowed: document.mapping?.map { $0.key.printed } ?? [], what: "", log: ProblemLog()
    )
    var body = try reader.body(fields, family: spec.family, dialect: nil)
    for (index, row) in spec.rows.enumerated() where body.rows.indices.contains(index) {
      body.rows[index].number = row.number
      body.rows[index].name = row.name
    }
    return body
  }
}
