import Drawing
import NetworkGraph
import Testing

@testable import Figures

@Suite struct BlockFigureTests {
  private let metrics = FixedTextMetrics()

  @Test(arguments: TestTables.names + TestTables.unseen)
  func textsHaveRoomForEveryBlock(_ name: String) throws {
    let graph = try TestTables.graph(name)
    for block in graph.blocks.indices {
      let scene = BlockFigure.scene(graph: graph, block: block, measuring: metrics)
      SceneLaws.check(scene, metrics)
      #expect(SceneLaws.smallestText(scene) >= 11 || scene.size.height > 720)
    }
  }

  @Test(arguments: [
    ("mobilenet-v1", "separable7"), ("mobilenet-v2", "bottleneck4.2"),
    ("mobilenet-v3-large", "bneck5"), ("mobilenet-v3-small", "bneck5"), ("nested", "C3-1"),
  ])
  func characteristicBlocks(_ name: String, _ expected: String) throws {
    let graph = try TestTables.graph(name)
    let block = try #require(graph.characteristicBlock())
    #expect(graph.blocks[block].name == expected)
  }

  @Test func anUnknownBlockIsTheCharacteristicOne() throws {
    let graph = try TestTables.graph("mobilenet-v2")
    #expect(
      BlockFigure.scene(graph: graph, block: -1, measuring: metrics)
        == BlockFigure.scene(graph: graph, measuring: metrics))
  }

  @Test func layersOfAnInvertedResidual() throws {
    let graph = try TestTables.graph("mobilenet-v3-large")
    let block = try #require(graph.blocks.firstIndex { $0.name == "bneck5" })
    let outline = BlockOutline([block], of: graph)
    #expect(
      outline.layers.map(\.caption.title) == [
        "1×1 expand", "5×5 depthwise", "global average pooling", "squeeze", "excite",
        "gate, channel by channel", "1×1 project", "sum with the input",
      ])
    #expect(outline.layers.map(\.lane) == [0, 0, 1, 1, 1, 0, 0, 0])
    #expect(outline.layers.map(\.takes) == [[-1], [0], [1], [2], [3], [1, 4], [5], [-1, 6]])
    #expect(outline.layers[0].caption.details == "batch norm, ReLU")
    #expect(outline.layers[6].caption.details == "batch norm, linear")
    #expect(outline.layers[4].caption.details == "fully connected, h-sigmoid")
    #expect(outline.layers[3].output.channels == 32)
  }

  @Test func theStrideIsPartOfTheCaption() throws {
    let graph = try TestTables.graph("mobilenet-v2")
    let block = try #require(graph.blocks.firstIndex { $0.name == "bottleneck2.1" })
    let outline = BlockOutline([block], of: graph)
    #expect(outline.layers[1].caption.short == "3×3 depthwise, stride 2")
    #expect(!outline.layers.contains { $0.isShortcut })
  }

  @Test(arguments: TestTables.names + TestTables.unseen)
  func everyShortcutIsAnEdge(_ name: String) throws {
    let graph = try TestTables.graph(name)
    for block in graph.blocks.indices {
      let outline = BlockOutline([block], of: graph)
      let style = BlockStyle(layers: outline.layers.count, height: 480)
      let layout = BlockLayout(
        outline, style, in: Rect(x: 0, y: 0, width: 1200, height: style.height),
        measuring: metrics)
      let own = graph.nodes.filter { $0.origin.block == block }
      let sources = Set(own.flatMap(\.inputs).filter { graph.nodes[$0].origin.block != block })
      // Files of other families call the sum of their own blocks otherwise.
      let shortcuts = own.count { node in
        node.origin.role == .shortcut
          || (node.operation == .add && sources.count == 1
            && !sources.isDisjoint(with: node.inputs))
      }
      #expect(layout.edges.count { $0.isShortcut } == shortcuts)
      for edge in layout.edges {
        for (start, end) in zip(edge.points, edge.points.dropFirst()) {
          #expect(start.x == end.x || start.y == end.y)
        }
      }
      for (index, shape) in layout.shapes.enumerated() {
        #expect(!layout.shapes[(index + 1)...].contains { $0.box.intersects(shape.box) })
        #expect(shape.box.maxX < layout.table.left || layout.shapes.count > 20)
      }
    }
  }

  @Test func widthsFollowTheRootOfTheChannels() throws {
    let graph = try TestTables.graph("mobilenet-v2")
    let block = try #require(graph.characteristicBlock())
    let outline = BlockOutline([block], of: graph)
    let style = BlockStyle(layers: outline.layers.count, height: 480)
    let layout = BlockLayout(
      outline, style, in: Rect(x: 0, y: 0, width: 1200, height: style.height), measuring: metrics)
    let expand = layout.shapes[0].widths
    #expect(abs(expand.below / expand.above - 6.0.squareRoot()) < 1e-6)
    #expect(layout.shapes[2].widths.below == expand.above)
    #expect(layout.inputs.map(\.width) == [expand.above])
  }

  @Test func costsAddUp() throws {
    let graph = try TestTables.graph("mobilenet-v1")
    let block = try #require(graph.characteristicBlock())
    let table = BlockTable(
      BlockOutline([block], of: graph), BlockStyle(layers: 2, height: 480), right: 1200,
      measuring: metrics)
    // Depthwise 9 x 512 weights and 2 x 512 of its norm, pointwise 512 x 512 and as many.
    #expect(table.lines.map(\.parameters) == ["5,632", "263,168"])
    #expect(table.lines.map(\.macs) == ["903,168", "51,380,224"])
    #expect(table.lines.map(\.share) == ["2", "98"])
    #expect(table.total.parameters == "268,800")
    #expect(table.total.macs == "52,283,392")
  }

  @Test func branchesHaveLanesAndJoinsTheLeftmost() throws {
    let graph = try TestTables.graph("nested")
    func lanes(_ name: String) throws -> [Int] {
      let block = try #require(graph.blocks.firstIndex { $0.name == name })
      return BlockOutline([block], of: graph).layers.map(\.lane)
    }
    // cv1, m1, m2, m3, their concatenation, cv2.
    #expect(try lanes("SPPF1") == [0, 1, 2, 3, 0, 0])
    // stem_1, then stem_2a and stem_2b beside stem_2p, concatenation, stem_3.
    #expect(try lanes("StemBlock1") == [0, 1, 1, 0, 0, 0])
  }

  @Test func legendListsWhatOccurs() throws {
    let texts = BlockFigure.scene(
      graph: try TestTables.graph("mobilenet-v1"), measuring: metrics
    ).texts
    #expect(texts.contains("1×1 convolution"))
    #expect(texts.contains("depthwise convolution"))
    #expect(!texts.contains("residual connection"))
    #expect(texts.contains("Table rows 14–15 of MobileNetV1"))
  }
}
