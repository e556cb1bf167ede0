import Architecture
import CostAnalysis
import NetworkGraph

extension Worksheet {
  /// The table in its paper's columns, without the inputs that it claims, and with numbered blanks.
  /// A row takes the output of the row before unless it says otherwise.
  package func questions() -> ReportTable {
    let printed = ShowReport.printedColumns(of: graph.spec).filter {
      !["input", "input size"].contains($0.lowercased())
    }
    return ReportTable(
      key: "questions", facts: facts,
      heading: [NetworkSummary(graph).heading, "Worksheet \(seed)"], of: entries,
      footer: [
        "Fill in the \(blanks.count) blanks. params: weights, biases, and the norms' scale and shift; MACs:"
          + " of convolutions and fully connected layers."
      ] + rules()
    ) {
      Column("#", priority: 2, key: "row") { graph.number(of: $0) }
      Column("name", .left, priority: 1, key: "name") { entry in
        let count = graph.rows[entry.row].repeats
        return .text(entry.name + (count > 1 && !printed.contains("n") ? " (\(count)x)" : ""))
      }
      for column in printed {
        Column(column, .left, priority: priority(ofColumn: column), key: JSONKey(column)) {
          .printed(text(of: $0, in: column))
        }
      }
      Column("output HxWxC", .left, key: "output") { cell($0, .output, .shape($0.output)) }
      Column("params", key: "parameters") {
        cell($0, .parameters, .count($0.cost.parameters.total))
      }
      Column("MACs", key: "macs") { cell($0, .macs, .count($0.cost.macs)) }
    }
  }

  /// Where the width does not suffice, columns go that few rows have, or that say the same of all.
  private func priority(ofColumn column: String) -> Int {
    let texts = entries.map { text(of: $0, in: column) }
    let used = texts.count { !["-", ""].contains($0) }
    return 2 * used < entries.count ? 4 : Set(texts).count <= 2 ? 3 : 0
  }

  /// The cell of a row as its table prints it; a head's row has its operator.
  private func text(of entry: CostEntry, in column: String) -> String {
    guard let specRow = graph.rows[entry.row].specRow else {
      return RowColumn.isOperator(column) || column == "module"
        ? ShowReport.operators(ofHeadRow: entry.row, graph) : ""
    }
    let text = ShowReport.text(of: graph.spec.rows[specRow], in: column)
    return text == "~" ? "-" : text
  }

  private func cell(
    _ entry: CostEntry, _ question: Question, _ value: ReportTable.Cell
  ) -> ReportTable.Cell {
    if let blank = blanks.first(where: { $0.entry.row == entry.row && $0.question == question }) {
      return .text("(\(blank.number)) ____")
    }
    return value == .count(0) ? .none : value
  }

  /// What the paper says in prose and the counts need.
  private func rules() -> [String] {
    let spec = graph.spec
    let roles = Set(graph.nodes.map { $0.origin.role })
    var rules: [String] = []
    if roles.contains(.project) {
      rules.append(
        spec.rules.expand == .always
          ? "An inverted residual is a 1x1 convolution that expands, a depthwise convolution, and a 1x1"
            + " convolution that projects."
          : "An inverted residual is a 1x1 convolution that expands (left out if it would not widen), a"
            + " depthwise convolution, and a 1x1 convolution that projects.")
      rules.append("Each is followed by a norm; of repeated blocks, only the first has the stride.")
    }
    if roles.contains(.squeeze), let gate = spec.rules.squeezeExcite {
      let rounding = gate.round > 1 ? ", rounded to a multiple of \(gate.round)" : ""
      rules.append(
        "Squeeze-and-excitation: two 1x1 layers \(gate.norm ? "with norm" : "with bias"), down to \(gate.reduction)"
          + " of the \(gate.base == .input ? "block's input channels" : "channels")\(rounding), and back."
      )
    }
    return rules.isEmpty ? [] : [rules.joined(separator: " ")]
  }
}
