import Architecture
import NetworkGraph
import TableReading
import TestSupport
import Testing

/// Composite blocks: parameters, standard values, choices, results.
@Suite struct BlockTests {
  /// The graph of a table over 16x16x4 with blocks.
  func graph(blocks: String, table: String, scaling: Scaling = Scaling()) throws -> Graph {
    let text = """
      name: tiny
      input: {shape: [16, 16, 4]}
      variables: {classes: 10}
      rules: {width: {round: up-to-multiple, divisor: 8}}
      blocks:

      """
    let file = TableFile(name: "Tiny.yaml", text: text + blocks + "\n" + table + "\n")
    return try Graph(of: file, named: "tiny", scaling: scaling)
  }

  func convolutions(_ graph: Graph) -> [Convolution] {
    graph.nodes.compactMap { node in
      if case .convolution(let convolution) = node.operation { convolution } else { nil }
    }
  }

  static let pair = """
      pair:
        parameters: [out, {middle: 0.5 out}, {step: 1}, {act: [RE, HS]}]
        scaled: [out]
        columns: [ operator, kernel, out, s, NL ]
        rows:
          - [ conv2d, 1, middle, 1, act ]
          - [ conv2d, 3, out, step, ~ ]
    """

  @Test("Parameters by columns; those that are absent have their standard value")
  func parameters() throws {
    let given = try graph(
      blocks: Self.pair,
      table: "columns: [ operator, out, middle, step, act ]\nrows:\n  - [ pair, 24, 5, 2, 1 ]\n")
    #expect(convolutions(given).map(\.outputChannels) == [5, 24])
    #expect(convolutions(given).map(\.stride) == [1, 2])
    #expect(given.nodes.contains { $0.operation == .activation(.hardSwish) })
    let standard = try graph(
      blocks: Self.pair, table: "columns: [ operator, out ]\nrows:\n  - [ pair, 24 ]\n")
    #expect(convolutions(standard).map(\.outputChannels) == [12, 24])
    #expect(convolutions(standard).map(\.stride) == [1, 1])
    #expect(standard.nodes.contains { $0.operation == .activation(.relu) })
  }

  @Test("A standard value that refers to a parameter means the block's own, inside a block too")
  func innerStandard() throws {
    let outer = """

        outer:
          parameters: [out]
          scaled: [out]
          columns: [ operator, out ]
          rows:
            - [ pair, 0.5 out ]
      """
    let nested = try graph(
      blocks: Self.pair + outer, table: "columns: [ operator, out ]\nrows:\n  - [ outer, 48 ]\n")
    #expect(convolutions(nested).map(\.outputChannels) == [12, 24])
  }

  @Test("A number that a block hands on is handed on as it was scaled")
  func handedOn() throws {
    let outer = """

        outer:
          parameters: [out, {step: 2}]
          scaled: [out]
          columns: [ operator, out, step ]
          rows:
            - [ pair, out, step ]
      """
    let graph = try graph(
      blocks: Self.pair + outer, table: "columns: [ operator, out ]\nrows:\n  - [ outer, 60 ]\n",
      scaling: Scaling(width: 0.5))
    #expect(convolutions(graph).map(\.outputChannels) == [16, 32])
    #expect(convolutions(graph).map(\.stride) == [1, 2])
  }

  @Test("The width multiplier scales what the block says, and what refers to it follows")
  func scaled() throws {
    let graph = try graph(
      blocks: Self.pair, table: "columns: [ operator, out ]\nrows:\n  - [ pair, 60 ]\n",
      scaling: Scaling(width: 0.5))
    // 30 rounds up to 32; its half is 16.
    #expect(convolutions(graph).map(\.outputChannels) == [16, 32])
  }

  @Test("A parameter may have the name of a column, in any of the papers' spellings")
  func spelledParameter() throws {
    let blocks = """
        step:
          parameters: [c, {stride: 1}]
          columns: [ operator, out, s ]
          rows:
            - [ conv2d 3x3, c, stride ]
      """
    let graph = try graph(
      blocks: blocks, table: "columns: [ operator, c, stride ]\nrows:\n  - [ step, 6, 2 ]\n")
    #expect(convolutions(graph).map(\.outputChannels) == [6])
    #expect(convolutions(graph).map(\.stride) == [2])
  }

  @Test("Results that other rows may take, by name and by role")
  func results() throws {
    let blocks = """
        fork:
          results: {tip: narrow}
          columns: [ from, operator, out, exp ]
          rows:
            - wide:   [ input, conv2d 1x1, 12, ~ ]
            - narrow: [ input, conv2d 1x1, 6, ~ ]
            -         [ [wide, narrow], concat, ~, ~ ]
      """
    let graph = try graph(
      blocks: blocks,
      table: """
        columns: [ from, operator, out, exp ]
        rows:
          - first: [ ~, fork, ~, ~ ]
          - [ first.tip, conv2d 1x1, 5, ~ ]
          - [ first.wide, conv2d 1x1, 5, ~ ]
          - [ first, conv2d 1x1, 5, ~ ]
          - [ first, bneck 3x3, 8, 32 ]
          - [ bneck1.depthwise, conv2d 1x1, 5, ~ ]
          - [ [conv1, conv2, conv3, conv4, bneck1], concat, ~, ~ ]
        """)
    #expect(
      convolutions(graph).map(\.inputChannels) == [4, 4, 6, 12, 18, 18, 32, 32, 32])
  }

  @Test("Repeats inside a block stand under the column's name")
  func repeats() throws {
    let blocks = """
        stack:
          parameters: [out]
          repeats: inside
          columns: [ operator, out, n ]
          rows:
            - [ conv2d 1x1, out, number ]
      """
    let graph = try graph(
      blocks: blocks, table: "columns: [ operator, out, n ]\nrows:\n  - [ stack, 6, 3 ]\n")
    #expect(convolutions(graph).map(\.inputChannels) == [4, 6, 6])
    #expect(graph.blocks.map(\.name) == ["input", "stack1"])
    #expect(graph.nodes.last?.origin.path == ["conv1", "2"])
  }

  @Test("A block with repeats outside is repeated as a whole")
  func repeatedBlock() throws {
    let graph = try graph(
      blocks: Self.pair, table: "columns: [ operator, out, n ]\nrows:\n  - [ pair, 8, 2 ]\n")
    #expect(graph.blocks.map(\.name) == ["input", "pair1.1", "pair1.2"])
    #expect(convolutions(graph).map(\.inputChannels) == [4, 4, 8, 4])
  }

  @Test("A table's own block comes before a word of the grammar")
  func ownWord() throws {
    let blocks = """
        fc:
          parameters: [out]
          columns: [ operator, out ]
          rows:
            - [ global-pool, ~ ]
            - [ "conv2d 1x1, NBN", out ]
      """
    let graph = try graph(
      blocks: blocks, table: "columns: [ operator, out ]\nrows:\n  - [ fc, classes ]\n")
    #expect(graph.nodes.last?.shape == Shape(height: 1, width: 1, channels: 10))
  }
}
