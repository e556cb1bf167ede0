import Architecture
import CostAnalysis
import NetworkGraph

/// The table as its source prints it, with the inferred shapes beside the claimed ones.
public enum ShowReport {
  /// The table of a network; with `costs`, what each row costs beside it.
  public static func table(_ graph: Graph, costs: Bool = false) -> ReportTable {
    let spec = graph.spec
    var columns = [ReportTable.Column("#", key: "row")]
    columns += [ReportTable.Column("name", .left, priority: 2, key: "name")]
    let printed = printedColumns(of: spec)
    columns += printed.map { column in
      // Where the width does not suffice, columns go that few rows have.
      let used = spec.rows.count { text(of: $0, in: column) != "~" }
      return ReportTable.Column(
        column, .left, priority: 2 * used < spec.rows.count ? 4 : 0, key: column)
    }
    columns += [
      .init("in (inferred)", .left, priority: 3, key: "inferredInput"),
      .init("out (inferred)", .left, priority: 1, key: "inferredOutput"),
    ]
    if costs {
      columns += [.init("params", key: "parameters"), .init("MACs", key: "macs")]
    }
    let entries = costs ? graph.costEntries(by: .row) : []
    func amounts(_ row: Int) -> [ReportTable.Cell] {
      guard costs else { return [] }
      let cost = entries.first { $0.row == row }?.cost ?? Cost()
      return [cost.parameters.total, cost.macs].map { $0 == 0 ? .none : .count($0) }
    }
    func shape(_ shape: Shape?) -> ReportTable.Cell { shape.map { .shape($0) } ?? .none }
    var lines: [ReportTable.Line] = []
    var parts: [Part] = []
    for (index, row) in graph.rows.enumerated() {
      guard let specRow = row.specRow else { continue }
      let source = spec.rows[specRow]
      let marks = spec.errata.compactMap(\.cell).filter { $0.row == source.number }
      let cells: [ReportTable.Cell] = printed.map { column in
        let text = text(of: source, in: column)
        let mark = marks.contains { $0.column == column } ? " *" : ""
        return text == "~" && mark.isEmpty
          ? .none : mark.isEmpty ? .printed(text) : .text((text == "~" ? "-" : text) + mark)
      }
      let repeats = source.group.map { " (\($0.count)x)" } ?? ""
      let output = graph.nodes.lastIndex { $0.origin.row == index }
      parts.append(row.part)
      lines.append(
        ReportTable.Line(
          [.count(source.number), .text(row.name + repeats)] + cells + [
            shape(graph.inputShape(ofRow: index)), shape(output.map { graph.nodes[$0].shape }),
          ] + amounts(index)))
    }
    for (number, cells) in spec.heads.compactMap(\.row) {
      parts.append(.head)
      let name = cells.first { RowColumn.equal($0.column, "module") }?.text ?? "head"
      lines.append(
        ReportTable.Line(
          [.count(number), .text(name)]
            + printed.map { column in
              .text(cells.first { RowColumn.equal($0.column, column) }?.text ?? "-")
            } + [.none, .none] + (costs ? [.none, .none] : [])))
    }
    for row in graph.rows.enumerated() where row.element.kind == .head {
      let output = graph.nodes.lastIndex { $0.origin.row == row.offset }
      parts.append(row.element.part)
      let operators = operators(ofHeadRow: row.offset, graph)
      lines.append(
        ReportTable.Line(
          ["", .text(row.element.name)]
            + printed.map { RowColumn.isOperator($0) ? .text(operators) : "" } + [
              shape(graph.inputShape(ofRow: row.offset)),
              shape(output.map { graph.nodes[$0].shape }),
            ] + amounts(row.offset)))
    }
    let total = graph.totalCost()
    let totals: [ReportTable.Cell] =
      ["", "total"] + printed.map { _ in "" } + ["", ""]
      + [.count(total.parameters.total), .count(total.macs)]
    return ReportTable(
      facts: CostReport.facts(graph), heading: [CostReport.heading(graph), reference(spec)],
      columns: columns, lines: lines, totals: costs ? [ReportTable.Line(totals)] : [],
      footer: errata(spec) + claims(graph) + picture(graph)
    ).grouped(by: parts)
  }

  /// The columns with cells: what a table extends may leave one without any, as claims about other
  /// shapes.
  static func printedColumns(of spec: ArchitectureSpec) -> [String] {
    spec.columns.filter { column in spec.rows.contains { text(of: $0, in: column) != "~" } }
  }

  /// The operators of the branch of a head that a row stands for.
  static func operators(ofHeadRow row: Int, _ graph: Graph) -> String {
    let branch = graph.blocks.first { $0.row == row }?.headPlace?.branch
    let rows = graph.spec.heads.flatMap(\.branches).first { $0.name == branch }?.rows ?? []
    return rows.map { text(of: $0, in: "operator") }.joined(separator: " + ")
  }

  /// The cell of a column; `~` if the row has none.
  static func text(of row: Row, in column: String) -> String {
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

  /// How a picture becomes the input.
  private static func picture(_ graph: Graph) -> [String] {
    guard let preprocessing = graph.spec.preprocessing else { return [] }
    func list(_ values: [Double]) -> String { values.map { "\($0)" }.joined(separator: ", ") }
    let fit =
      switch preprocessing.fit {
      case .crop(let fraction):
        "shorter side to \(graph.input.height) / \(fraction) pixels, then a square from the centre"
      case .stretch: "each side to the input's"
      case .letterbox(let fill): "longer side to the input's, the rest filled with gray \(fill)"
      }
    let filter =
      switch preprocessing.filter {
      case .antialiased: "bilinear, widened where it shrinks"
      case .linear: "bilinear"
      case .cubic: "bicubic"
      }
    let (mean, deviation) = (preprocessing.mean, preprocessing.standardDeviation)
    let isPlain = mean.allSatisfy { $0 == 0 } && deviation.allSatisfy { $0 == 1 }
    return [
      "A picture becomes the input: \(fit) (\(filter)); \(preprocessing.channels.rawValue),"
        + " 0 to \(Numbers.fixed(preprocessing.range, 0))"
        + (isPlain
          ? "."
          : ", less \(list(mean)), over \(list(deviation))"
            + (Set(mean).count > 1 ? " (red, green, blue)." : "."))
    ]
  }

  private static func claims(_ graph: Graph) -> [String] {
    let spec = graph.spec
    let claims = spec.rows.filter { $0.inputClaim != nil }.count
    guard claims > 0 else { return ["The table makes no claims about its input shapes."] }
    let size =
      graph.scaling == Scaling()
      ? ""
      : " at the table's own size, alpha \(Numbers.fixed(spec.nominalWidth, 2)) and \(spec.input)"
    return [
      "All \(claims) input shapes that the table claims were checked against the rows\(size)."
    ]
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
