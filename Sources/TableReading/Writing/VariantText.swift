import Architecture

/// Writes a table that is another one with other widths, as a variant of it: the cells that differ, and, where
/// repeats of a row no longer have the same widths, rows in the place of that row.
package struct VariantText {
  private let base: ArchitectureSpec
  private let changed: ArchitectureSpec
  /// The rows that stand for each row of the table, in order.
  private let rows: [[Row]]

  /// A table and the same with other widths, in which repeats of a row `bottleneck2` may be rows
  /// `bottleneck2.1` and so on. Nothing if the rows are others.
  package init?(_ changed: ArchitectureSpec, of base: ArchitectureSpec) {
    (self.base, self.changed) = (base, changed)
    var rest = changed.rows[...]
    var rows: [[Row]] = []
    for row in base.rows {
      var own: [Row] = []
      while let next = rest.first, next.name == row.name || next.name.hasPrefix(row.name + ".") {
        own.append(next)
        rest = rest.dropFirst()
        if next.name == row.name { break }
      }
      guard !own.isEmpty else { return nil }
      rows.append(own)
    }
    guard rest.isEmpty else { return nil }
    self.rows = rows
  }

  /// The file: `comments` stand above, `reference` is how the table is called there. Nothing if a width
  /// stands in no column of its own, as in lists of arguments.
  package func text(
    name: String, title: String, reference: String, comments: [String]
  ) -> String? {
    var lines = comments.map { "# \($0)" }
    lines += [
      "name: \(name)", "title: \(Self.quoted(title))", "variant-of: \(Self.quoted(reference))",
    ]
    let split = rows.indices.filter { index in
      rows[index].count > 1 && rows[index].contains { hasOtherWidths($0, than: base.rows[index]) }
    }
    let replaced = split.first.flatMap { first in split.last.map { first...$0 } }
    if let replaced { lines += replacement(of: replaced) }
    // Rows are counted anew behind those that were replaced.
    let shift =
      replaced.map { range in
        rows[range].reduce(0) { $0 + $1.count } - range.count
      } ?? 0
    var channels = [base.input.channels, base.input.channels]
    var overrides: [String] = []
    for (index, row) in base.rows.enumerated() {
      let own = rows[index]
      if !(replaced?.contains(index) ?? false) {
        guard let cells = cells(of: own[own.count - 1], row, inputs: channels) else { return nil }
        let number = row.number + (replaced.map { index > $0.upperBound } ?? false ? shift : 0)
        if !cells.isEmpty {
          let entries = cells.map { "\(Self.quoted($0.column)): \(Self.quoted($0.text))" }
          overrides.append(
            "  \(number): {\(entries.joined(separator: ", "))}  # \(row.name), before: "
              + cells.map { $0.before }.joined(separator: ", "))
        }
      }
      channels = [
        row.operation.out?.value(in: base.variables) ?? channels[0],
        own[own.count - 1].operation.out?.value(in: base.variables) ?? channels[1],
      ]
    }
    if !overrides.isEmpty { lines += ["override:"] + overrides }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A cell that differs.
  private struct Change {
    var column: String
    var text: String
    var before: String
  }

  /// The cells of a row that differ from those of the table; `inputs` are the channels that the row takes
  /// there and here. Nothing if a width stands in no column.
  private func cells(of row: Row, _ old: Row, inputs: [Int]) -> [Change]? {
    func change(_ names: [String], _ text: String) -> Change? {
      guard let cell = old.cells.first(where: { names.contains(RawTable.canonical($0.column)) })
      else { return nil }
      return Change(column: cell.column, text: text, before: cell.text)
    }
    if let shape = change(["filter shape"], "") {
      let text = filterShape(shape.before, of: row.operation, inputs: inputs)
      return text == shape.before
        ? [] : [Change(column: shape.column, text: text, before: shape.before)]
    }
    var changes: [Change?] = []
    switch (row.operation, old.operation) {
    case (.invertedResidual(let new), .invertedResidual(let old)):
      if new.expansion != old.expansion, case .channels(let channels) = new.expansion {
        if case .factor = old.expansion {
          changes.append(change(["t"], "~"))
          changes.append(Change(column: "exp", text: channels.description, before: "~"))
        } else {
          changes.append(change(["exp"], channels.description))
        }
      }
      if new.out != old.out { changes.append(change(["out"], new.out.description)) }
    case (.convolution(let new), .convolution(let old)):
      if let out = new.out, out != old.out { changes.append(change(["out"], out.description)) }
    case (.block(let new), .block(let old)):
      let names = new.arguments.keys.filter { new.arguments[$0] != old.arguments[$0] }.sorted()
      changes += names.map { name in
        change([RawTable.canonical(name)], new.arguments[name]?.description ?? "~")
      }
    default: break
    }
    let known = changes.compactMap { $0 }
    return known.count == changes.count ? known : nil
  }

  /// V1's `1 x 1 x 64 x 128` and `3 x 3 x 64 dw` with the channels that there are now.
  private func filterShape(_ text: String, of operation: RowOperation, inputs: [Int]) -> String {
    let delimiter = " x "
    var extents = text.parts(separatedBy: delimiter)
    func isInput(_ extent: String) -> Bool {
      extent == String(inputs[0]) || extent == "\(inputs[0]) dw"
    }
    let place = extents.count == 2 ? 0 : 2
    if extents.indices.contains(place), isInput(extents[place]) {
      extents[place] = "\(inputs[1])" + (extents[place].hasSuffix(" dw") ? " dw" : "")
    }
    if case .convolution(let row) = operation, extents.count == 4, let out = row.out {
      extents[3] = out.description
    }
    return extents.joined(separator: delimiter)
  }

  private func hasOtherWidths(_ row: Row, than old: Row) -> Bool {
    guard case .invertedResidual(let new) = row.operation,
      case .invertedResidual(let old) = old.operation
    else { return false }
    return new.expansion != old.expansion || new.out != old.out
  }

  /// Rows that stand once each in the place of rows that are repeated.
  private func replacement(of range: ClosedRange<Int>) -> [String] {
    let hasFactors = base.columns.map(RawTable.canonical).contains("t")
    var columns = base.columns.filter { !["input", "n"].contains(RawTable.canonical($0)) }
    if hasFactors, !columns.map(RawTable.canonical).contains("exp") {
      let place = columns.firstIndex { RawTable.canonical($0) == "t" }.map { $0 + 1 }
      columns.insert("exp", at: place ?? columns.count)
    }
    let ends = (base.rows[range.lowerBound].number, base.rows[range.upperBound].number)
    var lines = [
      "replace:", "  rows: \(ends.0)..\(ends.1)",
      "  columns: [\(columns.map(Self.quoted).joined(separator: ", "))]", "  with:",
    ]
    for index in range {
      for (repetition, row) in rows[index].enumerated() {
        let cells = columns.map {
          Self.quoted(cell($0, of: row, base.rows[index], isFirst: repetition == 0))
        }
        lines.append("    - [\(cells.joined(separator: ", "))]  # \(row.name)")
      }
    }
    return lines
  }

  /// A cell of a row that stands once.
  private func cell(_ column: String, of row: Row, _ old: Row, isFirst: Bool) -> String {
    let name = RawTable.canonical(column)
    let printed = old.cells.first { RawTable.canonical($0.column) == name }?.text ?? "~"
    guard case .invertedResidual(let operation) = row.operation else { return printed }
    switch name {
    case "out": return operation.out.description
    case "t":
      if case .channels = operation.expansion { return "~" }
      return printed
    case "exp":
      if case .channels(let channels) = operation.expansion { return channels.description }
      return "~"
    case "s": return isFirst ? printed : "1"
    default: return printed
    }
  }

  /// A text as YAML takes it in a list: in quotes unless it is a number, a list, `~` or plain words.
  static func quoted(_ text: String) -> String {
    func isPlain(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: [0x20, 0x2E, 0x2F, 0x2D, 0x5F, 0x40].contains(byte)
      }
    }
    if text == "~" || text.hasPrefix("[") { return text }
    let begins = text.utf8.first.map { isPlain($0) && $0 != 0x40 && $0 != 0x2D } ?? false
    if begins, text.utf8.allSatisfy(isPlain) { return text }
    let escaped = text.replacing(text: "\\", with: "\\\\").replacing(text: "\"", with: "\\\"")
    return "\"\(escaped)\""
  }
}
