import Architecture
import CostAnalysis
import NetworkGraph
import TableReading
import TestSupport
import Testing

/// Receptive fields that can be worked out by hand. That nothing else is seen, and all of it, is
/// tested by execution in `InferenceTests`.
@Suite struct ReceptiveFieldTests {
  /// A network of rows with the columns `from, operator, out, s, dilation, padding`.
  func graph(_ rows: String, side: Int = 64, extra: String = "") throws -> Graph {
    let file = TableFile(
      name: "Tiny.yaml",
      text: """
        name: tiny
        input: {shape: [\(side), \(side), 3]}
        rules:
          squeeze-excite:
            {divide: 4, round: 8, floor: 0.9, activation: RE, gate: hard-sigmoid, position: after-activation}
        columns: [ from, operator, out, s, dilation, padding, factor, exp, SE ]
        rows:
        \(rows)
        \(extra)
        """)
    return try Graph(of: file, named: "tiny")
  }

  /// The last node.
  func last(_ graph: Graph) -> Int { graph.nodes.count - 1 }

  func row(_ text: String) -> String { "  - [ \(text) ]\n" }

  @Test(
    "One window: kernel and dilation",
    arguments: [
      ("~, conv2d 1x1, 4, 1, ~, ~, ~, ~, ~", 1, 1, 0...0),
      ("~, conv2d 3x3, 4, 2, ~, ~, ~, ~, ~", 3, 2, -1...1),
      ("~, conv2d 3x3, 4, 2, ~, same, ~, ~, ~", 3, 2, 0...2),
      ("~, conv2d 5x5, 4, 3, ~, valid, ~, ~, ~", 5, 3, 0...4),
      ("~, dwconv 3x3, ~, 1, 4, ~, ~, ~, ~", 9, 1, -4...4),
      ("~, maxpool 2x2, ~, 2, ~, valid, ~, ~, ~", 2, 2, 0...1),
    ])
  func window(text: String, side: Int, stride: Double, first: ClosedRange<Int>) throws {
    let graph = try graph(row(text))
    #expect(graph.receptiveSide(of: 1) == PerAxis(side))
    #expect(graph.pixelStride(of: 1) == PerAxis(stride))
    #expect(!graph.seesWholePicture(1))
    // The first place has no pixels before the picture; the one after it is as much further on.
    let begin = first.clamped(to: 0...63)
    let field = ReceptiveField(rows: begin, columns: begin)
    #expect(graph.receptiveField(of: 1, row: 0, column: 0) == field)
    let step = Int(stride)
    let shifted = (first.lowerBound + 8 * step)...(first.upperBound + 8 * step)
    #expect(graph.receptiveField(of: 1, row: 0, column: 8)?.columns == shifted)
  }

  @Test("Rectangular windows and strides: each axis by itself")
  func rectangles() throws {
    let graph = try graph(
      row("~, conv2d 1x3, 4, 2x1, ~, ~, ~, ~, ~") + row("~, dwconv 5x1, ~, 1x2, ~, ~, ~, ~, ~")
        + row("~, avgpool 1x2, ~, ~, ~, ~, ~, ~, ~"))
    #expect(graph.nodes.map(\.shape.height).last == 32)
    #expect(graph.receptiveSide(of: last(graph)) == PerAxis(height: 9, width: 5))
    #expect(graph.pixelStride(of: last(graph)) == PerAxis(height: 2, width: 4))
    #expect(graph.effectivePadding(of: last(graph)) == PerAxis(height: 4, width: 1))
    let field = graph.receptiveField(of: last(graph), row: 4, column: 5)
    #expect(field == ReceptiveField(rows: 4...12, columns: 19...23))
  }

