import Architecture

/// A row before its cells have types: what `extends` and `override` work on.
struct RawRow {
  var name: String?
  /// What its repeats are called, if they have names.
  var repeatNames: [String] = []
  /// The header as printed, in its order.
  var columns: [String]
  /// Cells by canonical column name.
  var cells: [String: YAMLValue]
  var group: Row.Group?
  var part: Part
  var location: SourceLocation
  /// The number in the table that the row comes from, if it was taken from another.
  var number: Int?
  /// How often the row stands, where that is not what is printed.
  var repeats: Quantity?
  /// Whether the width multiplier has a say in the row's channels.
  var isScaled = true

  /// The numbers of rows: their own, or one more than that of the row before; without one before, `first`.
  static func numbers(of rows: [RawRow], first: Int) -> [Int] {
    var number = first - 1
    return rows.map { row in
      number = row.number ?? number + 1
      return number
    }
  }

  /// The cell of a column; nothing if the column is missing or the cell absent.
  func cell(_ column: String) -> YAMLValue? {
    guard let value = cells[column], !value.isAbsent else { return nil }
    return value
  }

  /// The cell that says what the row does.
  var operatorCell: YAMLValue? { cell("operator") ?? cell("type / stride") }
}
