import Architecture
import CostAnalysis
import NetworkGraph

/// A cost table with blanks for students, and the key to it. The same seed gives the same blanks.
package struct Worksheet: Sendable {
  /// What a student is to work out.
  enum Question: CaseIterable {
    case output
    case parameters
    case macs
  }

  /// The blanks: number, line and what is asked.
  struct Blank {
    var number: Int
    var entry: CostEntry
    var question: Question
  }

  let graph: Graph
  let seed: UInt64
  let entries: [CostEntry]
  let blanks: [Blank]

  /// A worksheet on a network; `seed` chooses what is blank.
  package init(_ graph: Graph, seed: UInt64) {
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

  /// What JSON says of the network and the seed, which may be larger than whole numbers are there.
  var facts: [String: JSONValue] {
    NetworkSummary(graph).facts([
      "seed": Int(exactly: seed).map { .integer($0) } ?? .number(Double(seed))
    ])
  }
}

extension Worksheet.Question {
  var name: String {
    switch self {
    case .output: "output"
    case .parameters: "params"
    case .macs: "MACs"
    }
  }
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
