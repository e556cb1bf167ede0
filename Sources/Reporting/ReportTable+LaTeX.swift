extension ReportTable {
  /// The table as a tabular with booktabs rules.
  func tabular() -> String {
    let table = forPeople.withGroupColumn
    func line(_ cells: [String]) -> String { cells.joined(separator: " & ") + " \\\\" }
    func lines(_ entries: [Line]) -> [String] { entries.map { line($0.cells.map(Self.latex)) } }
    let alignment = table.columns.map { $0.alignment == .left ? "l" : "r" }.joined()
    var result = ["\\begin{tabular}{\(alignment)}", "\\toprule"]
    result.append(line(table.columns.map { Self.latexEscaped($0.title) }))
    result += ["\\midrule"] + lines(table.lines)
    if !totals.isEmpty { result += ["\\midrule"] + lines(table.totals) }
    result += ["\\bottomrule", "\\end{tabular}"]
    return result.joined(separator: "\n") + "\n"
  }

  private static func latex(_ cell: Cell) -> String {
    if case .bar(let share, let places) = cell {
      return "\\rule{\(Numbers.fixed(share * Double(places) / 4, 2))em}{1ex}"
    }
    return mathematical(latexEscaped(cell.text))
  }

  /// Windows and shapes as the papers set them: `112x112x32` as 112^2 x 32 with a cross.
  private static func mathematical(_ text: String) -> String {
    text.replacing(/\d+(?: ?x ?[0-9a-z]+)+/) { match in
      var factors = match.output.split(separator: "x").map { $0.filter { $0 != " " } }
      guard factors.allSatisfy({ !$0.isEmpty }) else { return String(match.output) }
      // A map as the papers write it; a window that is spelled out stays so.
      if factors.count == 3, factors[0] == factors[1], !match.output.contains(" ") {
        factors = [factors[0] + "^2", factors[2]]
      }
      return "$"
        + factors.map { Int($0.prefix { $0 != "^" }) == nil ? "\\mathrm{\($0)}" : $0 }
        .joined(separator: " \\times ") + "$"
    }
  }

  static func latexEscaped(_ text: String) -> String {
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
}
