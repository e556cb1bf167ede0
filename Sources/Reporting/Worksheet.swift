import Architecture
import CostAnalysis
import NetworkGraph

/// A cost table with blanks for students, and the key to it. The same seed gives the same blanks.
public struct Worksheet: Sendable {
  /// What a student is to work out.
  fileprivate enum Question: CaseIterable {
    case output
    case parameters
    case macs
  }

  /// The blanks: number, line and what is asked.
  fileprivate struct Blank {
    var number: Int
    var entry: CostEntry
    var question: Question
  }

  private let graph: ShapedGraph
  private let seed: UInt64
  private let entries: [CostEntry]
  private let blanks: [Blank]

  /// A worksheet on a network; `seed` chooses what is blank.
  public init(_ graph: ShapedGraph, seed: UInt64) {
    self.graph = graph
    self.seed = seed
    entries = graph.costEntries(by: .row)
    var random = SplitMix(state: seed)
    var blanks: [Blank] = []
    for entry in entries {
      let possible = Question.allCases.filter { question in
        switch question {
        case .output: true
        case .parameters: entry.cost.parameters.total > 0
        case .macs: entry.cost.macs > 0
        }
      }
      // One blank a row, and a second one in every other row that has something to count.
      var chosen = [possible[random.below(possible.count)]]
      let others = possible.filter { !chosen.contains($0) }
      if !others.isEmpty, random.below(2) == 0 { chosen.append(others[random.below(others.count)]) }
      for question in Question.allCases where chosen.contains(question) {
        blanks.append(Blank(number: blanks.count + 1, entry: entry, question: question))
      }
    }
    self.blanks = blanks
  }

  /// The table with numbered blanks.
  public func questions() -> ReportTable {
    let lines = entries.map { entry in
      ReportTable.Line([
        graph.graph.rows[entry.row].number.map { .count($0) } ?? .text(""), .text(entry.name),
        .text(entry.operatorText), .shape(entry.input),
        cell(entry, .output, .shape(entry.output)), .text(parameters(entry)),
        cell(entry, .parameters, .count(entry.cost.parameters.total)),
        cell(entry, .macs, .count(entry.cost.macs)),
      ])
    }
    return ReportTable(
      key: "questions", facts: facts(), heading: [CostReport.heading(graph), "Worksheet \(seed)"],
      columns: [
        .init("#", priority: 2, key: "row"), .init("name", .left, key: "name"),
        .init("operator", .left, key: "operator"),
        .init("input HxWxC", .left, priority: 1, key: "input"),
        .init("output HxWxC", .left, key: "output"), .init("k, s", .left, key: "window"),
        .init("params", key: "parameters"), .init("MACs", key: "macs"),
      ], lines: lines,
      footer: [
        "Fill in the \(blanks.count) blanks. params are weights, biases, and scale and shift of norms;"
          + " MACs are those of convolutions and fully connected layers."
      ])
  }

  /// The answers, with how each comes about.
  public func key() -> ReportTable {
    ReportTable(
      key: "answers", facts: facts(),
      heading: [CostReport.heading(graph), "Key to worksheet \(seed)"],
      columns: [
        .init("blank", key: "blank"), .init("row", .left, key: "name"),
        .init("what", .left, key: "what"), .init("answer", key: "answer"),
        .init("how", .left, priority: 1, key: "how"),
      ],
      lines: blanks.map { blank in
        ReportTable.Line([
          .count(blank.number), .text(blank.entry.name), .text(blank.question.name), answer(blank),
          .text(how(blank)),
        ])
      })
  }

  private func facts() -> [String: ReportTable.Cell] {
    CostReport.facts(graph).merging(["seed": .text("\(seed)")]) { $1 }
  }

  private func cell(
    _ entry: CostEntry, _ question: Question, _ value: ReportTable.Cell
  ) -> ReportTable.Cell {
    if let blank = blanks.first(where: { $0.entry.row == entry.row && $0.question == question }) {
      return .text("(\(blank.number)) ______")
    }
    return value == .count(0) ? .none : value
  }

  private func parameters(_ entry: CostEntry) -> String {
    entry.kernel.map { "\($0), \(entry.stride)" } ?? "-"
  }

  private func answer(_ blank: Blank) -> ReportTable.Cell {
    switch blank.question {
    case .output: .shape(blank.entry.output)
    case .parameters: .count(blank.entry.cost.parameters.total)
    case .macs: .count(blank.entry.cost.macs)
    }
  }

  /// The arithmetic of the row's layers, as many as a line holds.
  private func how(_ blank: Blank) -> String {
    let layers = graph.layers().filter { $0.row == blank.entry.row }
    let arithmetic = layers.map { graph.arithmetic(of: $0) }
    let parts: [String]
    switch blank.question {
    case .output:
      parts = arithmetic.compactMap { entry in
        guard let extent = entry.extent, extent.input != extent.output else { return nil }
        return
          "floor((\(extent.input) + \(extent.padding) - \(extent.reach)) / \(extent.stride)) + 1"
          + " = \(extent.output)"
      }
    case .parameters:
      parts = arithmetic.flatMap { entry in
        (entry.weights.map { [$0.text] } ?? [])
          + [entry.extras.biases, entry.extras.norm].filter { $0 > 0 }.map { "\($0)" }
      }
    case .macs: parts = arithmetic.compactMap { $0.macs?.text }
    }
    let most = 5
    if parts.isEmpty { return blank.question == .output ? "as the input, or pooled" : "-" }
    return parts.prefix(most).joined(separator: " + ") + (parts.count > most ? " + ..." : "")
  }
}

extension Worksheet.Question {
  fileprivate var name: String {
    switch self {
    case .output: "output"
    case .parameters: "params"
    case .macs: "MACs"
    }
  }
}

extension NamedProduct {
  /// The factors as they are multiplied.
  fileprivate var text: String { factors.map { "\($0.value)" }.joined(separator: "x") }
}

/// Numbers that a seed determines (SplitMix64, Steele, Lea and Flood 2014).
private struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }

  /// A number from 0 to one less than a small bound.
  mutating func below(_ bound: Int) -> Int { bound > 1 ? Int(next() % UInt64(bound)) : 0 }
}
