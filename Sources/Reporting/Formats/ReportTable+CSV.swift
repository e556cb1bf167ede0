import Architecture

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
          values[column.uniqueTitle] = cell.plainText
        }
        result.append((isOne ? [] : [key]) + titles.map { values[$0] ?? "" })
      }
    }
    return result.map { $0.map(quoted).joined(separator: ",") + "\n" }.joined()
  }

  private static func quoted(_ text: String) -> String {
    text.utf8.contains { ",\"\n".utf8.contains($0) }
      ? "\"" + text.replacing(text: "\"", with: "\"\"") + "\"" : text
  }
}
