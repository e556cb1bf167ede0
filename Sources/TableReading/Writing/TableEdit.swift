import Architecture

/// A change of a table, said in the tables' own grammar.
///
/// What stands in the table's own file changes there. Cells of rows that are another table's become the file's
/// `override`. What a file cannot say of itself, such as fewer rows of another table, or other cells in one
/// dialect only, becomes a file of its own: a variant.
package struct TableEdit {
  /// A cell that becomes another, by the places of its row in the table and of the cell in its row.
  package struct Setting: Hashable {
    /// The row, an index into those of the table.
    package var row: Int
    /// The cell, an index into those of the row.
    package var cell: Int
    /// What shall stand there.
    package var value: String

    /// A setting from its parts.
    package init(row: Int, cell: Int, value: String) {
      (self.row, self.cell, self.value) = (row, cell, value)
    }
  }

  /// What can be done to a row.
  package enum Operation: String, CaseIterable {
    /// It goes.
    case remove
    /// It stands once more, below itself, without the name that only one row may have.
    case duplicate
  }

  /// The changed file: the table's own, or that of a new variant.
  package private(set) var file: TableFile
  /// What the changed network is called.
  package private(set) var name: String

  private let spec: ArchitectureSpec
  private let places: TablePlaces
  private let settings: [Setting]
  private let rowChange: Int
  private var changes: TextChanges

  /// Changes a table that stands in `file`. `isTaken` says which names a new variant cannot have.
  package init(
    of spec: ArchitectureSpec, in file: TableFile, setting settings: [Setting],
    then operation: (kind: Operation, row: Int)? = nil, isTaken: (String) -> Bool
  ) throws(TableEditError) {
    for setting in settings {
      guard spec.rows.indices.contains(setting.row),
        spec.rows[setting.row].cells.indices.contains(setting.cell)
      else { throw .noCell }
    }
    if let operation, !spec.rows.indices.contains(operation.row) { throw .noCell }
    (self.spec, self.settings) = (spec, settings)
    rowChange = operation.map { $0.kind == .remove ? -1 : 1 } ?? 0
    (self.file, name) = (file, spec.name)
    places = try TablePlaces(spec, in: file)
    changes = TextChanges(file.text)
    let isInDialect = spec.name.tableAndDialect.dialect != nil
    if isInDialect || operation.map({ places.entries[$0.row] == nil }) ?? false {
      try becomeVariant(operation, isTaken)
    } else {
      try changeText()
      if let operation, let entry = places.entries[operation.row] {
        switch operation.kind {
        case .remove: changes.remove(entry.value, from: entry.list)
        case .duplicate: changes.duplicate(entry.value, in: entry.list)
        }
      }
      self.file.text = changes.text
    }
  }

  /// What to say of a change that is not alone.
  package static let isShared =
    "the text of this cell says more than the cell; change it in the table's text"

  /// Whether the changed table, read again, differs from the table in nothing else.
  package func isAlone(in changed: ArchitectureSpec) -> Bool {
    guard changed.rows.count == spec.rows.count + rowChange else { return false }
    if rowChange != 0 { return true }
    for (index, (old, new)) in zip(spec.rows, changed.rows).enumerated() {
      let set = settings.filter { $0.row == index }
        .map { RawTable.canonical(old.cells[$0.cell].column) }
      var texts: [String: String] = [:]
      for cell in new.cells { texts[RawTable.canonical(cell.column)] = cell.text }
      for cell in old.cells {
        let column = RawTable.canonical(cell.column)
        if column != "input", !set.contains(column), texts[column] != cell.text { return false }
      }
    }
    return true
  }

  // MARK: In the table's own text

  private mutating func changeText() throws(TableEditError) {
    var foreign: [Int: [(column: String, value: String)]] = [:]
    for setting in settings {
      if let place = places.cell(setting.cell, of: setting.row) {
        changes.set(place.range, to: setting.value)
      } else {
        let row = spec.rows[setting.row]
        guard places.entries[setting.row] == nil else { throw .shared(row: row.name) }
        let column = RawTable.canonical(row.cells[setting.cell].column)
        foreign[setting.row, default: []].append((column, setting.value))
      }
    }
    let overridden = foreign.keys.sorted().map { row in
      (row: spec.rows[row], cells: foreign[row] ?? [])
    }
    if let first = overridden.first, !places.override(overridden, in: &changes) {
      throw .elsewhere(row: first.row.name)
    }
    // Claims about inputs would contradict what is changed before them.
    for (row, own) in spec.rows.enumerated() where own.location.file == file.name {
      for (index, cell) in own.cells.enumerated()
      where RawTable.canonical(cell.column) == "input" && cell.text != "~" {
        let isSet = settings.contains { $0.row == row && $0.cell == index }
        if !isSet, let place = places.cell(index, of: row) { changes.set(place.range, to: "~") }
      }
    }
  }

  // MARK: As a variant

  private mutating func becomeVariant(
    _ operation: (kind: Operation, row: Int)?, _ isTaken: (String) -> Bool
  ) throws(TableEditError) {
    // Rows that come or go give those behind them other names, which `override` would need.
    guard operation == nil || settings.isEmpty else { throw .unfinished }
    name = Self.variantName(of: spec.name, isTaken)
    var lines = [
      "name: \(name)", "title: \(VariantText.quoted(Self.variantTitle(spec.title)))",
      "variant-of: \(VariantText.quoted(spec.name))",
    ]
    if let operation {
      let row = spec.rows[operation.row]
      if operation.kind == .duplicate, row.group != nil { throw .grouped(row: row.name) }
      lines += replacement(of: row, by: operation.kind)
    }
    var cells: [Int: [String]] = [:]
    for setting in settings {
      let column = RawTable.canonical(spec.rows[setting.row].cells[setting.cell].column)
      cells[setting.row, default: []].append(
        "\(VariantText.quoted(column)): \(CellText.quoted(setting.value))")
    }
    if !cells.isEmpty { lines.append("override:") }
    for row in cells.keys.sorted() {
      let entries = (cells[row] ?? []).joined(separator: ", ")
      lines.append("  \(VariantText.quoted(spec.rows[row].name)): {\(entries)}")
    }
    file = TableFile(name: "\(name).yaml", text: lines.joined(separator: "\n") + "\n")
  }

  private func replacement(of row: Row, by operation: Operation) -> [String] {
    let head = ["replace:", "  rows: \(row.number)"]
    if operation == .remove { return head + ["  with: []"] }
    let cells = row.cells.filter { RawTable.canonical($0.column) != "input" }
    let columns = cells.map { VariantText.quoted(RawTable.canonical($0.column)) }
    let list = "[\(cells.map { VariantText.quoted($0.text) }.joined(separator: ", "))]"
    return head + [
      "  columns: [\(columns.joined(separator: ", "))]", "  with:",
      "    - \(VariantText.quoted(row.name)): \(list)", "    - \(list)",
    ]
  }

  private static let mark = "-edited"

  private static func variantName(of name: String, _ isTaken: (String) -> Bool) -> String {
    var plain = name.parts(separatedBy: "@").joined(separator: "-")
    let parts = plain.parts(separatedBy: mark)
    if parts.count > 1, let rest = parts.last,
      rest.isEmpty || (rest.hasPrefix("-") && Int(rest.dropFirst()) != nil)
    {
      plain = parts.dropLast().joined(separator: mark)
    }
    var (variant, number) = (plain + mark, 2)
    while isTaken(variant) {
      variant = "\(plain)\(mark)-\(number)"
      number += 1
    }
    return variant
  }

  private static func variantTitle(_ title: String) -> String {
    title.hasSuffix(" (edited)") ? title : title + " (edited)"
  }
}

// MARK: What is wrong

extension TableEdit {
  /// The row of the table in which something of the changed file stands, and the cell, if it is one.
  package func place(of location: SourceLocation) -> (row: Int, cell: Int?)? {
    guard location.file == file.name else {
      // A row of another file.
      guard
        let row = spec.rows.firstIndex(where: {
          $0.location.file == location.file && $0.location.line == location.line
        })
      else { return nil }
      return (row, spec.rows[row].cells.firstIndex { $0.location.isAt(location) })
    }
    if let document = try? YAMLValue.parse(file),
      let (key, column) = TablePlaces.overridden(at: location, in: document),
      let row = spec.rows.firstIndex(where: { $0.name == key || String($0.number) == key })
    {
      return (row, spec.rows[row].cells.firstIndex { RawTable.canonical($0.column) == column })
    }
    return places.rowAndCell(at: changes.original(of: offset(of: location)))
  }

  private func offset(of location: SourceLocation) -> Int {
    let lines = file.text.parts(separatedBy: "\n").prefix(location.line - 1)
    return lines.reduce(location.column - 1) { $0 + $1.unicodeScalars.count + 1 }
  }
}