  @Test("VGG16: 40, 92 and 196 pixels behind its third, fourth and fifth group of convolutions")
  func vgg() throws {
    let convolution = row("~, conv2d 3x3, 4, 1, ~, ~, ~, ~, ~")
    let pool = row("~, maxpool 2x2, ~, 2, ~, valid, ~, ~, ~")
    var text = ""
    var sides: [PerAxis<Int>?] = []
    for (index, count) in [2, 2, 3, 3, 3].enumerated() {
      text += String(repeating: convolution, count: count)
      let graph = try graph(text, side: 300)
      sides.append(graph.receptiveSide(of: last(graph)))
      #expect(graph.pixelStride(of: last(graph)) == PerAxis(Double(1 << index)))
      text += pool
    }
    #expect(sides == [5, 14, 40, 92, 196])
  }

  @Test("MobileNetV1 sees 315 pixels at stride 32 before it pools, whatever the picture")
  func mobileNetV1() throws {
    for resolution in [224, 300, 512] {
      let graph = try Graph(named: "mobilenet-v1", resolution: Resolution(resolution))
      let reach = graph.reach()
      #expect(reach.map(\.stride) == [2, 4, 8, 16, 32])
      // 1 + sum of (kernel - 1) times the stride so far.
      #expect(reach.map(\.receptiveSide) == [7, 19, 43, 219, 315])
      #expect(reach.allSatisfy { !$0.seesWholePicture })
      #expect(reach.map(\.name).first == "separable1")
      #expect(reach.last?.name == "separable13")
    }
  }

  @Test("What is pooled over the whole map has no field, and no stride")
  func pooled() throws {
    let graph = try Graph(named: "mobilenet-v2")
    let output = try #require(graph.outputs.first).node
    #expect(graph.receptiveField(of: output, row: 0, column: 0) == nil)
    #expect(graph.receptiveSide(of: output) == nil)
    #expect(graph.pixelStride(of: output) == nil)
    #expect(graph.seesWholePicture(output))
  }

  @Test("A gate brings in the whole picture and leaves the windows as they are")
  func gate() throws {
    for (gate, sees) in [("~", false), ("1", true)] {
      let graph = try graph(row("~, bneck 5x5, 8, 2, ~, ~, ~, 24, \(gate)"))
      let node = try #require(graph.blocks.last).result
      #expect(graph.receptiveSide(of: node) == 5)
      #expect(graph.pixelStride(of: node) == 2)
      #expect(graph.seesWholePicture(node) == sees)
    }
  }

  @Test("Ways that meet: the widest counts")
  func ways() throws {
    let graph = try graph(
      """
        - a: [ ~, conv2d 1x1, 8, 1, ~, ~, ~, ~, ~ ]
        - b: [ a, conv2d 5x5, 8, 1, ~, ~, ~, ~, ~ ]
        - c: [ a, conv2d 3x3, 8, 1, ~, ~, ~, ~, ~ ]
        - d: [ [a, c, b], concat, ~, ~, ~, ~, ~, ~, ~ ]
      """)
    #expect(graph.receptiveSide(of: last(graph)) == 5)
    #expect(graph.receptiveField(of: last(graph), row: 9, column: 9)?.rows == 7...11)
  }

  @Test("An enlarged map: three places of it lie on two of the map before")
  func nearest() throws {
    let rows = row("~, conv2d 2x2, 8, 4, ~, valid, ~, ~, ~")
    let up = row("~, resize-nearest, ~, ~, ~, ~, 2, ~, ~")
    let graph = try graph(rows + up + row("~, conv2d 3x3, 8, 1, ~, ~, ~, ~, ~"))
    let node = last(graph)
    #expect(graph.pixelStride(of: node) == 2)
    #expect(graph.receptiveSide(of: node) == 6)
    // Places 3 and 4, one from each side of a place of the map before.
    #expect(graph.receptiveField(of: node, row: 3, column: 4)?.rows == 4...9)
    #expect(graph.receptiveField(of: node, row: 3, column: 4)?.columns == 4...9)
  }

