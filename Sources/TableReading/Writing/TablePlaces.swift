import Architecture

/// Where the rows and cells of a table stand in the text of its own file.
struct TablePlaces {
  /// A row as an element of a list in the file.
  struct Entry {
    /// The row's cells, or its name with them.
    var value: YAMLValue
    var list: YAMLValue
  }

  /// By the index of the row; those of other files have none.
  let entries: [Int: Entry]
  private let spec: ArchitectureSpec
  private let file: TableFile
  private let document: YAMLValue

  init(_ spec: ArchitectureSpec, in file: TableFile) throws(TableEditError) {
    do { document = try YAMLValue.parse(file) } catch { throw .unreadable(error.description) }
    (self.spec, self.file) = (spec, file)
    var entries: [Int: Entry] = [:]
    for (index, row) in spec.rows.enumerated() where row.location.file == file.name {
      entries[index] = document.entry(at: row.location)
    }
    self.entries = entries
  }

  /// The cell of a row, if it stands in the file.
  func cell(_ cell: Int, of row: Int) -> YAMLValue? {
    let location = spec.rows[row].cells[cell].location
    guard location.file == file.name else { return nil }
    if let list = entries[row]?.value.rowCells,
      let own = list.sequence?.first(where: { $0.location.isAt(location) }),
      list.range.contains(own.range)
    {
      return own
    }
    guard let overrides = document["override"] else { return nil }
    for (_, cells) in overrides.mapping ?? [] {
      for (_, value) in cells.mapping ?? []
      where value.location.isAt(location) && cells.range.contains(value.range) {
        return value
      }
    }
    return nil
  }

  /// The row and cell that a place in the text is in.
  func rowAndCell(at place: Int) -> (row: Int, cell: Int?)? {
    for (row, entry) in entries where entry.value.range.contains(place) {
      let cell = spec.rows[row].cells.indices.first { index in
        guard let own = self.cell(index, of: row) else { return false }
        return own.range.contains(place) || own.range.lowerBound == place
      }
      return (row, cell)
    }
    return nil
  }

  /// The row and the column of a cell under `override`, or of the row alone, that stands at a place.
  static func overridden(
    at location: SourceLocation, in document: YAMLValue
  ) -> (row: String, column: String?)? {
    for (row, cells) in document["override"]?.mapping ?? [] {
      for (column, value) in cells.mapping ?? []
      where value.location.isAt(location) || column.location.isAt(location) {
        return (row.printed, RawTable.canonical(column.printed))
      }
      if row.location.isAt(location) { return (row.printed, nil) }
    }
    return nil
  }

  // MARK: Overriding

  typealias Cells = [(column: String, value: String)]

  /// Puts cells of other tables' rows under the file's `override`; false if it can have none.
  func override(_ rows: [(row: Row, cells: Cells)], in changes: inout TextChanges) -> Bool {
    guard let origin = document["extends"] ?? document["variant-of"],
      !document.isFlow(in: changes)
    else { return false }
    func entry(_ row: Row, _ cells: Cells) -> String {
      "\(VariantText.quoted(row.name)): {\(Self.text(cells))}"
    }
    guard let overrides = document["override"], let standing = overrides.mapping else {
      let lines = rows.map { "\n  \(entry($0.row, $0.cells))" }.joined()
      guard let empty = document["override"] else {
        let end = changes.lineEnd(changes.trimmedEnd(origin.range))
        changes.replace(end..<end, with: "\noverride:\(lines)")
        return true
      }
      changes.replace(empty.range, with: lines)
      return true
    }
    var new: [(row: Row, cells: Cells)] = []
    for (row, cells) in rows {
      let own = standing.first { $0.key.printed == row.name || $0.key.printed == "\(row.number)" }
      guard let own, own.value.mapping != nil else {
        new.append((row, cells))
        continue
      }
      own.value.insert(
        Self.text(cells), lines: cells.map { Self.text([$0]) }, in: &changes)
    }
    if !new.isEmpty {
      let entries = new.map { entry($0.row, $0.cells) }
      overrides.insert(entries.joined(separator: ", "), lines: entries, in: &changes)
    }
    return true
  }

  private static func text(_ cells: Cells) -> String {
    cells.map { "\(VariantText.quoted($0.column)): \(CellText.quoted($0.value))" }
      .joined(separator: ", ")
  }
}

extension Range<Int> {
  fileprivate func contains(_ other: Range<Int>) -> Bool {
    lowerBound <= other.lowerBound && other.upperBound <= upperBound
  }
}

extension SourceLocation {
  /// Whether two are the same place of a file.
  func isAt(_ other: SourceLocation) -> Bool {
    line == other.line && column == other.column && file == other.file
  }
}

extension YAMLValue {
  /// The value of a key; nothing if it is missing.
  fileprivate subscript(_ key: String) -> YAMLValue? {
    mapping?.first { $0.key.text == key }?.value
  }

  /// The cells of a row, which may stand behind its name.
  var rowCells: YAMLValue { sequence == nil ? mapping?.first?.value ?? self : self }

  /// The element of a list that stands at a place, by itself and not as an alias.
  fileprivate func entry(at location: SourceLocation) -> TablePlaces.Entry? {
    switch content {
    case .scalar: return nil
    case .sequence(let values):
      for value in values where value.location.isAt(location) && range.contains(value.range) {
        return TablePlaces.Entry(value: value, list: self)
      }
      for value in values { if let entry = value.entry(at: location) { return entry } }
    case .mapping(let entries):
      for (_, value) in entries { if let entry = value.entry(at: location) { return entry } }
    }
    return nil
  }

  /// Whether a list or mapping stands in brackets.
  func isFlow(in changes: TextChanges) -> Bool {
    guard changes.scalars.indices.contains(range.lowerBound) else { return false }
    return ["[", "{"].contains(changes.scalars[range.lowerBound])
  }

  /// Adds entries to a mapping: before its bracket, or in lines before its first one, whose place is exact.
  fileprivate func insert(_ text: String, lines: [String], in changes: inout TextChanges) {
    if isFlow(in: changes) {
      let end = range.upperBound - 1
      changes.replace(end..<end, with: (mapping?.isEmpty ?? true ? "" : ", ") + text)
    } else {
      let start = changes.lineStart(range.lowerBound)
      let indent = String(repeating: " ", count: range.lowerBound - start)
      changes.replace(start..<start, with: lines.map { indent + $0 + "\n" }.joined())
    }
  }
}
