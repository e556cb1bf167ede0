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

  private let graph: Graph
  private let seed: UInt64
  private let entries: [CostEntry]
  private let blanks: [Blank]

  /// A worksheet on a network; `seed` chooses what is blank.
  public init(_ graph: Graph, seed: UInt64) {
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

  /// The table in its paper's columns, without the inputs that it claims, and with numbered blanks.
  /// A row takes the output of the row before unless it says otherwise.
  public func questions() -> ReportTable {
    let spec = graph.spec
    let printed = ShowReport.printedColumns(of: spec).filter {
      !["input", "input size"].contains($0.lowercased())
    }
    let lines = entries.map { entry in
      let row = graph.rows[entry.row]
      let repeats = row.repeats > 1 && !printed.contains("n") ? " (\(row.repeats)x)" : ""
      return ReportTable.Line(
        [row.number.map { .count($0) } ?? .text(""), .text(entry.name + repeats)]
          + printed.map { .printed(text(of: row, at: entry.row, in: $0)) } + [
            cell(entry, .output, .shape(entry.output)),
            cell(entry, .parameters, .count(entry.cost.parameters.total)),
            cell(entry, .macs, .count(entry.cost.macs)),
          ])
    }
    return ReportTable(
      key: "questions", facts: facts(), heading: [CostReport.heading(graph), "Worksheet \(seed)"],
      columns: [
        .init("#", priority: 2, key: "row"), .init("name", .left, priority: 1, key: "name"),
      ]
        + printed.enumerated().map { index, column in
          // Where the width does not suffice, columns go that few rows have, or that say the same of all.
          let texts = lines.map { $0.cells[2 + index].text }
          let used = texts.count { !["-", ""].contains($0) }
          let priority = 2 * used < lines.count ? 4 : Set(texts).count <= 2 ? 3 : 0
          return .init(column, .left, priority: priority, key: column)
        } + [
          .init("output HxWxC", .left, key: "output"), .init("params", key: "parameters"),
          .init("MACs", key: "macs"),
        ], lines: lines,
      footer: [
        "Fill in the \(blanks.count) blanks. params are weights, biases, and scale and shift of norms;"
          + " MACs are those of convolutions and fully connected layers."
      ] + rules())
  }

  /// The cell of a row as its table prints it; a head's row has its operator.
  private func text(of row: Graph.Row, at index: Int, in column: String) -> String {
    guard let specRow = row.specRow else {
      return RowColumn.isOperator(column) || column == "module"
        ? ShowReport.operators(ofHeadRow: index, graph) : ""
    }
    let text = ShowReport.text(of: graph.spec.rows[specRow], in: column)
    return text == "~" ? "-" : text
  }

  /// What the paper says in prose and the counts need.
  private func rules() -> [String] {
    let spec = graph.spec
    let roles = Set(graph.nodes.map(\.origin.role))
    var rules: [String] = []
    if roles.contains(.project) {
      rules.append(
        spec.rules.expand == .always
          ? "An inverted residual has a 1x1 convolution that expands, a depthwise one and a 1x1 one that"
            + " projects."
          : "An inverted residual has a 1x1 convolution that expands, unless it would not widen,"
            + " a depthwise one and a 1x1 one that projects.")
      rules.append("A norm follows each; of repeats only the first has the stride.")
    }
    if roles.contains(.squeeze), let gate = spec.rules.squeezeExcite {
      let rounding = gate.round > 1 ? ", rounded to a multiple of \(gate.round)" : ""
      rules.append(
        "Squeeze-and-excitation: two 1x1 layers \(gate.norm ? "with norm" : "with bias"), down to 1/\(gate.divide)"
          + " of the channels\(rounding), and back.")
    }
    return rules.isEmpty ? [] : [rules.joined(separator: " ")]
  }

  /// The answers, with how each comes about.
  public func key() -> ReportTable {
    ReportTable(
      key: "answers", facts: facts(),
      heading: [CostReport.heading(graph), "Key to worksheet \(seed)"],
      columns: [
        .init("blank", key: "blank"), .init("row", .left, key: "name"),
        .init("what", .left, key: "what"), .init("answer", key: "answer"),
        .init("how", .left, key: "how"),
      ],
      lines: blanks.map { blank in
        ReportTable.Line([
          .count(blank.number), .text(blank.entry.name), .text(blank.question.name), answer(blank),
          .text(how(blank)),
        ])
      })
  }

  private func facts() -> [String: ReportTable.Cell] {
    CostReport.facts(graph).merging(["seed": .printed("\(seed)")]) { $1 }
  }

  private func cell(
    _ entry: CostEntry, _ question: Question, _ value: ReportTable.Cell
  ) -> ReportTable.Cell {
    if let blank = blanks.first(where: { $0.entry.row == entry.row && $0.question == question }) {
      return .text("(\(blank.number)) ____")
    }
    return value == .count(0) ? .none : value
  }

  private func answer(_ blank: Blank) -> ReportTable.Cell {
    switch blank.question {
    case .output: .shape(blank.entry.output)
    case .parameters: .count(blank.entry.cost.parameters.total)
    case .macs: .count(blank.entry.cost.macs)
    }
  }

  /// The arithmetic of the row's layers.
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
    guard blank.question == .output else { return parts.joined(separator: " + ") }
    return (parts + [channels(blank.entry)]).joined(separator: "; ")
  }

  /// Where the output's places and channels come from.
  private func channels(_ entry: CostEntry) -> String {
    let (input, output) = (entry.input, entry.output)
    let hasFilters = entry.nodes.contains { node in
      switch graph.nodes[node].operation {
      case .convolution, .linear: true
      default: false
      }
    }
    if graph.nodes[entry.result].kind == .answers { return "one line a box" }
    if output.isVector, !input.isVector { return "the mean of the whole map" }
    if input.channels == output.channels { return "\(output.channels) channels as the input" }
    return hasFilters
      ? "\(output.channels) channels: the filters of the last convolution"
      : "\(output.channels) channels: those of all inputs"
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
