extension ReportTable {
  /// The table in a format; every line ends with a line feed.
  public func rendered(as format: TableFormat, style: TerminalStyle = TerminalStyle()) -> String {
    switch format {
    case .text: forPeople.text(style)
    case .markdown: forPeople.withGroupColumn.markdown()
    case .csv: Self.csv([self])
    case .latex: latex()
    }
  }

  /// The table without the columns that only programs get.
  var forPeople: ReportTable {
    guard columns.contains(where: \.isForPrograms) else { return self }
    let shown = columns.indices.filter { !columns[$0].isForPrograms }
    var table = self
    table.columns = shown.map { columns[$0] }
    for index in lines.indices { table.lines[index].cells = shown.map { lines[index].cells[$0] } }
    for index in totals.indices {
      table.totals[index].cells = shown.map { totals[index].cells[$0] }
    }
    return table
  }

  private func text(_ style: TerminalStyle) -> String {
    var widths = columns.indices.map { column in
      max(
        columns[column].title.terminalColumns,
        (lines + totals).map { $0.cells[column].text.terminalColumns }.max() ?? 0)
    }
    var shown = Array(columns.indices)
    func width(_ gap: Int) -> Int {
      shown.reduce(0) { $0 + widths[$1] } + gap * max(shown.count - 1, 0)
    }
    var gap = 2
    while width(gap) > style.width {
      if width(1) <= style.width {
        gap = 1
      } else if let last = shown.max(by: { columns[$0].priority < columns[$1].priority }),
        columns[last].priority > 0
      {
        // Rather than a column that says much, blanks between words are lost.
        if columns[last].priority <= 2, squeezedWidth(shown, widths) <= style.width {
          gap = 1
          break
        }
        shown.removeAll { $0 == last }
      } else {
        gap = 1
        break
      }
    }
    // Words that still do not fit are broken at blanks, the widest first.
    let least = columns.indices.map { leastWidth(ofColumn: $0) }
    while width(gap) > style.width,
      let widest = shown.filter({ columns[$0].alignment == .left && widths[$0] > least[$0] })
        .max(by: { widths[$0] < widths[$1] })
    { widths[widest] -= 1 }
    func line(_ cells: [String]) -> String {
      var joined = shown.map { column in
        let padding = String(
          repeating: " ", count: max(widths[column] - cells[column].terminalColumns, 0))
        return columns[column].alignment == .left
          ? cells[column] + padding : padding + cells[column]
      }.joined(separator: String(repeating: " ", count: gap))
      while joined.last == " " { joined.removeLast() }
      return joined
    }
    /// The lines that a line of cells takes where words are broken.
    func broken(_ cells: [String]) -> [String] {
      var parts = cells.map { [$0] }
      for column in shown where cells[column].terminalColumns > widths[column] {
        parts[column] = pieces(of: cells[column], width: widths[column])
      }
      let height = shown.map { parts[$0].count }.max() ?? 1
      return (0..<height).map { place in
        line(parts.map { $0.indices.contains(place) ? $0[place] : "" })
      }
    }
    func colored(_ text: String, _ tint: Tint?) -> String {
      guard style.usesColor, let tint else { return text }
      return "\u{1B}[\(tint.rawValue)m\(text)\u{1B}[0m"
    }
    let rule = String(repeating: "─", count: min(width(gap), style.width))
    var result = heading.flatMap { wrapped($0, style.width) }
    result += [rule, line(columns.map(\.title)), rule]
    var group: String?
    for entry in lines {
      if let next = entry.group, next != group {
        group = next
        result.append(String(("─ \(next) " + rule.dropFirst(next.count + 3)).prefix(rule.count)))
      }
      result += broken(entry.texts).map { colored($0, entry.tint) }
    }
    if !totals.isEmpty { result += [rule] + totals.map { line($0.texts) } }
    result.append(rule)
    let missing = columns.indices.filter { !shown.contains($0) }.map { columns[$0].uniqueTitle }
    if !missing.isEmpty {
      result += wrapped("Not shown at this width: \(missing.joined(separator: ", ")).", style.width)
    }
    result += footer.flatMap { wrapped($0, style.width) }
    return result.joined(separator: "\n") + "\n"
  }

  private func markdown() -> String {
    func line(_ cells: [String]) -> String {
      "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }
    var result = heading.map { $0 + "\n" }
    result.append(line(columns.map(\.title)))
    result.append(line(columns.map { $0.alignment == .left ? ":---" : "---:" }))
    result += lines.map { line($0.texts) }
    result += totals.map { line($0.texts.map { $0.isEmpty ? "" : "**\($0)**" }) }
    if !footer.isEmpty { result.append("") }
    result += footer.map { $0 + "  " }
    return result.joined(separator: "\n") + "\n"
  }

  /// The width of a column's longest word, but of long ones no more than a bearable part.
  private func leastWidth(ofColumn column: Int) -> Int {
    let texts = [columns[column].title] + (lines + totals).map { $0.cells[column].text }
    let longest = texts.flatMap { $0.split(separator: " ").map(\.terminalColumns) }.max() ?? 0
    return min(max(longest, 8), 16)
  }

  /// The width of columns with one blank between them if words were broken to a bearable width.
  private func squeezedWidth(_ shown: [Int], _ widths: [Int]) -> Int {
    let bearable = 28
    return shown.reduce(shown.count - 1) {
      $0 + (columns[$1].alignment == .left ? min(widths[$1], bearable) : widths[$1])
    }
  }

  private func latex() -> String {
    (heading.map { "% " + $0 + "\n" } + [tabular()] + footer.map { "% " + $0 + "\n" }).joined()
  }

  /// A text in pieces of at most so many columns, broken at blanks where it has some.
  private func pieces(of text: String, width: Int) -> [String] {
    var pieces: [String] = []
    var rest = Substring(text)
    while rest.terminalColumns > width {
      let head = rest.prefix(terminalColumns: width)
      let isWhole = rest[head.endIndex...].first == " "
      let blank = head.lastIndex(of: " ").flatMap { blank in
        head[..<blank].allSatisfy { $0 == " " } ? nil : blank
      }
      let end = isWhole ? head.endIndex : blank ?? head.endIndex
      pieces.append(String(rest[..<end]))
      rest = rest[end...].drop { $0 == " " }
    }
    return pieces + [String(rest)]
  }

  /// Breaks a line at blanks so that it fits; continuations are indented.
  private func wrapped(_ text: String, _ width: Int) -> [String] {
    guard text.terminalColumns > width else { return [text] }
    var lines: [String] = []
    var current = ""
    // Parts that stand three blanks apart stay whole where they fit a line.
    let gap = text.contains("   ") ? "   " : " "
    for part in text.split(separator: gap) {
      if current.isEmpty {
        current = String(part)
      } else if (current + gap + part).terminalColumns <= width {
        current += gap + part
      } else {
        lines.append(current)
        current = "  " + part
      }
      if current.terminalColumns > width {
        var broken =
          gap == " "
          ? current.terminalColumns > current.count
            ? pieces(of: current, width: width) : [current]
          : wrapped(current.split(separator: " ").joined(separator: " "), width)
        current = broken.removeLast()
        lines += broken
      }
    }
    return lines + [current]
  }
}

extension ReportTable.Line {
  /// The cells as people read them.
  var texts: [String] { cells.map(\.text) }
}
