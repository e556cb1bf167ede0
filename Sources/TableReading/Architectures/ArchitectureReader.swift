import Architecture

/// Reads one architecture file, with what it extends and the dialect that is asked for: first the rows as
/// they stand, with all changes, then what they mean.
struct ArchitectureReader {
  let library: TableLibrary
  let log: ProblemLog
  /// The tables that are being read, to find circles.
  let chain: [String]

  /// An architecture, and the raw table that it was read from, for tables that extend it.
  struct Reading {
    var table: RawArchitecture
    var spec: ArchitectureSpec
  }

  /// What an architecture is called, and what a dialect may change beside the rows.
  struct Facts {
    var name: String
    var family: String
    var input: YAMLValue?
    var variables: [String: Int]
    var heads: [YAMLValue]
    var preprocessing: YAMLValue?
    var labels: String?
    var naming: TensorNaming?
    var dialect: ArchitectureSpec.Dialect?
  }

  /// Reads the table, in a dialect if one is asked for, with the changes of the variants that it is read
  /// for, the innermost first.
  func read(
    _ document: YAMLValue, dialect: String?, for variants: [Variant] = []
  ) throws(LibraryError) -> Reading {
    if Variant.isMeant(by: document) {
      return try variant(document, dialect: dialect, for: variants)
    }
    let fields = Fields(document, .architecture, log: log)
    let name = name(fields)
    var facts = Facts(
      name: name, family: family(fields, name: name), input: fields["input"],
      variables: variables(fields.mapping("variables")), heads: fields.list("heads"),
      labels: fields.text("labels"))
    if let classes = fields.integer("nc", in: 1...CellGrammar.largest) {
      facts.variables["classes"] = classes
    }
    var table = try table(fields, family: facts.family)
    facts.preprocessing = fields["preprocessing"] ?? table.preprocessing
    if let dialect {
      facts.dialect = try self.dialect(dialect)
      for patch in try patches(dialect, of: facts) { apply(patch, to: &table, &facts) }
    }
    variants.first?.replace(in: &table, log: log)
    if facts.naming == nil, let names = fields["names"] ?? table.names {
      facts.naming = try naming(names, of: facts)
    }
    let names = RowNames(library: table.library, log: log)
    table.rows = names.named(table.rows, first: table.firstNumber)
    variants.first?.override(in: &table, log: log)
    // Each counts the rows as the one that it is a variant of leaves them.
    for variant in variants.dropFirst() {
      variant.replace(in: &table, log: log)
      if variant.replacesRows {
        table.rows = names.named(table.rows, first: table.firstNumber)
      }
      variant.override(in: &table, log: log)
    }
    let spec = spec(fields, table, facts, dialect: dialect)
    if spec.rows.isEmpty, log.problems.isEmpty {
      log.report("the table has no rows", at: fields.location)
    }
    try LibraryError.reading(log.finish)
    return Reading(table: table, spec: spec)
  }

  /// A table as it stands and its facts become an architecture.
  private func spec(
    _ fields: Fields, _ table: RawArchitecture, _ facts: Facts, dialect: String?
  ) -> ArchitectureSpec {
    let variables = Set(facts.variables.keys)
    let input = input(facts.input ?? table.input, of: fields.location)
    let rows = RowReader(
      rules: table.rules, library: table.library, variables: variables, log: log
    ).rows(table.rows)
    let heads = HeadReader(
      rules: table.rules, library: table.library, variables: variables, log: log
    ).heads(facts.heads)
    return ArchitectureSpec(
      name: dialect.map { "\(facts.name)@\($0)" } ?? facts.name,
      aliases: fields.texts("aliases") ?? [], title: fields.text("title") ?? facts.name,
      family: facts.family, kind: fields.choice("kind", of: ArchitectureSpec.Kind.self),
      reference: reference(fields["source"]), dialect: facts.dialect, input: input,
      nominalWidth: fields.number("width_multiple", in: 0.01...16) ?? 1,
      variables: facts.variables, rules: table.rules, columns: table.columns, rows: rows,
      heads: table.heads + heads,
      errata: errata(fields, rows: rows, columns: table.columns, dialect: dialect),
      naming: facts.naming,
      preprocessing: preprocessing(
        facts.preprocessing, own: fields["preprocessing"], of: input),
      labels: facts.labels, location: fields.location)
  }

  private func name(_ fields: Fields) -> String {
    // A YOLOv5 file is called as its file is.
    let stated =
      fields["nc"] == nil ? fields.requiredText("name") : fields.text("name") ?? chain.last
    let name = stated ?? ""
    requireName(name, at: fields["name"]?.location ?? fields.location)
    for alias in fields.texts("aliases") ?? [] {
      requireFree(alias, at: fields["aliases"]?.location ?? fields.location)
    }
    return name
  }

  /// Reports a name that no network can have.
  func requireName(_ name: String, at location: SourceLocation) {
    if !ArchitectureSpec.isName(name) {
      log.report(
        "'\(name)' is not a valid name: letters, digits, '-', '_' and '.' only, beginning with a letter"
          + " or digit", at: location)
    }
    requireFree(name, at: location)
  }

  private func requireFree(_ name: String, at location: SourceLocation) {
    guard ArchitectureSpec.figureNames.contains(name) else { return }
    log.report(
      "'\(name)' is the name of a figure ('mobilenet draw \(name)'), so no network can have it",
      at: location)
  }

  private func family(_ fields: Fields, name: String) -> String {
    if let family = fields.text("family") { return family }
    return fields["nc"] == nil ? name : library.familyOfModuleLists ?? name
  }
}

extension ArchitectureSpec {
  /// Names are used on command lines and in file names.
  package static func isName(_ text: String) -> Bool {
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
}
