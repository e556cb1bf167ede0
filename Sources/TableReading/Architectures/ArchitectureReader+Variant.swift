import Architecture

/// A table that is another one but for some rows: it has the input, variables, rules, heads, names and all
/// else of that table.
struct Variant {
  let name: String
  let aliases: [String]
  let title: String
  /// The table, with a dialect or without.
  let base: YAMLValue
  private let rows: YAMLValue?
  private let cells: YAMLValue?

  /// Whether it has other rows than the table.
  var replacesRows: Bool { rows != nil }

  /// Whether a document is that of a variant.
  static func isMeant(by document: YAMLValue) -> Bool {
    document.mapping?.contains { $0.key.text == "variant-of" } ?? false
  }

  /// Nothing, and a report, if the document lacks what every variant has.
  init?(_ document: YAMLValue, log: ProblemLog) {
    let fields = Fields(document, .variant, log: log)
    let name = fields.requiredText("name")
    guard let base = fields.required("variant-of"), base.text != nil, let name else { return nil }
    self.name = name
    self.base = base
    aliases = fields.texts("aliases") ?? []
    title = fields.text("title") ?? name
    rows = fields["replace"]
    cells = fields["override"]
  }

  /// Puts rows in the place of some, which are counted anew.
  func replace(in table: inout RawArchitecture, log: ProblemLog) {
    guard rows != nil else { return }
    ArchitectureReader.replace(rows, in: &table, log: log)
    table.rows = RowNames(library: table.library, log: log).unnamed(table.rows)
  }

  /// Changes single cells. What the rows claim about their inputs is about the other table.
  func override(in table: inout RawArchitecture, log: ProblemLog) {
    RowChanges(log: log, first: table.firstNumber).override(cells, rows: &table.rows)
    for index in table.rows.indices { table.rows[index].cells["input"] = nil }
  }
}

extension ArchitectureReader {
  /// Reads a variant, perhaps for others: the table that it changes, in the dialect that is asked for or
  /// else in the variant's own.
  func variant(
    _ document: YAMLValue, dialect: String?, for others: [Variant]
  ) throws(LibraryError) -> Reading {
    guard let variant = Variant(document, log: log) else {
      try LibraryError.reading(log.finish)
      throw .table(TableError("the variant names no table", at: document.location))
    }
    requireName(variant.name, at: document.location)
    let base = variant.base.printed.tableAndDialect
    var reading: Reading
    do {
      reading = try library.reading(
        base.table.tablePath(from: variant.base.location.file), dialect: dialect ?? base.dialect,
        extending: chain,
        for: [variant] + others)
    } catch {
      switch error {
      case .lookup(let error):
        // What is wrong with the dialect that was asked for is no fault of the file.
        if dialect != nil { throw .lookup(error) }
        throw .table(TableError(error.description, at: variant.base.location))
      case .table: throw error
      }
    }
    try LibraryError.reading(log.finish)
    reading.spec.name = dialect.map { "\(variant.name)@\($0)" } ?? variant.name
    reading.spec.aliases = variant.aliases
    reading.spec.title = variant.title
    reading.spec.errata = []
    reading.spec.location = document.location
    return reading
  }
}
