import Architecture

/// The cells of one row while it is read; what no operator asks for must be absent, so that no
/// cell passes without effect.
final class RowCells {
  let raw: RawRow
  let grammar: CellGrammar
  /// Texts that block parameters stand for.
  let substitutions: [String: YAMLValue]
  private var used: Set<String> = []

  init(_ raw: RawRow, grammar: CellGrammar, substitutions: [String: YAMLValue]) {
    self.raw = raw
    self.grammar = grammar
    self.substitutions = substitutions
  }

  var log: ProblemLog { grammar.log }

  /// A column as the table's header prints it.
  private func printed(_ column: String) -> String {
    raw.columns.first { RawTable.canonical($0) == column } ?? column
  }

  /// The cell of a column, marked as used; nothing if the column is missing or the cell absent.
  func cell(_ column: String) -> YAMLValue? {
    used.insert(column)
    return raw.cell(column)
  }

  /// The same with a block's parameter replaced by its text.
  private func resolved(_ column: String) -> YAMLValue? {
    cell(column).flatMap { value in
      let replaced = value.text.flatMap { substitutions[$0] } ?? value
      return replaced.isAbsent ? nil : replaced
    }
  }

  func quantity(_ column: String) -> Quantity? { cell(column).flatMap(grammar.quantity) }

  /// Sides or steps of a window: one number for both axes, or height and width such as `2x1`.
  func perAxis(_ column: String) -> PerAxis<Quantity>? {
    guard let value = cell(column) else { return nil }
    guard let window = resolved(column)?.text.flatMap(grammar.window) else {
      return grammar.quantity(value).map { PerAxis($0) }
    }
    // Repeats of a block may have another stride than its first one has.
    return BlockInstance.perAxis(value.text ?? "", in: grammar.variables)
      ?? window.map { Quantity($0) }
  }

  func flag(_ column: String) -> Bool? {
    resolved(column)?.decodedFlag("'\(printed(column))'", log)
  }

  func activation(_ column: String) -> RowActivation? { activation(column, standard: nil) }

  /// The activation of a cell, or the standard one of a row without; `no` is none.
  func activation(_ column: String, standard: RowActivation?) -> RowActivation? {
    guard let value = resolved(column) else { return standard }
    return value.text == "no" ? nil : grammar.activation(value) ?? standard
  }

  /// `1` or `yes`, a share below 1, or nothing.
  func squeezeExcite(_ column: String) -> InvertedResidualRow.SqueezeExcite? {
    guard let value = resolved(column) else { return nil }
    if let share = value.text.flatMap(Double.init), share > 0, share < 1 { return .share(share) }
    return value.decodedFlag("'\(printed(column))'", log) ?? false ? .byRule : nil
  }

  func condition(_ column: String) -> Condition? { cell(column).flatMap(grammar.condition) }

  func padding(_ column: String) -> Padding? { resolved(column).flatMap(grammar.padding) }

  func integer(_ column: String, in range: ClosedRange<Int>) -> Int? {
    resolved(column)?.decodedInteger("'\(printed(column))'", in: range, log)
  }

  func number(_ column: String, in range: ClosedRange<Double>) -> Double? {
    resolved(column)?.decodedNumber("'\(printed(column))'", in: range, log)
  }

  func choice<Choice: RawRepresentable & CaseIterable>(_ column: String, of: Choice.Type) -> Choice?
  where Choice.RawValue == String {
    guard let value = resolved(column) else { return nil }
    if let choice = Choice(rawValue: value.printed) { return choice }
    let names = Choice.allCases.map { $0.rawValue }.joined(separator: ", ")
    log.report(
      "'\(printed(column))' must be one of: \(names); got '\(value.printed)'", at: value.location)
    return nil
  }

  /// A quantity that the operator cannot do without.
  func required(_ column: String, for operation: String) -> Quantity {
    if raw.cells[column].map({ $0.isAbsent }) ?? true {
      used.insert(column)
      log.report(
        "\(operation) needs a number in column '\(printed(column))'",
        at: raw.cells[column]?.location ?? raw.location)
    }
    return quantity(column) ?? Quantity(1)
  }

  /// Reports cells that the operator has no use for.
  func finish(operation: String) {
    for (column, value) in raw.cells where !used.contains(column) && !value.isAbsent {
      log.report(
        "column '\(printed(column))' has no meaning for \(operation); write '~' in the cell",
        at: value.location)
    }
  }
}
