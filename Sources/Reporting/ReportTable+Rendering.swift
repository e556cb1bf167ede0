extension ReportTable {
  /// The table in a format; every line ends with a line feed.
  public func rendered(as format: TableFormat, style: TerminalStyle = TerminalStyle()) -> String {
    switch format {
    case .text: text(style)
    case .markdown: withGroupColumn.markdown()
    case .csv: withGroupColumn.csv()
    case .latex: withGroupColumn.latex()
    }
  }

  private func text(_ style: TerminalStyle) -> String {
    let widths = columns.indices.map { column in
      max(
        columns[column].title.count,
        (lines + totals).map { $0.cells[column].count }.max() ?? 0)
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
        shown.removeAll { $0 == last }
      } else {
        gap = 1
        break
      }
    }
    func line(_ cells: [String]) -> String {
      var joined = shown.map { column in
        let padding = String(repeating: " ", count: max(widths[column] - cells[column].count, 0))
        return columns[column].alignment == .left
          ? cells[column] + padding : padding + cells[column]
      }.joined(separator: String(repeating: " ", count: gap))
      while joined.last == " " { joined.removeLast() }
      return joined
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
      result.append(colored(line(entry.cells), entry.tint))
    }
    if !totals.isEmpty { result += [rule] + totals.map { line($0.cells) } }
    result.append(rule)
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
    result += lines.map { line($0.cells) }
    result += totals.map { line($0.cells.map { $0.isEmpty ? "" : "**\($0)**" }) }
    if !footer.isEmpty { result.append("") }
    result += footer.map { $0 + "  " }
    return result.joined(separator: "\n") + "\n"
  }

  private func csv() -> String {
    func line(_ cells: [String], _ isHeader: Bool) -> String {
      zip(cells, columns).map { cell, column in
        let plain =
          !isHeader && column.alignment == .right ? cell.replacing(",", with: "") : cell
        return plain.contains { ",\"\n".contains($0) }
          ? "\"" + plain.replacing("\"", with: "\"\"") + "\"" : plain
      }.joined(separator: ",")
    }
    let body =
      [line(columns.map(\.uniqueTitle), true)] + (lines + totals).map { line($0.cells, false) }
    return body.joined(separator: "\n") + "\n"
  }

  private func latex() -> String {
    func line(_ cells: [String]) -> String {
      cells.map(latexEscaped).joined(separator: " & ") + " \\\\"
    }
    var result = heading.map { "% " + $0 }
    let alignment = columns.map { $0.alignment == .left ? "l" : "r" }.joined()
    result += ["\\begin{tabular}{\(alignment)}", "\\toprule", line(columns.map(\.title))]
    result += ["\\midrule"] + lines.map { line($0.cells) }
    if !totals.isEmpty { result += ["\\midrule"] + totals.map { line($0.cells) } }
    result += ["\\bottomrule", "\\end{tabular}"] + footer.map { "% " + $0 }
    return result.joined(separator: "\n") + "\n"
  }

  private func latexEscaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "%", "&", "#", "_", "$", "{", "}": result += "\\\(character)"
      case "~": result += "--"
      case "\\": result += "\\textbackslash{}"
      case "^": result += "\\textasciicircum{}"
      default: result.append(character)
      }
    }
    return result
  }

  /// Breaks a line at blanks so that it fits; continuations are indented.
  private func wrapped(_ text: String, _ width: Int) -> [String] {
    guard text.count > width else { return [text] }
    var lines: [String] = []
    var current = ""
    // Parts that stand three blanks apart stay whole where they fit a line.
    let gap = text.contains("   ") ? "   " : " "
    for part in text.split(separator: gap) {
      if current.isEmpty {
        current = String(part)
      } else if current.count + gap.count + part.count <= width {
        current += gap + part
      } else {
        lines.append(current)
        current = "  " + part
      }
      if current.count > width, gap != " " {
        var broken = wrapped(current.split(separator: " ").joined(separator: " "), width)
        current = broken.removeLast()
        lines += broken
      }
    }
    return lines + [current]
  }
}
