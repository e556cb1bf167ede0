extension ReportTable {
  /// Several tables as one JSON object; see `document`.
  public static func json(_ tables: [ReportTable]) -> String { document(tables).document }

  /// Several tables as one object: the facts of all of them, and the lines of each under its key. A
  /// line is an object with the keys of the columns; columns without a key are left out. The first
  /// line of totals stands beside the lines.
  package static func document(_ tables: [ReportTable]) -> JSONValue {
    var members: [String: JSONValue] = [:]
    for table in tables {
      for (key, value) in table.facts { members[key] = value }
      let named = table.lines.filter { $0.key != nil }
      for line in named { members[line.key ?? ""] = table.object(line) }
      if named.isEmpty || named.count < table.lines.count { members[table.key] = table.array }
      let totals = table.key == "rows" ? "totals" : table.key + "Totals"
      if let total = table.totals.first, table.hasTotalsInJSON {
        members[totals] = table.object(total)
      }
    }
    return .object(members)
  }

  /// The lines as objects.
  var array: JSONValue { .array(lines.map { object($0) }) }

  private func object(_ line: Line) -> JSONValue {
    var members: [String: JSONValue] = [:]
    for (column, cell) in zip(columns, line.cells) {
      if let key = column.key, let value = cell.json { members.set(value, at: key.path) }
    }
    if let group = line.group, let title = groupTitle { members[title] = .text(group) }
    return .object(members)
  }
}
