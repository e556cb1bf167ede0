extension ReportTable {
  /// The tabular between comments: the heading and the notes.
  func latex() -> String {
    (heading.map { "% " + $0 + "\n" } + [tabular()] + footer.map { "% " + $0 + "\n" }).joined()
  }

  /// The table as a tabular with booktabs rules.
  func tabular() -> String {
    let table = forPeople.withGroupColumn
    func line(_ cells: [String]) -> String { cells.joined(separator: " & ") + " \\\\" }
    func lines(_ entries: [Line]) -> [String] {
      entries.map { line($0.cells.map { Self.latex($0) }) }
    }
    let alignment = table.columns.map { $0.alignment == .left ? "l" : "r" }.joined()
    var result = ["\\begin{tabular}{\(alignment)}", "\\toprule"]
    result.append(line(table.columns.map { $0.title.latexEscaped }))
    result += ["\\midrule"] + lines(table.lines)
    if !totals.isEmpty { result += ["\\midrule"] + lines(table.totals) }
    result += ["\\bottomrule", "\\end{tabular}"]
    return result.joined(separator: "\n") + "\n"
  }

  private static func latex(_ cell: Cell) -> String {
    if case .bar(let share, let places) = cell {
      return "\\rule{\(Numbers.fixed(share * Double(places) / 4, 2))em}{1ex}"
    }
    return cell.text.latexEscaped.withLaTeXProducts
  }
}
