import Architecture
import CostAnalysis
import NetworkGraph

/// Two tables row by row.
package enum DiffReport {
  /// A row, several equal ones, or all of them.
  private struct Line {
    var name: String
    var change: String
    var isDim = false
    var parameters = (first: 0, second: 0)
    var macs: (first: WideCount, second: WideCount) = (0, 0)

    init(_ name: String, _ change: String, of pairs: [TableDiff.Pair]) {
      self.name = name
      self.change = change
      for pair in pairs {
        parameters.first += pair.first?.parameters ?? 0
        parameters.second += pair.second?.parameters ?? 0
        macs.first += pair.first?.macs ?? 0
        macs.second += pair.second?.macs ?? 0
      }
    }
  }

  /// What differs; rows that are equal are one line, unless `all` are wanted.
  package static func table(
    _ diff: TableDiff, names: (first: String, second: String), all: Bool = false
  ) -> ReportTable {
    let differing = diff.pairs.filter { !$0.isAlike }
    return ReportTable(
      facts: [
        "first": .text(names.first), "second": .text(names.second),
        "differingRows": .integer(differing.count),
      ],
      heading: ["\(names.first)  against  \(names.second)"], of: lines(diff, all: all),
      totals: [
        Line("total", "", of: diff.pairs), Line("rows that differ", "", of: differing),
      ],
      tint: { $0.isDim ? .dim : nil }, footer: footer(conventions(diff), isEqual: differing.isEmpty)
    ) {
      Column("row", .left, key: "row") { .text($0.name) }
      Column("what differs", .left, key: "change") { .text($0.change) }
      Column(
        "params 1", priority: 4, uniqueTitle: "params of the first", key: "firstParameters"
      ) { .count($0.parameters.first) }
      Column(
        "params 2", priority: 3, uniqueTitle: "params of the second", key: "secondParameters"
      ) { .count($0.parameters.second) }
      Column("+/- params", key: "parametersDifference") {
        .change($0.parameters.second - $0.parameters.first)
      }
      Column("MACs 1", priority: 2, uniqueTitle: "MACs of the first", key: "firstMACs") {
        .count($0.macs.first)
      }
      Column("MACs 2", priority: 1, uniqueTitle: "MACs of the second", key: "secondMACs") {
        .count($0.macs.second)
      }
      Column("+/- MACs", key: "macsDifference") { .change($0.macs.second - $0.macs.first) }
    }
  }

  private static func footer(_ conventions: [String], isEqual: Bool) -> [String] {
    guard isEqual else { return conventions }
    return [conventions.isEmpty ? "No row differs." : "No row differs but by conventions:"]
      + conventions
  }

  private static func lines(_ diff: TableDiff, all: Bool) -> [Line] {
    var lines: [Line] = []
    var equal: [TableDiff.Pair] = []
    func flush() {
      guard let begin = equal.first?.first?.name, let end = equal.last?.first?.name else { return }
      var line = Line(begin == end ? begin : "\(begin)..\(end)", "equal", of: equal)
      line.isDim = true
      lines.append(line)
      equal = []
    }
    for pair in diff.pairs {
      if pair.isAlike, !all {
        equal.append(pair)
      } else {
        flush()
        lines.append(Line(name(pair), change(pair), of: [pair]))
      }
    }
    flush()
    return lines
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
    if pair.first == nil { return "only in the second" }
    if pair.second == nil { return "only in the first" }
    let differences = pair.ownDifferences
    return differences.isEmpty ? "equal" : differences.map { $0.words }.joined(separator: "; ")
  }

  /// The conventions of frameworks in which rows differ, each with the rows.
  private static func conventions(_ diff: TableDiff) -> [String] {
    var order: [String] = []
    var rows: [String: [Int]] = [:]
    for (index, pair) in diff.pairs.enumerated() {
      for difference in pair.differences where difference.isConvention {
        let words = difference.words
        if rows[words] == nil { order.append(words) }
        if rows[words]?.last != index { rows[words, default: []].append(index) }
      }
    }
    return order.map { words in
      let places = rows[words] ?? []
      return "\(words.prefix(1).uppercased() + words.dropFirst()):"
        + " \(ranges(places, of: diff).joined(separator: ", "))."
    }
  }

  /// The names of rows, those that follow each other from the first to the last.
  private static func ranges(_ places: [Int], of diff: TableDiff) -> [String] {
    var runs: [ClosedRange<Int>] = []
    for place in places {
      if let last = runs.last, last.upperBound == place - 1 {
        runs[runs.count - 1] = last.lowerBound...place
      } else {
        runs.append(place...place)
      }
    }
    return runs.map { run in
      let (first, last) = (name(diff.pairs[run.lowerBound]), name(diff.pairs[run.upperBound]))
      return first == last ? first : "\(first)..\(last)"
    }
  }
}
