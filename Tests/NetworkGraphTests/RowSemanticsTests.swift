import Architecture
import NetworkGraph
import TableReading
import TestSupport
import Testing

/// What rows mean: each case is a small table and the shapes of its blocks.
@Suite struct RowSemanticsTests {
  static let head = """
    name: tiny
    rules: {norm: {epsilon: 1.0e-5}, padding: symmetric}

    """

  static func graph(_ text: String, input: String = "[32, 32, 3]", width: Double? = nil) throws
    -> Graph
  {
    let file = TableFile(name: "Tiny.yaml", text: head + "input: {shape: \(input)}\n" + text)
    let library = try TableLibrary.repository(adding: [file])
    return try Graph.expanded(
      library.spec(named: "tiny"), scaling: Scaling(width: width))
  }

  /// The shapes of all blocks after the picture.
  static func shapes(_ text: String) throws -> [String] {
    let graph = try graph(text)
    return graph.blocks.dropFirst().map { "\($0.name) \(graph.nodes[$0.result].shape)" }
  }

  static let twice = """
    blocks:
      twice:
        parameters: [out, stride]
        columns: [operator, out, s]
        rows: [[conv2d 3x3, out, stride], [conv2d 3x3, out, 1]]

    """

  @Test("Only the first repeat of a composite block has the stride")
  func repeatStride() throws {
    let shapes = try Self.shapes(
      Self.twice + "columns: [ operator, out, n, s ]\nrows: [[ twice, 8, 3, 2 ]]")
    #expect(shapes == ["twice1.1 16x16x8", "twice1.2 16x16x8", "twice1.3 16x16x8"])
  }

  @Test("The same inside a block")
  func repeatStrideInside() throws {
    let shapes = try Self.shapes(
      Self.twice + """
          stage:
            parameters: [out, times]
            columns: [operator, out, n, s]
            rows: [[twice, out, times, 2]]
        columns: [ operator, out, times ]
        rows: [[ stage, 8, 3 ]]
        """)
    #expect(shapes == ["stage1 16x16x8"])
  }

  @Test(
    "A pooling window moves by its side, without padding, unless its row says otherwise",
    arguments: [
      ("maxpool 2x2, ~, ~", "16x16x3"), ("maxpool 3x3, ~, ~", "10x10x3"),
      ("avgpool 2x2, ~, ~", "16x16x3"), ("maxpool 2x2, 1, ~", "31x31x3"),
      ("maxpool 3x3, 2, 1", "16x16x3"), ("maxpool 3x3, 2, same", "16x16x3"),
      ("maxpool-ceiling 3x3, 2, ~", "16x16x3"),
    ])
  func pools(cells: String, expected: String) throws {
    let shapes = try Self.shapes("columns: [ operator, s, padding ]\nrows: [[ \(cells) ]]")
    #expect(shapes.map { $0.split(separator: " ").last.map(String.init) } == [expected])
  }

  @Test("Under the rule of an activation a cell 'no' has none")
  func linear() throws {
    let table = """
      rules: {norm: {epsilon: 1.0e-5}, padding: symmetric, activation: RE}
      name: tiny
      input: {shape: [32, 32, 3]}
      columns: [ operator, out, NL ]
      rows:
        - x: [ conv2d 3x3, 8, ~ ]
        - y: [ conv2d 1x1, 8, no ]
      """
    let library = try TableLibrary.repository(adding: [TableFile(name: "Tiny.yaml", text: table)])
    let graph = try Graph.expanded(library.spec(named: "tiny"))
    let activated = graph.nodes.filter { $0.operation.activation != nil }
    #expect(activated.map { graph.blocks[$0.origin.block].name } == ["x"])
  }

  @Test("A shortcut adds maps of equal shape and lets others be")
  func shortcut() throws {
    let table = """
      columns: [ from, operator, out, s ]
      rows:
        - x: [ input, conv2d 3x3, 16, 1 ]
        - y: [ x, conv2d 3x3, 16, STRIDE ]
        - s: [ [y, x], shortcut, ~, ~ ]
        - z: [ ~, conv2d 1x1, 4, 1 ]
      """
    let same = try Self.graph(table.replacing("STRIDE", with: "1"))
    #expect(same.nodes.count { $0.operation == .add } == 1)
    let other = try Self.graph(table.replacing("STRIDE", with: "2"))
    #expect(!other.nodes.contains { $0.operation == .add })
  }

  @Test(
    "Every repeat's places can be taken",
    arguments: [
      ("b.1.expand", "32x32x18"), ("b.2.expand", "16x16x48"), ("b.expand", "16x16x48"),
      ("b.1", "16x16x8"), ("b", "16x16x8"), ("b.2.depthwise", "16x16x48"),
    ])
  func places(source: String, expected: String) throws {
    let graph = try Self.graph(
      """
      columns: [ from, operator, t, out, n, s ]
      rows:
        - b: [ input, bottleneck 3x3, 6, 8, 2, 2 ]
        - c: [ \(source), conv2d 1x1, ~, 4, 1, 1 ]
        - d: [ b, conv2d 1x1, ~, 4, 1, 1 ]
        - e: [ [c, d], concat, ~, ~, 1, ~ ]
      """.replacing(
        source.hasPrefix("b.1.expand") ? "- e: [ [c, d], concat" : "####",
        with: "- p: [ c, maxpool 2x2, ~, ~, 1, ~ ]\n  - e: [ [p, d], concat"))
    let c = try #require(graph.blocks.firstIndex { $0.name == "c" })
    let first = try #require(graph.nodes.first { $0.origin.block == c })
    #expect("\(graph.nodes[first.inputs[0]].shape)" == expected)
  }

