extension ReportTable {
  /// Tables as comma-separated values under one header; of several, the first column says by its key
  /// which a line is of, and a column that a table lacks is empty there.
  public static func csv(_ tables: [ReportTable]) -> String {
    let tables = tables.map { (key: $0.key, table: $0.withGroupColumn) }
    var titles: [String] = []
    for (_, table) in tables {
      for column in table.columns where !titles.contains(column.uniqueTitle) {
        titles.append(column.uniqueTitle)
      }
    }
    let isOne = tables.count == 1
    var result = [(isOne ? [] : ["table"]) + titles]
    for (key, table) in tables {
      for line in table.lines + table.totals {
        var values: [String: String] = [:]
        for (cell, column) in zip(line.cells, table.columns) {
          values[column.uniqueTitle] = plainText(cell, column)
        }
        result.append((isOne ? [] : [key]) + titles.map { values[$0] ?? "" })
      }
    }
    return result.map { $0.map(quoted).joined(separator: ",") + "\n" }.joined()
  }

  private static func plainText(_ cell: Cell, _ column: Column) -> String {
    // Words that lean as numbers do are numbers, made by hand.
    if case .text(let text) = cell, column.alignment == .right {
      return text == "-" ? "" : text.replacing(",", with: "")
    }
    return cell.plainText
  }

  private static func quoted(_ text: String) -> String {
    text.contains { ",\"\n".contains($0) }
      ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }
}
