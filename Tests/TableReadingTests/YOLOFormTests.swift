import Architecture
import CostAnalysis
import NetworkGraph
import TableReading
import TestSupport
import Testing

/// YOLOv5's own files: `nc`, `depth_multiple`, `width_multiple`, `anchors`, `backbone`, `head`.
@Suite struct YOLOFormTests {
  /// YOLOv5s v6.0, without a key that its own code does not know.
  static let yolov5s = """
    nc: 80
    depth_multiple: 0.33
    width_multiple: 0.50
    anchors:
      - [10,13, 16,30, 33,23]
      - [30,61, 62,45, 59,119]
      - [116,90, 156,198, 373,326]
    backbone:
      # [from, number, module, args]
      [[-1, 1, Conv, [64, 6, 2, 2]],
       [-1, 1, Conv, [128, 3, 2]],
       [-1, 3, C3, [128]],
       [-1, 1, Conv, [256, 3, 2]],
       [-1, 6, C3, [256]],
       [-1, 1, Conv, [512, 3, 2]],
       [-1, 9, C3, [512]],
       [-1, 1, Conv, [1024, 3, 2]],
       [-1, 3, C3, [1024]],
       [-1, 1, SPPF, [1024, 5]],
      ]
    head:
      [[-1, 1, Conv, [512, 1, 1]],
       [-1, 1, nn.Upsample, [None, 2, 'nearest']],
       [[-1, 6], 1, Concat, [1]],
       [-1, 3, C3, [512, False]],
       [-1, 1, Conv, [256, 1, 1]],
       [-1, 1, nn.Upsample, [None, 2, 'nearest']],
       [[-1, 4], 1, Concat, [1]],
       [-1, 3, C3, [256, False]],
       [-1, 1, Conv, [256, 3, 2]],
       [[-1, 14], 1, Concat, [1]],
       [-1, 3, C3, [512, False]],
       [-1, 1, Conv, [512, 3, 2]],
       [[-1, 10], 1, Concat, [1]],
       [-1, 3, C3, [1024, False]],
       [[17, 20, 23], 1, Detect, [nc, anchors]],
      ]

    """

  static func graph(_ scaling: Scaling = Scaling(), text: String = yolov5s) throws -> Graph {
    let file = TableFile(name: "Mine/yolov5s.yaml", text: "name: yolov5s\n" + text)
    let library = try TableLibrary.repository(adding: [file])
    return try Graph.expanded(library.architecture(named: "yolov5s"), scaling: scaling)
  }

  @Test("YOLOv5s v6.0 as its users paste it, at 640")
  func pasted() throws {
    let graph = try Self.graph()
    let total = graph.totalCost()
    #expect(total.parameters.total == 7_235_389)
    #expect(total.macs == 8_216_780_800)
    #expect(total.parameters.norm == 19_008)
    #expect(total.parameters.biases == 765)
    let weights = Dictionary(
      uniqueKeysWithValues: graph.costByKind().map { ($0.kind, $0.cost.parameters.weights) })
    #expect(weights[.convolution] == 4_344_192)
    #expect(weights[.pointwise] == 2_642_944 + 228_480)
    #expect(graph.spec.nominalWidth == 0.5)
    #expect(graph.spec.input == Shape(height: 640, width: 640, channels: 3))
  }

