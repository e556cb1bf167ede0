/// Why a change of a table cannot be made by itself.
package enum TableEditError: Error, Hashable, CustomStringConvertible {
  /// The table has no such cell or row.
  case noCell
  /// The file is no YAML.
  case unreadable(String)
  /// The text says something else beside it: an alias, or a line that continues.
  case shared(row: String)
  /// The row is another table's, and the file is none that can override it.
  case elsewhere(row: String)
  /// The row is repeated together with others of another table.
  case grouped(row: String)
  /// Cells that are not in force yet.
  case unfinished

  /// One sentence that says what to do.
  package var description: String {
    switch self {
    case .noCell: "there is no such cell"
    case .unreadable(let reason): "the table cannot be read: \(reason)"
    case .shared(let row):
      "the text of row '\(row)' says more than this; change it in the table's text"
    case .elsewhere(let row):
      "row '\(row)' stands in another table, which this one cannot override; change the table's text"
    case .grouped(let row):
      "row '\(row)' is repeated together with others of another table, so it cannot be doubled alone;"
        + " write the group into the table's text"
    case .unfinished: "first mend the cells that are wrong, or undo them"
    }
  }
}
