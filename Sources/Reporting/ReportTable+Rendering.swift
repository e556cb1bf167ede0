extension ReportTable {
  /// The table in a format; every line ends with a line feed.
  public func rendered(as format: TableFormat, style: TerminalStyle = TerminalStyle()) -> String {
    switch format {
    case .text: forPeople.text(style)
    case .markdown: forPeople.withGroupColumn.markdown()
    case .csv: withGroupColumn.csv()
    case .latex: forPeople.withGroupColumn.latex()
    }
  }

  /// The table without the columns that only programs get.
  private var forPeople: ReportTable {
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
    let widths = columns.indices.map { column in
      max(
        columns[column].title.count,
        (lines + totals).map { $0.cells[column].text.count }.max() ?? 0)
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
      result.append(colored(line(entry.texts), entry.tint))
    }
    if !totals.isEmpty { result += [rule] + totals.map { line($0.texts) } }
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
    result += lines.map { line($0.texts) }
    result += totals.map { line($0.texts.map { $0.isEmpty ? "" : "**\($0)**" }) }
    if !footer.isEmpty { result.append("") }
    result += footer.map { $0 + "  " }
    return result.joined(separator: "\n") + "\n"
  }

  private func csv() -> String {
    func line(_ cells: [String]) -> String {
      cells.map { cell in
        cell.contains { ",\"\n".contains($0) }
          ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
      }.joined(separator: ",")
    }
    let body = (lines + totals).map { entry in
      zip(entry.cells, columns).map { cell, column in
        // Words that lean as numbers do are numbers, made by hand.
        if case .text(let text) = cell, column.alignment == .right {
          return text.replacing(",", with: "")
        }
        return cell.plainText
      }
    }
    return ([columns.map(\.uniqueTitle)] + body).map { line($0) + "\n" }.joined()
  }

  private func latex() -> String {
    func line(_ cells: [Cell]) -> String {
      cells.map { cell in
        if case .bar(let share, let places) = cell {
          return "\\rule{\(Numbers.fixed(share * Double(places) / 4, 2))em}{1ex}"
        }
        return mathematical(latexEscaped(cell.text))
      }.joined(separator: " & ") + " \\\\"
    }
    var result = heading.map { "% " + $0 }
    let alignment = columns.map { $0.alignment == .left ? "l" : "r" }.joined()
    let header = columns.map { latexEscaped($0.title) }.joined(separator: " & ") + " \\\\"
    result += ["\\begin{tabular}{\(alignment)}", "\\toprule", header]
    result += ["\\midrule"] + lines.map { line($0.cells) }
    if !totals.isEmpty { result += ["\\midrule"] + totals.map { line($0.cells) } }
    result += ["\\bottomrule", "\\end{tabular}"] + footer.map { "% " + $0 }
    return result.joined(separator: "\n") + "\n"
  }

  /// Windows and shapes as the papers set them: `112x112x32` as 112^2 x 32 with a cross.
  private func mathematical(_ text: String) -> String {
    text.replacing(/\d+(?: ?x ?[0-9a-z]+)+/) { match in
      var factors = match.output.split(separator: "x").map { $0.filter { $0 != " " } }
      guard factors.allSatisfy({ !$0.isEmpty }) else { return String(match.output) }
      if factors.count == 3, factors[0] == factors[1] {
        factors = [factors[0] + "^2", factors[2]]
      }
      return "$"
        + factors.map { Int($0.prefix { $0 != "^" }) == nil ? "\\mathrm{\($0)}" : $0 }
        .joined(separator: " \\times ") + "$"
    }
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

extension ReportTable.Line {
  /// The cells as people read them.
  var texts: [String] { cells.map(\.text) }
}
