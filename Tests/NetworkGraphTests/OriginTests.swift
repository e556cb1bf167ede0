import Architecture
import NetworkGraph
import TableReading
import TestSupport
import Testing

/// Where every node says that it comes from.
@Suite struct OriginTests {
  static let names = [
    "mobilenet-v1", "mobilenet-v2", "mobilenet-v3-large", "mobilenet-v3-small", "lraspp", "ssdlite",
    "ssdlite@paddle", "yolov5-mobilenet-v3-large", "yolov5-mobilenet-v3-small",
  ]

  @Test("Inputs stand before their users, rows and blocks in order", arguments: names)
  func order(name: String) throws {
    let graph = try Graph(named: name)
    for (index, node) in graph.nodes.enumerated() {
      #expect(node.inputs.allSatisfy { (0..<index).contains($0) })
      #expect(graph.rows.indices.contains(node.origin.row))
      #expect(graph.blocks.indices.contains(node.origin.block))
      #expect((node.origin.role == .input) == (index == 0))
    }
    let blocks = graph.nodes.map(\.origin.block)
    #expect(blocks == blocks.sorted())
    #expect(Set(blocks).count == graph.blocks.count)
    #expect(Set(graph.nodes.map(\.origin.row)).count == graph.rows.count)
    for (index, block) in graph.blocks.enumerated() {
      #expect(graph.nodes[block.result].origin.block == index, "\(block.name)")
      #expect(graph.nodes.last { $0.origin.block == index }?.origin.row == block.row)
    }
  }

  @Test("Names of rows and of blocks are unique", arguments: names)
  func unique(name: String) throws {
    let graph = try Graph(named: name)
    #expect(Set(graph.rows.map(\.name)).count == graph.rows.count)
    #expect(Set(graph.blocks.map(\.name)).count == graph.blocks.count)
  }

  @Test(
    "Every tensor but the answers is used, and an answer is the last of its row", arguments: names)
  func used(name: String) throws {
    let graph = try Graph(named: name)
    let used = Set(graph.nodes.flatMap(\.inputs))
    let answers = Set(graph.outputs.map(\.node))
    #expect(used.union(answers).count == graph.nodes.count)
    // Scores are an answer even where a softmax takes them.
    let softmax = graph.nodes.filter { $0.operation == .softmax }.flatMap(\.inputs)
    #expect(used.subtracting(softmax).isDisjoint(with: answers))
  }

  @Test("A row of the graph is a row of the table, with its number, name, text and location")
  func rows() throws {
    let spec = try Repository.architecture(named: "mobilenet-v2")
    let graph = try Graph.expanded(spec)
    #expect(graph.rows[0].kind == .input)
    #expect(graph.rows[0].number == nil)
    for (row, specRow) in zip(graph.rows.dropFirst(), spec.rows) {
      #expect(row.number == specRow.number)
      #expect(row.name == specRow.name)
      #expect(row.location == specRow.location)
      #expect(row.operatorText == specRow.cells[1].text)
    }
    #expect(graph.rows.dropFirst().map(\.specRow) == Array(0..<11))
    #expect(graph.rows.map(\.repeats) == [1, 1, 1, 2, 3, 4, 3, 3, 1, 1, 1, 1])
    #expect(graph.rows.map(\.stride) == [1, 2, 1, 2, 2, 2, 1, 2, 1, 1, 1, 1])
    #expect(graph.rows.map(\.kernel) == [nil, 3, 3, 3, 3, 3, 3, 3, 3, 1, nil, 1])
  }