  @Test("A transposed convolution: places between two windows see both")
  func transposed() throws {
    let rows = row("~, conv2d 2x2, 8, 4, ~, valid, ~, ~, ~")
    let graph = try graph(rows + row("~, conv-transpose 3x3, 8, 2, ~, ~, ~, ~, ~"))
    let node = try #require(graph.nodes.lastIndex { $0.operation.kernel != nil })
    #expect(graph.nodes[node].shape == Shape(height: 33, width: 33, channels: 8))
    #expect(graph.pixelStride(of: node) == 2)
    // Even places see two windows of two pixels, four apart; odd ones one.
    #expect(graph.receptiveSide(of: node) == 6)
    #expect(graph.receptiveField(of: node, row: 4, column: 5)?.rows == 4...9)
    #expect(graph.receptiveField(of: node, row: 4, column: 5)?.columns == 8...9)
  }

  @Test("Between places, and to the size of another map")
  func bilinear() throws {
    let half = try graph(row("~, resize-bilinear, ~, ~, ~, ~, 2, ~, ~"))
    #expect(half.pixelStride(of: 1) == PerAxis(0.5))
    #expect(half.receptiveSide(of: 1) == 2)
    #expect(half.receptiveField(of: 1, row: 0, column: 5)?.rows == 0...0)
    #expect(half.receptiveField(of: 1, row: 0, column: 5)?.columns == 2...3)
    let back = try graph(
      """
        - small: [ ~, conv2d 3x3, 8, 2, ~, ~, ~, ~, ~ ]
        - up: [ [small, input], resize-bilinear, ~, ~, ~, ~, ~, ~, ~ ]
      """)
    #expect(back.pixelStride(of: last(back)) == 1)
    // Two windows of three pixels, two apart.
    #expect(back.receptiveSide(of: last(back)) == 5)
  }

  @Test("A detector answers from the maps of its heads, with their boxes")
  func detector() throws {
    let graph = try Graph(named: "ssdlite")
    let reach = graph.reach()
    #expect(
      reach.map(\.name) == ["bneck13.expand", "last", "extra1", "extra2", "extra3", "extra4"])
    #expect(reach.map(\.map.height) == [20, 10, 5, 3, 2, 1])
    #expect(reach.map(\.stride) == [16, 32, 64, 128, 256, 512])
    #expect(reach.map(\.boxes) == Array(repeating: 6, count: 6))
    #expect(reach.reduce(0) { $0 + $1.map.places * ($1.boxes ?? 0) } == 3234)
    #expect(reach.allSatisfy { $0.seesWholePicture })
  }

  @Test("Rows of the part head answer from what they take of other parts")
  func segmentation() throws {
    let reach = try Graph(named: "lraspp").reach()
    #expect(reach.map(\.name) == ["bneck4", "last"])
    #expect(reach.map(\.stride) == [8, 16])
    #expect(reach.map(\.boxes) == [nil, nil])
    // stem 2, bneck1 2 x 2, bneck2 2 x 2, bneck3 2 x 4, bneck4 4 x 4.
    #expect(reach.first?.receptiveSide == PerAxis(1 + 2 + 4 + 4 + 8 + 16))
  }

  @Test("The smallest object: four of 19 places and of 38 are 21.1 and 10.5 per cent")
  func smallestObject() throws {
    let convolution = row("~, conv2d 3x3, 4, 2, ~, ~, ~, ~, ~")
    for (strides, side, share) in [(3, 38, 0.105), (4, 19, 0.211)] {
      let graph = try graph(String(repeating: convolution, count: strides), side: 300)
      let map = try #require(graph.reach().last)
      #expect(map.map.height == side)
      let object = try #require(map.smallestObject(cells: 4))
      #expect((object * 1000).rounded() == share * 1000)
      #expect(map.smallestObject(cells: side) == 1)
      #expect(map.smallestObject(cells: side + 1) == nil)
    }
  }

  @Test("Strides over padding without end are counted without a trap")
  func endless() throws {
    let line = row("~, conv2d 1x1, 1, 255, ~, 1000, ~, ~, ~")
    let graph = try graph(String(repeating: line, count: 40), side: 3000)
    let reach = graph.reach()
    #expect(reach.count >= 1)
    #expect((reach.last?.stride?.height ?? 0) > 1e60)
  }
}
