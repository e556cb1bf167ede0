import Architecture
import CostAnalysis
import NetworkGraph

extension ShowReport {
  /// A row of the table, of a head, or of a branch of a head.
  struct Line {
    /// The number as the table counts; nothing for branches.
    var number: Int?
    var name: String
    var part: Part
    /// The cells of the table's own columns.
    var printed: [String: ReportTable.Cell]
    var input: Shape?
    var output: Shape?
    var cost: Cost?
  }

  /// The rows of the table, then those of heads that the table prints, then the heads' branches.
  static func lines(_ graph: Graph, _ columns: [String], costs: Bool) -> [Line] {
    let entries = costs ? graph.costEntries(by: .row) : []
    func line(
      _ index: Int, number: Int?, name: String, _ cell: (String) -> ReportTable.Cell
    ) -> Line {
      let output = graph.nodes.lastIndex { $0.origin.row == index }
      return Line(
        number: number, name: name, part: graph.rows[index].part,
        printed: cells(columns, cell), input: graph.inputShape(ofRow: index),
        output: output.map { graph.nodes[$0].shape },
        cost: entries.first { $0.row == index }?.cost)
    }
    let spec = graph.spec
    let rows = graph.rows.enumerated()
    let own = rows.compactMap { index, row in
      row.specRow.map { specRow in
        let source = spec.rows[specRow]
        let repeats = source.group.map { " (\($0.count)x)" } ?? ""
        return line(index, number: source.number, name: row.name + repeats) {
          cell(of: source, in: $0, spec)
        }
      }
    }
    let branches = rows.filter { $0.element.kind == .head }.map { index, row in
      let operators = operators(ofHeadRow: index, graph)
      return line(index, number: nil, name: row.name) {
        RowColumn.isOperator($0) ? .text(operators) : ""
      }
    }
    return own + headLines(spec, columns) + branches
  }

  private static func headLines(_ spec: ArchitectureSpec, _ columns: [String]) -> [Line] {
    spec.heads.compactMap { $0.row }.map { number, row in
      let name = row.first { RowColumn.equal($0.column, "module") }?.text ?? "head"
      return Line(
        number: number, name: name, part: .head,
        printed: cells(columns) { column in
          .text(row.first { RowColumn.equal($0.column, column) }?.text ?? "-")
        })
    }
  }

  private static func cells(
    _ columns: [String], _ cell: (String) -> ReportTable.Cell
  ) -> [String: ReportTable.Cell] {
    var cells: [String: ReportTable.Cell] = [:]
    for column in columns { cells[column] = cell(column) }
    return cells
  }

  /// A cell as the source prints it, with a star where it is a misprint.
  private static func cell(
    of row: Row, in column: String, _ spec: ArchitectureSpec
  ) -> ReportTable.Cell {
    let text = text(of: row, in: column)
    let isMarked = spec.errata.contains { erratum in
      erratum.cell.map { $0.row == row.number && $0.column == column } ?? false
    }
    guard !isMarked else { return .text((text == "~" ? "-" : text) + " *") }
    return text == "~" ? .none : .printed(text)
  }
}

extension ReportTable.Cell {
  /// A cell as its source prints it, which programs get as a number if it is one.
  static func printed(_ text: String) -> Self {
    let number = WideCount(text).map { JSONValue.integer($0) } ?? Double(text).map { .number($0) }
    return .written(text, value: text == "-" ? .null : number ?? .text(text))
  }
}