  @Test("Repeats count from 1 and only the first has the stride")
  func repeats() throws {
    let graph = try Graph(named: "mobilenet-v2")
    let depthwise = graph.nodes.filter { node in
      if case .convolution(let convolution) = node.operation {
        convolution.isDepthwise
      } else {
        false
      }
    }
    #expect(
      depthwise.map(\.origin.repetition) == [1, 1, 2, 1, 2, 3, 1, 2, 3, 4, 1, 2, 3, 1, 2, 3, 1])
    #expect(
      depthwise.map(\.operation.stride) == [1, 2, 1, 2, 1, 1, 2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1])
    let numbers = depthwise.compactMap { graph.rows[$0.origin.row].number }
    #expect(numbers == [2, 3, 3, 4, 4, 4, 5, 5, 5, 5, 6, 6, 6, 7, 7, 7, 8])
    let repeats = ["1", "2.1", "2.2", "3.1", "3.2", "3.3", "4.1", "4.2", "4.3", "4.4", "5.1"]
    let names = (repeats + ["5.2", "5.3", "6.1", "6.2", "6.3", "7"]).map { "bottleneck\($0)" }
    #expect(depthwise.map { graph.blocks[$0.origin.block].name } == names)
  }

  @Test("MobileNetV1: a depthwise row and the pointwise row after it are one block of two rows")
  func separable() throws {
    let graph = try Graph(named: "mobilenet-v1")
    let pairs = (1...13).map { "separable\($0)" }
    let names = ["input", "stem"] + pairs + ["avgpool1", "classifier", "softmax1"]
    #expect(graph.blocks.map(\.name) == names)
    var kinds: [BlockKind] = [.input, .convolution]
    kinds += Array(repeating: .separable, count: 13)
    kinds += [.pool, .fullyConnected, .softmax]
    #expect(graph.blocks.map(\.kind) == kinds)
    for (index, block) in graph.blocks.enumerated() where block.kind == .separable {
      let nodes = graph.nodes.filter { $0.origin.block == index }
      #expect(
        nodes.map(\.origin.role)
          == [.depthwise, .depthwise, .depthwise, .pointwise, .pointwise, .pointwise])
      #expect(Set(nodes.map(\.origin.row)).count == 2)
      #expect(nodes.last?.origin.row == block.row)
    }
    let grouped = graph.blocks.filter { $0.row == graph.rows.firstIndex { $0.number == 15 } }
    #expect(grouped.map(\.repetition) == [1, 2, 3, 4, 5])
    #expect(graph.rows.filter { $0.repeats == 5 }.map(\.number) == [14, 15])
  }

  @Test("What a row is: its kind, by operator and by what it stands on")
  func kinds() throws {
    let graph = try Graph(named: "mobilenet-v3-large")
    var expected: [BlockKind] = [.input, .convolution]
    expected += Array(repeating: .invertedResidual, count: 15)
    expected += [.pointwise, .pool, .fullyConnected, .fullyConnected]
    #expect(graph.rows.map(\.kind) == expected)
    let segmentation = try Graph(named: "lraspp")
    let kinds = Dictionary(uniqueKeysWithValues: segmentation.rows.map { ($0.name, $0.kind) })
    #expect(kinds["cbr"] == .pointwise)
    #expect(kinds["scale"] == .fullyConnected)
    // These two stand on maps, though a pooled row stands before them in the table.
    #expect(kinds["high"] == .pointwise)
    #expect(kinds["low"] == .pointwise)
    #expect(kinds["gated"] == .join)
  }

  @Test("Parts of a system")
  func parts() throws {
    for (name, expected) in [
      ("ssdlite", [Part.backbone: 18, .extras: 4, .head: 14]),
      ("lraspp", [.backbone: 18, .head: 9]),
      ("yolov5-mobilenet-v3-large", [.backbone: 17, .neck: 14, .head: 3]),
      ("yolov5-mobilenet-v3-small", [.backbone: 13, .neck: 14, .head: 3]),
      ("mobilenet-v1", [.backbone: 20, .classifier: 3]),
    ] {
      let rows = try Graph(named: name).rows
      let counts = Dictionary(grouping: rows, by: \.part).mapValues(\.count)
      #expect(counts == expected, "\(name)")
    }
  }

  @Test("A pooled vector that is enlarged to a map is a map again")
  func enlargedVector() throws {
    let table = TableFile(
      name: "Tiny.yaml",
      text: """
        name: tiny
        input: {shape: [16, 16, 8]}
        columns: [ from, operator, out ]
        rows:
          - pool:   [ input, global-pool, ~ ]
          - vector: [ pool, conv2d 1x1, 12 ]
          - up:     [ [vector, input], resize-bilinear, ~ ]
          - map:    [ up, conv2d 1x1, 5 ]

        """)
    let graph = try Graph(of: table, named: "tiny")
    #expect(graph.nodes.last?.shape == Shape(height: 16, width: 16, channels: 5))
    #expect(graph.rows.map(\.kind) == [.input, .pool, .fullyConnected, .join, .pointwise])
  }

  @Test("Groups hold on a pooled vector too")
  func groupedVector() throws {
    let table = TableFile(
      name: "Tiny.yaml",
      text: """
        name: tiny
        input: {shape: [16, 16, 8]}
        columns: [ operator, out, groups ]
        rows:
          - [ global-pool, ~, ~ ]
          - [ conv2d 1x1, 12, 4 ]

        """)
    let graph = try Graph(of: table, named: "tiny")
    #expect(
      graph.nodes[2].operation
        == .convolution(Convolution(kernel: 1, inputChannels: 8, outputChannels: 12, groups: 4)))
  }
}