  @Test("Its tensors have the names that its code base gives them, with n = 1 too")
  func names() throws {
    let graph = try Self.graph()
    let tensors = graph.parameterTensors(naming: graph.spec.naming)
    let shapes = Dictionary(tensors.map { ($0.name, $0.shape) }) { first, _ in first }
    #expect(shapes.count == tensors.count)
    for (name, expected) in [
      "model.0.conv.weight": [32, 3, 6, 6], "model.2.m.0.cv1.conv.weight": [32, 32, 1, 1],
      "model.4.m.1.cv2.bn.running_var": [64], "model.9.cv2.conv.weight": [512, 1024, 1, 1],
      "model.24.m.0.weight": [255, 128, 1, 1], "model.24.m.2.bias": [255],
    ] { #expect(shapes[name] == expected, "\(name)") }
  }

  @Test("Without a number of classes it is no network")
  func noClasses() throws {
    let text = "«name: yolov5s\nfamily: yolov5\n" + Self.yolov5s.replacing("nc: 80\n", with: "")
    try RefusedTable("no nc", text, "key 'nc' is missing").check(named: "yolov5s")
  }

  @Test("As many anchors at every map as at the first")
  func unequalAnchors() throws {
    let text = """
      name: uneven
      family: yolov5
      nc: 2
      anchors: [[1,2, 3,4], «[5,6]]
      backbone: [[-1, 1, Conv, [8, 3, 2]], [-1, 1, Conv, [8, 3, 2]]]
      head: [[[0, 1], 1, Detect, [nc, anchors]]]

      """
    try RefusedTable(
      "one anchor less", text, "map 2 has 1 anchors per cell, but the head predicts 2"
    ).check(named: "uneven")
  }

  @Test("A module that stands several times is numbered as a sequence")
  func repeatedNames() throws {
    let text = """
      nc: 2
      anchors: [[1,2]]
      backbone: [[-1, 2, Conv, [8]]]
      head: [[[0], 1, Detect, [nc, anchors]]]

      """
    let graph = try Self.graph(text: text)
    let names = graph.parameterTensors(naming: graph.spec.naming).map(\.name)
    #expect(Set(names).count == names.count)
    #expect(
      names.filter { $0.hasSuffix("weight") } == [
        "model.0.0.conv.weight", "model.0.0.bn.weight", "model.0.1.conv.weight",
        "model.0.1.bn.weight", "model.1.m.0.weight",
      ])
  }

  @Test("What has as many channels as the answers is not scaled")
  func answers() throws {
    func channels(_ out: Int) throws -> Int {
      let text = """
        nc: 2
        width_multiple: 0.5
        anchors: [[1,2, 3,4]]
        backbone: [[-1, 1, Conv, [\(out)]]]
        head: [[[0], 1, Detect, [nc, anchors]]]

        """
      return try Self.graph(text: text).costEntries(by: .row)[0].output.channels
    }
    #expect(try channels(14) == 14)
    #expect(try channels(16) == 8)
  }

  @Test("Arguments at the end: groups of channels, another enlargement")
  func lastArguments() throws {
    let text = """
      nc: 2
      anchors: [[1,2]]
      backbone:
        [[-1, 1, Conv, [16]],
         [-1, 1, Conv, [32, 3, 1, None, 4]],
         [-1, 1, Bottleneck, [32, True, 8]],
         [-1, 3, C3, [32, True, 2]],
         [-1, 1, nn.Upsample, [None, 2, 'bilinear']]]
      head: [[[4], 1, Detect, [nc, anchors]]]

      """
    let graph = try Self.graph(text: text)
    let weights = graph.costEntries(by: .row).prefix(4).map(\.cost.parameters.weights)
    #expect(weights[1] == 32 * 16 / 4 * 9)
    #expect(weights[2] == 32 * 16 + 32 * 16 / 8 * 9)
    #expect(weights[3] == 2 * 32 * 16 + 3 * (16 * 16 + 16 * 16 / 2 * 9) + 32 * 32)
    #expect(graph.nodes.contains { $0.operation == .resize(.bilinear, factor: 2) })
  }

  @Test("StemBlock: two paths from a halved map, joined at a quarter of the size")
  func stemBlock() throws {
    let text = """
      nc: 2
      anchors: [[1,2]]
      backbone: [[-1, 1, StemBlock, [32, 3, 2]]]
      head: [[[0], 1, Detect, [nc, anchors]]]

      """
    let graph = try Self.graph(Scaling(resolution: 64), text: text)
    let row = graph.costEntries(by: .row)[0]
    #expect(row.output == Shape(height: 16, width: 16, channels: 32))
    #expect(row.cost.parameters.weights == 864 + 512 + 4608 + 2048)
    #expect(row.cost.parameters.norm == 2 * (32 + 16 + 32 + 32))
    #expect(row.cost.macs == (864 + 512) * 32 * 32 + (4608 + 2048) * 16 * 16)
    let tensors = graph.parameterTensors(naming: graph.spec.naming)
    #expect(tensors.contains { $0.name == "model.0.stem_2a.conv.weight" })
  }

