import Architecture
import CostAnalysis
import NetworkGraph

/// Two tables row by row.
public enum DiffReport {
  /// What differs; rows that are equal are one line, unless `all` are wanted.
  public static func table(
    _ diff: TableDiff, names: (first: String, second: String), all: Bool = false
  ) -> ReportTable {
    var lines: [ReportTable.Line] = []
    var equal: [TableDiff.Pair] = []
    func flush() {
      guard !equal.isEmpty else { return }
      let sum = Sum(equal)
      let (begin, end) = (equal.first?.first?.name ?? "", equal.last?.first?.name ?? "")
      lines.append(
        ReportTable.Line(
          [
            .text(begin == end ? begin : "\(begin)..\(end)"), "equal",
          ] + sum.cells, tint: .dim))
      equal = []
    }
    for pair in diff.pairs {
      if pair.isEqual, !all {
        equal.append(pair)
      } else {
        flush()
        lines.append(
          ReportTable.Line([.text(name(pair)), .text(change(pair))] + Sum([pair]).cells))
      }
    }
    flush()
    let differing = diff.pairs.filter { !$0.isEqual }
    return ReportTable(
      facts: [
        "first": .text(names.first), "second": .text(names.second),
        "differingRows": .count(differing.count),
      ],
      heading: ["\(names.first)  against  \(names.second)"],
      columns: [
        .init("row", .left, key: "row"), .init("what differs", .left, key: "change"),
        .init(
          "params 1", priority: 4, uniqueTitle: "params of the first", key: "firstParameters"),
        .init(
          "params 2", priority: 3, uniqueTitle: "params of the second", key: "secondParameters"),
        .init("+/- params", key: "parametersDifference"),
        .init("MACs 1", priority: 2, uniqueTitle: "MACs of the first", key: "firstMACs"),
        .init("MACs 2", priority: 1, uniqueTitle: "MACs of the second", key: "secondMACs"),
        .init("+/- MACs", key: "macsDifference"),
      ], lines: lines,
      totals: [
        ReportTable.Line(["total", ""] + Sum(diff.pairs).cells),
        ReportTable.Line(["rows that differ", ""] + Sum(differing).cells),
      ],
      footer: differing.isEmpty ? ["No row differs."] : [])
  }

  /// What both tables count together.
  private struct Sum {
    var parameters = (first: 0, second: 0)
    var macs = (first: 0, second: 0)

    init(_ pairs: [TableDiff.Pair]) {
      for pair in pairs {
        parameters.first += pair.first?.parameters ?? 0
        parameters.second += pair.second?.parameters ?? 0
        macs.first += pair.first?.macs ?? 0
        macs.second += pair.second?.macs ?? 0
      }
    }

    var cells: [ReportTable.Cell] {
      [
        .count(parameters.first), .count(parameters.second), difference(parameters),
        .count(macs.first), .count(macs.second), difference(macs),
      ]
    }

    private func difference(_ pair: (first: Int, second: Int)) -> ReportTable.Cell {
      .change(pair.second - pair.first)
    }
  }

  private static func name(_ pair: TableDiff.Pair) -> String {
    switch (pair.first, pair.second) {
    case (let first?, let second?):
      first.name == second.name ? first.name : "\(first.name) / \(second.name)"
    case (let first?, nil): first.name
    case (nil, let second?): second.name
    case (nil, nil): ""
    }
  }

  private static func change(_ pair: TableDiff.Pair) -> String {
    guard let first = pair.first else { return "only in the second" }
    guard let second = pair.second else { return "only in the first" }
    if pair.isEqual { return "equal" }
    func text(_ number: Int?) -> String { number.map(String.init) ?? "-" }
    let facts: [(name: String, first: String, second: String)] = [
      ("", first.kind, second.kind), ("k", text(first.kernel), text(second.kernel)),
      ("s", "\(first.stride)", "\(second.stride)"),
      ("exp", text(first.expansion), text(second.expansion)),
      ("layers", "\(first.layers)", "\(second.layers)"),
      ("SE", first.isGated ? "y" : "-", second.isGated ? "y" : "-"),
      ("", first.activation?.abbreviation ?? "-", second.activation?.abbreviation ?? "-"),
      ("in", "\(first.input)", "\(second.input)"), ("out", "\(first.output)", "\(second.output)"),
    ]
    let changes = facts.filter { $0.first != $0.second }.map {
      ($0.name.isEmpty ? "" : $0.name + " ") + "\($0.first) -> \($0.second)"
    }
    return changes.isEmpty ? "weights inside" : changes.joined(separator: ", ")
  }
}
