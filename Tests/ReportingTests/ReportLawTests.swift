import Foundation
@testable import Reporting
import TableReading
import TestSupport
import Testing

/// What holds of every report of every network.
@Suite("Laws of reports")
struct ReportLawTests {
  static let names: [String] = (try? TableLibrary.repository().architectureNames) ?? []

  @Test("every format has the same lines", arguments: names)
  func lines(network: String) throws {
    for report in try reports(of: network) {
      let table = report.table
      let count = table.lines.count + table.totals.count
      #expect(CSV(table).lines.count == count, "\(report.name)")
      let markdown = table.rendered(as: .markdown).split(separator: "\n")
      #expect(markdown.count { $0.hasPrefix("| ") } == count + 2, "\(report.name)")
      let latex = table.rendered(as: .latex).split(separator: "\n")
      #expect(latex.count { $0.hasSuffix(" \\\\") } == count + 1, "\(report.name)")
      let text = table.rendered(as: .text, style: TerminalStyle(width: 100_000))
      let rules = text.split(separator: "\n").indices(where: { $0.hasPrefix("──") || $0 == "─" })
      let groups = text.split(separator: "\n").count { $0.hasPrefix("─ ") }
      let body = try #require(rules.last) - rules[1] - 1
      #expect(body == count + groups + (table.totals.isEmpty ? 0 : 1), "\(report.name)")
    }
  }

  @Test("columns differ by name, and each that JSON has is in CSV", arguments: names)
  func columns(network: String) throws {
    for report in try reports(of: network) {
      let header = CSV(report.table).header
      #expect(Set(header).count == header.count, "\(report.name)")
      for column in report.table.columns where column.key != nil {
        #expect(header.contains(column.uniqueTitle), "\(report.name) \(column.uniqueTitle)")
      }
      let keys = report.table.columns.compactMap(\.key)
      #expect(Set(keys).count == keys.count, "\(report.name)")
    }
  }

  @Test("whole numbers are the same in CSV and in JSON", arguments: names)
  func values(network: String) throws {
    for report in try reports(of: network) where !["ledger", "questions"].contains(report.name) {
      let table = report.table
      let text = ReportTable.json([table])
      let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
      let objects = try #require(object?[table.key] as? [[String: Any]], "\(report.name)")
      let csv = CSV(table)
      for title in ["params", "MACs", "FLOPs", "index", "k", "row"] {
        let column = table.columns.first { $0.uniqueTitle == title && $0.key != nil }
        guard let column, let name = column.name else { continue }
        for (line, object) in zip(csv.values(title), objects) {
          guard let value = object[name] as? Int else { continue }
          #expect(line == "\(value)" || line.isEmpty && value == 0, "\(report.name) \(title)")
        }
      }
    }
  }

  @Test("totals are the sums of the lines", arguments: names)
  func totals(network: String) throws {
    let additive = [
      "cost-part", "cost-row", "cost-block", "cost-layer", "kinds", "roofline", "explain",
      "show-costs",
    ]
    let sums = ["params", "MACs", "act. KiB", "moved KiB"]
    for report in try reports(of: network) where additive.contains(report.name) {
      guard let total = report.table.totals.first else { continue }
      for (index, column) in report.table.columns.enumerated()
      where sums.contains(column.uniqueTitle) {
        let sum = report.table.lines.reduce(0) { $0 + $1.cells[index].whole }
        #expect(sum == total.cells[index].whole, "\(report.name) \(column.uniqueTitle)")
      }
    }
  }
}

extension ReportTable.Header {
  /// The member of an object that the column is, if it is no deeper.
  fileprivate var name: String? { key.flatMap { $0.path.count == 1 ? $0.path.first : nil } }
}

extension ReportTable.Cell {
  /// The number or bytes that the cell stands for.
  fileprivate var whole: Int {
    switch self {
    case .count(let value), .plain(let value), .kibibytes(let value), .mebibytes(let value): value
    default: 0
    }
  }
}

extension Array where Element == Substring {
  fileprivate func indices(where isWanted: (Substring) -> Bool) -> [Int] {
    enumerated().filter { isWanted($1) }.map(\.offset)
  }
}

/// Comma-separated values, read.
private struct CSV {
  var header: [String] = []
  var lines: [[String]] = []

  init(_ table: ReportTable) {
    var rows: [[String]] = []
    var fields = [""]
    var isQuoted = false
    for character in table.rendered(as: .csv) {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: fields.append("")
      case "\n" where !isQuoted:
        rows.append(fields)
        fields = [""]
      default: fields[fields.count - 1].append(character)
      }
    }
    header = rows.removeFirst()
    lines = rows
  }

  /// The values of a column.
  func values(_ title: String) -> [String] {
    guard let place = header.firstIndex(of: title) else { return [] }
    return lines.map { $0[place] }
  }
}
