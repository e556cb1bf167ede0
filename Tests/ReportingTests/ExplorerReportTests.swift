import Architecture
import CostAnalysis
import Foundation
import NetworkGraph
@testable import Reporting
import TableReading
import TestSupport
import Testing

/// The tables of the cost explorer.
@Suite("Reports of the cost explorer")
struct ExplorerReportTests {
  static let names: [String] = (try? TableLibrary.repository().architectureNames) ?? []

  @Test("no line is wider than the terminal, at 120 columns and at 80", arguments: names)
  func widths(network: String) throws {
    for report in try reports(of: network) {
      let (name, table) = (report.name, report.table)
      for width in [80, 120] {
        let text = table.rendered(as: .text, style: TerminalStyle(width: width))
        let widest = text.split(separator: "\n").map(\.count).max() ?? 0
        #expect(widest <= width, "\(name) of \(network)")
      }
    }
  }

  @Test("JSON has an object for each line, with no keys but those of columns", arguments: names)
  func json(network: String) throws {
    for report in try reports(of: network) {
      let table = report.table
      let text = ReportTable.json([table])
      let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
      let rows = try #require(object?[table.key] as? [[String: Any]], "\(report.name)")
      #expect(rows.count == table.lines.count)
      let keys = Set(table.columns.compactMap { $0.key?.path.first } + [table.groupTitle ?? ""])
      #expect(rows.allSatisfy { keys.isSuperset(of: $0.keys) }, "\(report.name)")
      // What a line lacks is null, but in the tables that have always left it out.
      guard !report.name.hasPrefix("cost"), report.name != "reach" else { continue }
      #expect(Set(rows.map { Set($0.keys) }).count <= 1, "\(report.name)")
    }
  }

  @Test("kinds add up to the network; who takes most is said in words")
  func kinds() throws {
    let table = KindReport.table(try graph("mobilenet-v1"))
    #expect(table.footer.first == "1x1 convolutions take 94.9 % of the MACs.")
    let small = try KindReport.verdicts(graph("mobilenet-v3-small"))
    #expect(small.contains("Fully connected layers take 63.5 % of the parameters."))
    for column in table.columns.indices {
      var sum = 0
      var total: Int?
      for line in table.lines {
        if case .count(let value) = line.cells[column] { sum += value }
      }
      if case .count(let value)? = table.totals.first?.cells[column] { total = value }
      if let total { #expect(sum == total) }
    }
  }

  @Test("receptive field, stride and padding of V1's last map: 315, 32, 157")
  func reach() throws {
    let table = ReachReport.rowTable(try graph("mobilenet-v1"))
    let line = try #require(table.lines.first { $0.cells[1] == "conv10" })
    #expect(line.cells[4...6].map(\.text) == ["32", "315", "157"])
  }

  @Test("the same seed blanks the same cells, another seed others")
  func seeds() throws {
    let graph = try graph("mobilenet-v2")
    func text(_ seed: UInt64) -> String {
      Worksheet(graph, seed: seed).questions().rendered(as: .text)
    }
    #expect(text(5) == text(5))
    #expect(text(5) != text(6))
  }

  @Test(
    "every blank has an answer, which is what the table without blanks has there", arguments: names)
  func answers(network: String) throws {
    let graph = try graph(network)
    let worksheet = Worksheet(graph, seed: 11)
    let (questions, key) = (worksheet.questions(), worksheet.key())
    var blanks = 0
    let entries = graph.costEntries(by: .row)
    for (line, entry) in zip(questions.lines, entries) {
      let full: [ReportTable.Cell] = [
        .shape(entry.output), .count(entry.cost.parameters.total), .count(entry.cost.macs),
      ]
      for (cell, value) in zip(line.cells.suffix(3), full) {
        guard cell.text.hasSuffix("____") else {
          #expect(cell == value || (cell == .none && value == .count(0)))
          continue
        }
        blanks += 1
        #expect(cell.text == "(\(blanks)) ____")
        let answer = try #require(key.lines.first { $0.cells[0] == .count(blanks) })
        #expect(answer.cells[1] == .text(entry.name))
        #expect(answer.cells[3] == value)
      }
    }
    #expect(blanks == key.lines.count && blanks >= entries.count)
  }

  @Test("a column for programs stands in CSV and JSON only")
  func programs() throws {
    let table = ReportTable(
      heading: [], columns: [.init("a", key: "a"), .init("b", key: "b", isForPrograms: true)],
      lines: [ReportTable.Line([.count(1000), .count(2000)])])
    #expect(table.rendered(as: .csv) == "a,b\n1000,2000\n")
    #expect(ReportTable.json([table]).contains("\"b\" : 2000"))
    for format in [TableFormat.text, .markdown, .latex] {
      #expect(!table.rendered(as: format).contains("2,000"))
    }
  }

  @Test(
    "cells for people and for programs",
    arguments: [
      (ReportTable.Cell.count(1_234_567), "1,234,567", "1234567"),
      (.number(1234.56, decimals: 1), "1234.6", "1234.6"),
      (.number(12345, decimals: 0), "12,345", "12345"),
      (.kibibytes(1536), "1.5", "1.5"), (.mebibytes(1 << 20), "1.00", "1.00"),
      (.percent(1, of: 8), "12.5", "12.5"), (.percent(1, of: 0), "-", ""), (.none, "-", ""),
      (.bar(0.5, places: 4), "██", "0.5000"), (.bar(.nan, places: 4), "", "nan"),
      (.bar(9, places: 2), "██", "9.0000"), (.flag(true), "yes", "yes"), (.flag(false), "-", "-"),
    ])
  func cells(cell: ReportTable.Cell, people: String, programs: String) {
    let table = ReportTable(
      heading: [], columns: [.init("x", .left)], lines: [ReportTable.Line([cell])])
    #expect(cell.text == people)
    #expect(table.rendered(as: .csv) == "x\n\(programs)\n")
  }

  @Test("LaTeX sets windows and shapes as the papers do, and a document stands by itself")
  func latex() {
    let table = ReportTable(
      heading: [], columns: [.init("x", .left)],
      lines: ["112x112x32", "bneck 5x5", "3 x 3 x 3 x 32", "12x13x4", "exp", "1x1x1280"].map {
        ReportTable.Line([.text($0)])
      })
    let text = table.rendered(as: .latex)
    for expected in [
      "$112^2 \\times 32$", "bneck $5 \\times 5$", "$3 \\times 3 \\times 3 \\times 32$",
      "$12 \\times 13 \\times 4$", "\nexp \\\\", "$1^2 \\times 1280$",
    ] {
      #expect(text.contains(expected), "\(expected)")
    }
    let document = LaTeXDocument.text([table])
    #expect(document.hasPrefix("\\documentclass"))
    #expect(document.hasSuffix("\\end{document}\n"))
    #expect(document.contains(text.dropLast()))
  }
}
