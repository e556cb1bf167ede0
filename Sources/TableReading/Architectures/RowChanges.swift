import Architecture

/// Finds and changes raw rows by their names and numbers.
struct RowChanges {
  let log: ProblemLog

  /// The number of a row that has none of its own and none before it.
  var first = 1

  /// The place of the row that has a name or number; nothing if there is none.
  func index(of row: String, in rows: [RawRow]) -> Int? {
    let numbers = RawRow.numbers(of: rows, first: first)
    return rows.indices.first { rows[$0].name == row || String(numbers[$0]) == row }
  }

  /// Rows from one to another, by names or numbers: `stem..last`.
  func range(_ value: YAMLValue, in rows: [RawRow], of table: String) -> ClosedRange<Int>? {
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

  /// Replaces single cells; a column that the table lacks is added to the row.
  func override(_ changes: YAMLValue?, rows: inout [RawRow]) {
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
      }
    }
  }
}
