import Architecture
import CostAnalysis
import NetworkGraph

/// The table as its source prints it, with the inferred shapes beside the claimed ones.
public enum ShowReport {
  /// The table of a network; with `costs`, what each row costs beside it.
  public static func table(_ graph: Graph, costs: Bool = false) -> ReportTable {
    let spec = graph.spec
    let printed = printedColumns(of: spec)
    let summary = NetworkSummary(graph)
    let total = graph.totalCost()
    return ReportTable(
      facts: summary.facts(facts(spec)),
      heading: summary.headings + [reference(spec)] + dialect(spec),
      of: lines(graph, printed, costs: costs), groupedBy: .part { $0.part },
      footer: errata(spec) + claims(graph) + picture(graph)
    ) {
      Column("#", key: "row") { $0.number.map { .count($0) } ?? "" }
      Column("name", .left, priority: 2, key: "name", total: costs ? "total" : nil) {
        .text($0.name)
      }
      for column in printed {
        // Where the width does not suffice, columns go that few rows have.
        let used = spec.rows.count { text(of: $0, in: column) != "~" }
        Column(
          column, .left, priority: 2 * used < spec.rows.count ? 4 : 0, key: JSONKey(column)
        ) { $0.printed[column] ?? "" }
      }
      Column("in (inferred)", .left, priority: 3, key: "inferredInput") {
        $0.input.map { .shape($0) } ?? .none
      }
      Column("out (inferred)", .left, priority: 1, key: "inferredOutput") {
        $0.output.map { .shape($0) } ?? .none
      }
      if costs {
        Column("params", key: "parameters", total: .count(total.parameters.total)) {
          amount($0.cost?.parameters.total)
        }
        Column("MACs", key: "macs", total: .count(total.macs)) { amount($0.cost?.macs) }
      }
    }
  }

  private static func amount(_ value: (some BinaryInteger)?) -> ReportTable.Cell {
    value.map { $0 == 0 ? .none : .count($0) } ?? .none
  }

  /// The columns with cells: what a table extends may leave one without any, as claims about other
  /// shapes.
  static func printedColumns(of spec: ArchitectureSpec) -> [String] {
    spec.columns.filter { column in spec.rows.contains { text(of: $0, in: column) != "~" } }
  }

  /// The operators of the branch of a head that a row stands for.
  static func operators(ofHeadRow row: Int, _ graph: Graph) -> String {
    let branch = graph.blocks.first { $0.row == row }?.headPlace?.branch
    let rows = graph.spec.heads.flatMap { $0.branches }.first { $0.name == branch }?.rows ?? []
    return rows.map { text(of: $0, in: "operator") }.joined(separator: " + ")
  }

  /// The cell of a column; `~` if the row has none.
  static func text(of row: Row, in column: String) -> String {
    row.cells.first { RowColumn.equal($0.column, column) }?.text ?? "~"
  }
}

enum RowColumn {
  static func equal(_ left: String, _ right: String) -> Bool {
    left == right || left.lowercased() == right.lowercased()
  }

  /// Whether a column says what a row does, in a table of the papers' own form.
  static func isOperator(_ column: String) -> Bool {
    ["operator", "type / stride"].contains(column.lowercased())
  }
}
