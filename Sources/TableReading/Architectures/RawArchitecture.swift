import Architecture

/// A table before its cells have types, with what they are read by: `extends`, `override`, `replace` and
/// dialects work on this.
struct RawArchitecture {
  var columns: [String] = []
  var rows: [RawRow] = []
  var rules: Rules = .standard
  var library = BlockLibrary()
  /// The heads that stand among the rows, in YOLOv5's form.
  var heads: [Head] = []
  /// The input of a family whose tables state none.
  var input: YAMLValue?
  /// The dialect whose names the tensors of a family have, if its tables state none.
  var names: YAMLValue?
  /// The preprocessing of such a family.
  var preprocessing: YAMLValue?

  /// The number of the first row: a table with a column `from` counts from 0, as its indices do; rows of
  /// another table keep their numbers.
  var firstNumber: Int {
    rows.first?.number ?? (columns.contains { $0.lowercased() == "from" } ? 0 : 1)
  }

  /// Adds rows behind those that stand already.
  mutating func append(_ table: RawTable, log: ProblemLog) {
    requireNewNames(table, beside: rows, log: log)
    rows += table.rows
    add(columns: table.columns)
  }

  /// Puts rows in the place of others.
  mutating func replace(_ range: ClosedRange<Int>, with table: RawTable, log: ProblemLog) {
    requireNewNames(
      table, beside: rows[..<range.lowerBound] + rows[(range.upperBound + 1)...], log: log)
    rows.replaceSubrange(range, with: table.rows)
    add(columns: table.columns)
  }

  private mutating func add(columns new: [String]) {
    columns += new.filter { !columns.contains($0) }
  }

  private func requireNewNames(
    _ table: RawTable, beside standing: some Sequence<RawRow>, log: ProblemLog
  ) {
    let names = Set(standing.compactMap { $0.name })
    for row in table.rows {
      if let name = row.name, names.contains(name) {
        log.report("two rows have the name '\(name)'", at: row.location)
      }
    }
  }
}
