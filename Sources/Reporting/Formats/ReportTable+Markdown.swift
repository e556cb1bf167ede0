import Architecture

extension ReportTable {
  /// The table as a pipe table.
  func markdown() -> String {
    func line(_ cells: [String]) -> String {
      "| " + cells.map { $0.replacing(text: "|", with: "\\|") }.joined(separator: " | ") + " |"
    }
    var result = heading.map { $0 + "\n" }
    result.append(line(columns.map { $0.title }))
    result.append(line(columns.map { $0.alignment == .left ? ":---" : "---:" }))
    result += lines.map { line($0.texts) }
    result += totals.map { line($0.texts.map { $0.isEmpty ? "" : "**\($0)**" }) }
    if !footer.isEmpty { result.append("") }
    result += footer.map { $0 + "  " }
    return result.joined(separator: "\n") + "\n"
  }
}