  @Test("Its answers: three maps of 255 channels")
  func outputs() throws {
    let graph = try Self.graph()
    #expect(graph.outputs.map(\.name) == ["output0", "output1", "output2"])
    #expect(
      graph.outputs.map { graph.nodes[$0.node].shape.description } == [
        "80x80x255", "40x40x255", "20x20x255",
      ])
  }

  @Test("Without a name it goes by the name of its file")
  func unnamed() throws {
    let file = TableFile(name: "Mine/yolov5s.yaml", text: Self.yolov5s)
    let library = try TableLibrary.repository(adding: [file])
    #expect(library.architectureNames.contains("yolov5s"))
    let graph = try Graph.expanded(library.architecture(named: "yolov5s"))
    #expect(graph.spec.name == "yolov5s")
    #expect(graph.totalCost().parameters.total == 7_235_389)
  }

  @Test("The first convolution has the padding that it is given")
  func stem() throws {
    let graph = try Self.graph()
    #expect(
      graph.nodes[1].operation
        == .convolution(
          Convolution(
            kernel: 6, inputChannels: 3, outputChannels: 32, stride: 2, padding: .explicit(2))))
    #expect(graph.nodes[1].shape == Shape(height: 320, width: 320, channels: 32))
  }

  @Test("Repeats under the depth multiple: at least one, halves to the even neighbor")
  func depth() throws {
    let graph = try Self.graph()
    let bottlenecks = graph.blocks.indices.map { block in
      Set(
        graph.nodes.filter { $0.origin.block == block && $0.origin.path.first == "m" }
          .map { $0.origin.path.count > 2 ? $0.origin.path[1] : "0" }
      ).count
    }
    #expect(bottlenecks.filter { $0 > 0 } == [1, 2, 3, 1, 1, 1, 1, 1])
    for (number, depth, expected) in [
      (3, 0.33, 1), (6, 0.33, 2), (9, 0.33, 3), (5, 0.5, 2), (7, 0.5, 4), (1, 0.33, 1), (2, 0.1, 1),
      (3, 1.33, 4), (9, 1.33, 12),
    ] {
      let text = """
        nc: 2
        depth_multiple: \(depth)
        anchors: [[1,2]]
        backbone: [[-1, \(number), Conv, [8]]]
        head: [[[0], 1, Detect, [nc, anchors]]]

        """
      let graph = try Self.graph(text: text)
      let convolutions = graph.nodes.filter { node in
        if case .convolution = node.operation { true } else { false }
      }
      #expect(
        convolutions.count == expected + 1, "\(number) times \(depth)")
    }
  }

  @Test("A shortcut where channels allow it, and none where the row says False")
  func shortcuts() throws {
    let graph = try Self.graph()
    let sums = graph.nodes.filter { $0.operation == .add }
    #expect(sums.count == 1 + 2 + 3 + 1)
    #expect(sums.allSatisfy { graph.rows[$0.origin.row].part == .backbone })
  }

  @Test("A bottleneck of its own is half as wide inside, after scaling")
  func bottleneck() throws {
    let text = """
      nc: 2
      width_multiple: 0.5
      anchors: [[1,2]]
      backbone: [[-1, 1, Conv, [64]], [-1, 1, Bottleneck, [64]], [-1, 1, Bottleneck, [48, False]]]
      head: [[[2], 1, Detect, [nc, anchors]]]

      """
    let graph = try Self.graph(text: text)
    let widths = graph.nodes.compactMap { node -> Int? in
      if case .convolution(let convolution) = node.operation {
        convolution.outputChannels
      } else {
        nil
      }
    }
    #expect(widths == [32, 16, 32, 12, 24, 7])
    #expect(graph.nodes.count { $0.operation == .add } == 1)
  }

  @Test("Another number of classes changes the head only")
  func classes() throws {
    let own = try Self.graph()
    let other = try Self.graph(Scaling(classes: 20))
    let text = Self.yolov5s.replacing("nc: 80", with: "nc: 20")
    #expect(try other.totalCost() == Self.graph(text: text).totalCost())
    // 60 classes for each of 3 boxes: weights over 128, 256 and 512 channels, and biases.
    let difference = 60 * 3 * (128 + 256 + 512) + 60 * 3 * 3
    #expect(own.totalCost().parameters.total - other.totalCost().parameters.total == difference)
    #expect(other.nodes.last?.shape.channels == 75)
  }
}
