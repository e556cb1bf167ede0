import Architecture
import NetworkGraph

/// The table as its source prints it, with the inferred shapes beside the claimed ones.
public enum ShowReport {
  /// The table of a network.
  public static func table(_ graph: ShapedGraph) -> ReportTable {
    let spec = graph.graph.spec
    var columns = [ReportTable.Column("#")]
    columns += [ReportTable.Column("name", .left, priority: 1)]
    // What a table extends may leave a column without cells, as claims about other shapes.
    let printed = spec.columns.filter { column in
      spec.rows.contains { text(of: $0, in: column) != "~" }
    }
    columns += printed.map { ReportTable.Column($0, .left) }
    columns += [.init("in (inferred)", .left, priority: 2), .init("out (inferred)", .left)]
    var lines: [ReportTable.Line] = []
    var parts: [Part] = []
    for (index, row) in graph.graph.rows.enumerated() {
      guard let specRow = row.specRow else { continue }
      let source = spec.rows[specRow]
      let marks = spec.errata.compactMap(\.cell).filter { $0.row == source.number }
      let cells = printed.map { column in
        let text = text(of: source, in: column)
        let mark = marks.contains { $0.column == column } ? " *" : ""
        return (text == "~" ? "-" : text) + mark
      }
      let repeats = source.group.map { " (\($0.count)x)" } ?? ""
      let output = graph.graph.nodes.lastIndex { $0.origin.row == index }
      parts.append(row.part)
      lines.append(
        ReportTable.Line(
          ["\(source.number)", row.name + repeats] + cells + [
            graph.inputShape(ofRow: index).map(String.init(describing:)) ?? "-",
            output.map { "\(graph.shapes[$0])" } ?? "-",
          ]))
    }
    for row in graph.graph.rows.enumerated() where row.element.kind == .head {
      let output = graph.graph.nodes.lastIndex { $0.origin.row == row.offset }
      parts.append(row.element.part)
      lines.append(
        ReportTable.Line(
          ["", row.element.name] + printed.map { _ in "" } + [
            graph.inputShape(ofRow: row.offset).map(String.init(describing:)) ?? "-",
            output.map { "\(graph.shapes[$0])" } ?? "-",
          ]))
    }
    return ReportTable(
      heading: [CostReport.heading(graph), reference(spec)], columns: columns, lines: lines,
      footer: errata(spec) + claims(graph)
    ).grouped(by: parts)
  }

  /// The cell of a column; `~` if the row has none.
  private static func text(of row: Row, in column: String) -> String {
    row.cells.first { RowColumn.equal($0.column, column) }?.text ?? "~"
  }

  private static func reference(_ spec: ArchitectureSpec) -> String {
    let table = spec.reference.table.map { ", Table \($0)" } ?? ""
    let arxiv = spec.reference.arxiv.map { ", arXiv \($0)" } ?? ""
    return spec.reference.paper + arxiv + table
  }

  private static func errata(_ spec: ArchitectureSpec) -> [String] {
    spec.errata.map { erratum in
      let text = erratum.text ?? "the source"
      let place =
        erratum.cell.map { "* row \($0.row), \($0.column): \(text)" }
        ?? text.prefix(1).uppercased() + text.dropFirst()
      return "\(place) prints '\(erratum.printed)'; \(erratum.reason)"
    }
  }

  private static func claims(_ graph: ShapedGraph) -> [String] {
    let spec = graph.graph.spec
    let claims = spec.rows.filter { $0.inputClaim != nil }.count
    guard claims > 0 else { return ["The table makes no claims about its input shapes."] }
    let size =
      graph.graph.scaling == Scaling()
      ? ""
      : " at the table's own size, alpha \(Numbers.fixed(spec.nominalWidth, 2)) and \(spec.input)"
    return [
      "All \(claims) input shapes that the table claims were checked against the rows\(size)."
    ]
  }
}

private enum RowColumn {
  static func equal(_ left: String, _ right: String) -> Bool {
    left == right || left.lowercased() == right.lowercased()
  }
}
