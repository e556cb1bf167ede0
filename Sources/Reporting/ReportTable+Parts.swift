import Architecture

extension ReportTable {
  /// The table with its lines grouped by the part of the system that each belongs to; as it is if
  /// there is only one part.
  func grouped(by parts: [Part]) -> ReportTable {
    guard Set(parts).count > 1 else { return self }
    var table = self
    table.groupTitle = "part"
    for (index, part) in zip(lines.indices, parts) { table.lines[index].group = part.rawValue }
    return table
  }

  /// The table with its groups as a column behind the first.
  var withGroupColumn: ReportTable {
    guard let groupTitle else { return self }
    var table = self
    table.columns.insert(.init(groupTitle, .left), at: 1)
    for index in lines.indices {
      table.lines[index].cells.insert(.text(lines[index].group ?? ""), at: 1)
    }
    for index in totals.indices { table.totals[index].cells.insert("", at: 1) }
    return table
  }
}