  @Test("Places inside nested blocks, by the names that reports print")
  func nestedPlaces() throws {
    let graph = try Self.graph(
      """
      blocks:
        inner: {parameters: [out], columns: [operator, out], rows: [a: [conv2d 3x3, out], z: [conv2d 1x1, out]]}
        outer: {parameters: [out], columns: [operator, out, n], rows: [m: [inner, out, 2]]}
      columns: [ from, operator, out ]
      rows:
        - b: [ input, outer, 8 ]
        - c: [ [b, b.m.0.a], concat, ~ ]
      """)
    let join = try #require(graph.nodes.last)
    #expect(join.inputs.map { graph.placeName(of: $0) } == ["b", "b.m.0.a"])
  }

  @Test("A row's name may hold dots")
  func dottedName() throws {
    let shapes = try Self.shapes(
      """
      columns: [ from, operator, out, s ]
      rows:
        - a:   [ input, conv2d 3x3, 8, 2 ]
        - a.b: [ a, conv2d 3x3, 8, 1 ]
        - c:   [ a.b, conv2d 1x1, 4, 1 ]
      """)
    #expect(shapes == ["a 16x16x8", "a.b 16x16x8", "c 16x16x4"])
  }

  @Test(
    "Rows that stand under a condition",
    arguments: [
      ("expand", 0, 1), ("expand", 1, 2), ("expand = 0", 0, 2), ("expand > 2", 3, 2),
      ("expand > 2", 2, 1), ("in != 3", 1, 1), ("expand + 1 >= in", 2, 2),
    ])
  func conditions(condition: String, value: Int, layers: Int) throws {
    let graph = try Self.graph(
      """
      blocks:
        b:
          parameters: [out, expand]
          columns: [operator, out, when]
          rows:
            - x: [ conv2d 1x1, out, \(condition) ]
            - y: [ conv2d 3x3, out, ~ ]
      columns: [ operator, out, expand ]
      rows: [[ b, 8, \(value == 0 ? "False" : "\(value)") ]]
      """)
    #expect(graph.nodes.count { $0.operation.isWeighted } == layers)
  }

  @Test("Sums of channels")
  func sums() throws {
    let shapes = try Self.shapes(
      """
      blocks:
        wider:
          parameters: [out]
          columns: [from, operator, out]
          rows:
            - rest: [ input, conv2d 1x1, out - in ]
            -       [ [input, rest], concat, ~ ]
      columns: [ operator, out ]
      rows: [[ wider, 24 ], [ conv2d 1x1, 12 + 4 ]]
      """)
    #expect(shapes == ["wider1 32x32x24", "conv1 32x32x16"])
  }

  @Test("Blocks name what they take")
  func namedInputs() throws {
    let graph = try Self.graph(
      """
      blocks:
        fuse:
          inputs: [deep, shallow]
          columns: [from, operator, factor]
          rows:
            - up: [ deep, resize-nearest, 2 ]
            -     [ [up, shallow], concat, ~ ]
      columns: [ from, operator, out, s ]
      rows:
        - x: [ input, conv2d 3x3, 8, 2 ]
        - y: [ x, conv2d 3x3, 16, 2 ]
        - z: [ [y, x], fuse, ~, ~ ]
      """)
    #expect("\(graph.nodes[graph.outputs[0].node].shape)" == "16x16x24")
  }

  @Test("A group of rows is repeated by a variable, in a table and inside a block")
  func groups() throws {
    let shapes = try Self.shapes(
      """
      variables: {depth: 2}
      blocks:
        stage:
          parameters: [out, times]
          columns: [operator, out]
          rows:
            - {repeat: times, rows: [a: [conv2d 3x3, out], b: [conv2d 1x1, out]]}
      columns: [ operator, out, times ]
      rows:
        - {repeat: depth, rows: [x: [conv2d 3x3, 8, ~]]}
        - [ stage, 8, 3 ]
      """)
    #expect(shapes == ["x.1 32x32x8", "x.2 32x32x8", "stage1 32x32x8"])
    let graph = try Self.graph(
      """
      blocks:
        stage: {parameters: [times], columns: [operator, out], rows: [{repeat: times, rows: [a: [conv2d 3x3, 8]]}]}
      columns: [ operator, times ]
      rows: [[ stage, 3 ]]
      """)
    #expect(graph.nodes.count { $0.operation.isWeighted } == 3)
    #expect(Set(graph.nodes.map { $0.origin.path }).count == 4)
  }

