/// A table as text for a terminal: which columns are shown, how wide each is, and what is broken.
struct TextLayout {
  private let table: ReportTable
  private let style: TerminalStyle
  /// The columns that are shown, by position.
  private var shown: [Int]
  private var widths: [Int]
  /// Blanks between columns.
  private var gap = 2

  init(_ table: ReportTable, _ style: TerminalStyle) {
    self.table = table
    self.style = style
    shown = Array(table.columns.indices)
    widths = shown.map { column in
      max(
        table.columns[column].title.terminalColumns,
        (table.lines + table.totals).map { $0.cells[column].text.terminalColumns }.max() ?? 0)
    }
    fitColumns()
    fitWords()
  }

  /// The lines, each with a line feed.
  func text() -> String {
    let rule = String(repeating: "─", count: min(width(gap), style.width))
    var result = table.heading.flatMap { $0.wrapped(style.width) }
    result += [rule, line(table.columns.map { $0.title }), rule]
    var group: String?
    for entry in table.lines {
      if let next = entry.group, next != group {
        group = next
        let title = String("─ \(next) ".prefix(terminalColumns: rule.count))
        result.append(title + String(rule.dropFirst(title.terminalColumns)))
      }
      result += broken(entry.texts).map { colored($0, entry.tint) }
    }
    if !table.totals.isEmpty { result += [rule] + table.totals.map { line($0.texts) } }
    result.append(rule)
    let missing = table.columns.indices.filter { !shown.contains($0) }
      .map { table.columns[$0].uniqueTitle }
    if !missing.isEmpty {
      result += "Hidden at this width: \(missing.joined(separator: ", ")).".wrapped(style.width)
    }
    result += table.footer.flatMap { $0.wrapped(style.width) }
    return result.joined(separator: "\n") + "\n"
  }

  // MARK: Widths

  private func width(_ gap: Int) -> Int {
    shown.reduce(0) { $0 + widths[$1] } + gap * max(shown.count - 1, 0)
  }

  /// First the gaps shrink, then columns go by their priority.
  private mutating func fitColumns() {
    while width(gap) > style.width {
      if width(1) <= style.width {
        gap = 1
        return
      }
      let last = shown.max { table.columns[$0].priority < table.columns[$1].priority }
      guard let last, table.columns[last].priority > 0,
        // Rather than a column that says much, blanks between words are lost.
        table.columns[last].priority > 2 || squeezedWidth > style.width
      else {
        gap = 1
        return
      }
      shown.removeAll { $0 == last }
    }
  }

  /// Words that still do not fit are broken at blanks, the widest first.
  private mutating func fitWords() {
    guard width(gap) > style.width else { return }
    let least = table.columns.indices.map { leastWidth(ofColumn: $0) }
    while width(gap) > style.width {
      let broken = shown.filter { isLeft($0) && widths[$0] > least[$0] }
      guard let widest = broken.max(by: { widths[$0] < widths[$1] }) else { return }
      // At once to the width of the next, then in turn.
      let next = broken.map { $0 == widest ? least[$0] : widths[$0] }.max() ?? least[widest]
      let floor = max(next, least[widest])
      widths[widest] -= max(1, min(widths[widest] - floor, width(gap) - style.width))
    }
  }

  private func isLeft(_ column: Int) -> Bool { table.columns[column].alignment == .left }

  /// The width of a column's longest word, but of long ones no more than a bearable part.
  private func leastWidth(ofColumn column: Int) -> Int {
    let texts =
      [table.columns[column].title] + (table.lines + table.totals).map { $0.cells[column].text }
    let longest = texts.flatMap { $0.split(separator: " ").map { $0.terminalColumns } }.max() ?? 0
    return min(max(longest, 8), 16)
  }

  /// The width of columns with one blank between them if words were broken to a bearable width.
  private var squeezedWidth: Int {
    let bearable = 28
    return shown.reduce(shown.count - 1) {
      $0 + (isLeft($1) ? min(widths[$1], bearable) : widths[$1])
    }
  }

  // MARK: Lines

  private func line(_ cells: [String]) -> String {
    var joined = shown.map { column in
      let padding = String(
        repeating: " ", count: max(widths[column] - cells[column].terminalColumns, 0))
      return isLeft(column) ? cells[column] + padding : padding + cells[column]
    }.joined(separator: String(repeating: " ", count: gap))
    while joined.utf8.last == UInt8(ascii: " ") { joined.removeLast() }
    return joined
  }

  /// The lines that a line of cells takes where words are broken.
  private func broken(_ cells: [String]) -> [String] {
    var parts = cells.map { [$0] }
    for column in shown where cells[column].terminalColumns > widths[column] {
      parts[column] = cells[column].pieces(width: widths[column])
    }
    let height = shown.map { parts[$0].count }.max() ?? 1
    return (0..<height).map { place in
      line(parts.map { $0.indices.contains(place) ? $0[place] : "" })
    }
  }

  private func colored(_ text: String, _ tint: ReportTable.Tint?) -> String {
    guard style.usesColor, let tint else { return text }
    return "\u{1B}[\(tint.rawValue)m\(text)\u{1B}[0m"
  }
}