  @Test("The width multiplier leaves the rows that a rule names")
  func neverScaled() throws {
    let table = """
      name: tiny
      input: {shape: [32, 32, 3]}
      rules:
        width: {round: nearest-multiple, divisor: 8, floor: 0.9, never-scaled: [y]}
      columns: [ operator, out ]
      rows:
        - x: [ conv2d 3x3, 32 ]
        - y: [ conv2d 3x3, 32 ]
      """
    let library = try TableLibrary.repository(adding: [TableFile(name: "Tiny.yaml", text: table)])
    for (width, channels) in [(0.5, 16), (1, 32), (2, 64)] {
      let graph = try Graph.expanded(library.spec(named: "tiny"), scaling: Scaling(width: width))
      #expect(
        graph.blocks.dropFirst().map { graph.nodes[$0.result].shape.channels } == [channels, 32])
    }
  }

  @Test("The width multiplier leaves a row below the width that a rule names for it")
  func neverScaledBelow() throws {
    let table = """
      name: tiny
      input: {shape: [32, 32, 3]}
      rules:
        width: {round: nearest-multiple, divisor: 8, floor: 0.9, never-scaled-below: {y: 0.75}}
      columns: [ operator, out ]
      rows:
        - x: [ conv2d 3x3, 32 ]
        - y: [ conv2d 3x3, 32 ]
      """
    let library = try TableLibrary.repository(adding: [TableFile(name: "Tiny.yaml", text: table)])
    for (width, expected) in [
      (0.5, [16, 32]), (0.7499, [24, 32]), (0.75, [24, 24]), (1, [32, 32]), (2, [64, 64]),
    ] {
      let graph = try Graph.expanded(library.spec(named: "tiny"), scaling: Scaling(width: width))
      #expect(
        graph.blocks.dropFirst().map { graph.nodes[$0.result].shape.channels } == expected)
    }
  }

  @Test("A split names equal parts of the channels")
  func split() throws {
    let table = """
      columns: [ from, operator, out, groups ]
      rows:
        - x:     [ input, conv2d 1x1, 16, ~ ]
        - half:  [ x, split, ~, 2 ]
        - right: [ half.2, conv2d 3x3, 8, ~ ]
        - join:  [ [half.1, right], concat, ~, ~ ]
        -        [ ~, shuffle, ~, 2 ]
      """
    let graph = try Self.graph(table)
    let slices = graph.nodes.compactMap { node -> [Int]? in
      guard case .slice(let first, let count) = node.operation else { return nil }
      return [first, count]
    }
    #expect(slices == [[0, 8], [8, 8]])
    #expect("\(graph.nodes[graph.outputs[0].node].shape)" == "32x32x16")
    for (from, to, message) in [
      ("out, groups ]", "out, groups ]", "half.3"), ("split, ~, 2", "split, ~, 3", "equal parts"),
    ] {
      let wrong = table.replacing(from, with: to).replacing(
        message == "half.3" ? "half.1," : "####", with: "half.3,")
      let error = #expect(throws: TableError.self) { try Self.graph(wrong) }
      #expect(
        error?.problems.first?.message.contains(message == "half.3" ? "it has 1, 2" : message)
          == true)
    }
  }

  @Test("A gate that rows compose is known for what it is")
  func composedGate() throws {
    let graph = try Self.graph(
      """
      blocks:
        gated:
          columns: [from, operator, out, NL]
          rows:
            - map:  [ input, conv2d 3x3, 16, RE ]
            - mean: [ map, global-pool, ~, ~ ]
            - fc1:  [ mean, fc, 4, RE ]
            - fc2:  [ fc1, "conv2d 1x1, NBN", 16, SI ]
            -       [ [map, fc2], multiply, ~, ~ ]
      columns: [ operator ]
      rows: [[ gated ]]
      """)
    let roles = graph.nodes.map { $0.origin.role }
    #expect(
      roles == [
        .input, .convolution, .convolution, .convolution, .squeezePool, .squeeze, .squeeze, .excite,
        .excite, .gate,
      ])
  }

  @Test(
    "The squeeze of a gate",
    arguments: [
      ("divide: 4", "1", 12), ("of: input, divide: 4", "1", 2), ("share: 0.25", "1", 12),
      ("of: input, share: 0.5", "1", 4), ("divide: 4", "0.5", 24),
      ("of: input, divide: 4", "0.5", 4),
    ])
  func squeeze(rule: String, cell: String, expected: Int) throws {
    let table = """
      name: tiny
      input: {shape: [32, 32, 8]}
      rules:
        squeeze-excite: {\(rule), round: 1, activation: RE, gate: SI, position: after-activation}
      columns: [ operator, t, out, SE ]
      rows: [[ bottleneck 3x3, 6, 8, \(cell) ]]
      """
    let library = try TableLibrary.repository(adding: [TableFile(name: "Tiny.yaml", text: table)])
    let graph = try Graph.expanded(library.spec(named: "tiny"))
    let squeeze = try #require(graph.nodes.first { $0.origin.role == .squeeze })
    #expect(squeeze.shape.channels == expected)
  }
}
