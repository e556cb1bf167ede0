import Architecture
import Drawing
import NetworkGraph
import Testing

@testable import Figures

@Suite struct ArchitectureFigureTests {
  private let metrics = FixedTextMetrics()

  @Test(arguments: TestTables.names + TestTables.unseen)
  func textsHaveRoom(_ name: String) throws {
    let scene = ArchitectureFigure.scene(graph: try TestTables.graph(name), measuring: metrics)
    SceneLaws.check(scene, metrics)
    // A slide has no room for several lines of glyphs and heads in larger letters.
    let isLong = name == "long" || name == Self.longSystem
    #expect(SceneLaws.smallestText(scene) >= (isLong ? 9 : 11))
  }

  @Test(arguments: [
    ("mobilenet-v1", Scaling(width: 0.25)), ("mobilenet-v2", Scaling(width: 1.4)),
    ("mobilenet-v2", Scaling(width: 0.01, resolution: 32)),
    ("mobilenet-v3-small", Scaling(width: 0.25)), ("mobilenet-v3-large", Scaling(width: 1.4)),
    ("mobilenet-v2", Scaling(width: 16, resolution: 16_384, classes: 1_000_000)),
    ("mobilenet-v1", Scaling(resolution: 1000, classes: 1)),
    ("ssdlite-mobilenet-v3-large", Scaling(resolution: 2048, classes: 9999)),
    ("mobilenet-v2", Scaling(resolution: Resolution(height: 192, width: 640))),
    ("mobilenet-v2", Scaling(resolution: Resolution(height: 640, width: 192))),
    ("ssdlite-mobilenet-v3-large", Scaling(resolution: Resolution(height: 320, width: 16_384))),
  ])
  func textsHaveRoomUnderMultipliers(_ name: String, _ scaling: Scaling) throws {
    let graph = try TestTables.graph(name, scaling)
    SceneLaws.check(ArchitectureFigure.scene(graph: graph, measuring: metrics), metrics)
  }

  @Test("The picture has its own proportions, up to two and a half times as wide as high")
  func picturesHaveTheirProportions() throws {
    func widthOverHeight(_ resolution: Resolution) throws -> Double {
      let graph = try TestTables.graph("mobilenet-v2", Scaling(resolution: resolution))
      let box = ArchitectureLayout(graph, measuring: metrics).glyphs[0].box
      // The width of a picture that is higher than 233 points is that of one that is not.
      return box.width / min(box.height, 70 / 0.3)
    }
    let square = try widthOverHeight(224)
    for (width, ratio) in [(448, 2), (560, 2.5), (2240, 2.5), (112, 0.5)] {
      let own = try widthOverHeight(Resolution(height: 224, width: width))
      #expect(abs(own / square - ratio) < 0.001)
    }
  }

  /// Twenty-nine rows and six heads, for which letters of the fixed metrics are too wide.
  private static let longSystem = "ssd-vgg16"

  @Test(arguments: TestTables.names.filter { $0 != longSystem })
  func classifiersAndSystemsHaveTheShapeOfASlide(_ name: String) throws {
    let size = ArchitectureFigure.scene(graph: try TestTables.graph(name), measuring: metrics).size
    #expect(abs(size.width / size.height - 16.0 / 9) < 0.001)
  }

  @Test(arguments: TestTables.names + TestTables.unseen)
  func legendListsWhatOccurs(_ name: String) throws {
    let graph = try TestTables.graph(name)
    let layout = ArchitectureLayout(graph, measuring: metrics)
    let outline = layout.outline
    let texts = ArchitectureKey(outline, unit: layout.plan.unit).key.entries.map(\.text)
    let used = Set(outline.categories)
    for category in FigureCategory.allCases where category != .input && category != .weightless {
      let isMark = category == .squeezeExcite && outline.stops.contains(where: \.hasSqueezeExcite)
      #expect(texts.contains(category.legendText) == (used.contains(category) || isMark))
    }
    for symbol in GlyphSymbol.allCases {
      #expect(
        texts.contains(symbol.legendText) == outline.stops.contains { $0.symbol == symbol })
    }
    #expect(texts.contains("residual connection") == !outline.residuals.isEmpty)
    let shown = ArchitectureFigure.scene(graph: graph, measuring: metrics).texts
    #expect(Set(texts + ["glyph width: √channels"]).isSubset(of: shown))
  }

  @Test(arguments: TestTables.names + TestTables.unseen)
  func everyPartHasItsPlace(_ name: String) throws {
    let layout = ArchitectureLayout(try TestTables.graph(name), measuring: metrics)
    let outline = layout.outline
    #expect(layout.glyphs.map(\.stop) == Array(outline.stops.indices))
    #expect(layout.arcs.map(\.residual) == outline.residuals)
    #expect(Set(layout.links.map(\.link)) == Set(outline.links))
    #expect(layout.links.count == outline.links.count)
    #expect(layout.flows.count == outline.stops.count { $0.followsPrevious })
    #expect(layout.cards.map(\.head).sorted() == Array(outline.heads.indices))
    let boxes = layout.glyphs.map(\.box) + layout.cards.map(\.box)
    for (index, box) in boxes.enumerated() {
      #expect(!boxes[(index + 1)...].contains { $0.intersects(box) })
      #expect(Rect(size: layout.canvas).contains(box))
    }
  }

  @Test(arguments: TestTables.names + TestTables.unseen)
  func linksRunAtRightAnglesFromGlyphToGlyph(_ name: String) throws {
    let layout = ArchitectureLayout(try TestTables.graph(name), measuring: metrics)
    let routes = layout.links.map(\.points) + layout.cards.map(\.route)
    for points in routes {
      for (start, end) in zip(points, points.dropFirst()) {
        #expect(start.x == end.x || start.y == end.y)
      }
    }
    for route in layout.links {
      let (from, to) = (layout.glyphs[route.link.from].box, layout.glyphs[route.link.to].box)
      let (start, end) = (try #require(route.points.first), try #require(route.points.last))
      #expect(from.inset(by: -10).contains(Rect(origin: start, size: Size(0, 0))))
      #expect(to.inset(by: -10).contains(Rect(origin: end, size: Size(0, 0))))
    }
    for card in layout.cards {
      #expect(card.route.last?.y == card.box.minY)
    }
  }

  @Test(arguments: TestTables.names + TestTables.unseen)
  func linksDoNotRunThroughGlyphs(_ name: String) throws {
    let layout = ArchitectureLayout(try TestTables.graph(name), measuring: metrics)
    for route in layout.links {
      for (start, end) in zip(route.points, route.points.dropFirst()) where start.y == end.y {
        let left = min(start.x, end.x)
        let run = Rect(x: left, y: start.y - 1, width: abs(end.x - start.x), height: 2)
        #expect(!layout.glyphs.contains { $0.box.intersects(run) })
      }
    }
  }

  @Test func glyphsFollowTheRootsOfChannelsAndSize() throws {
    let layout = ArchitectureLayout(try TestTables.graph("mobilenet-v2"), measuring: metrics)
    let stem = layout.glyphs[1].box  // 112x112x32
    let wide = layout.glyphs[5].box  // 28x28x32
    let first = layout.glyphs[2].box  // 112x112x16
    #expect(abs(stem.width / first.width - 2.0.squareRoot()) < 1e-6)
    #expect(stem.height == first.height)
    #expect(abs(stem.height / wide.height - 2) < 1e-6)
  }

  @Test func longNetworksTakeSeveralLines() throws {
    let layout = ArchitectureLayout(try TestTables.graph("long"), measuring: metrics)
    #expect(layout.lines.count > 1)
    #expect(layout.lines.map(\.stops).reduce(into: []) { $0 += Array($1) } == Array(1...53))
    for (above, below) in zip(layout.lines, layout.lines.dropFirst()) {
      #expect(above.bottom < below.top)
    }
    let crossing = layout.outline.links.filter {
      layout.glyphs[$0.from].line != layout.glyphs[$0.to].line
    }
    #expect(crossing.count == 3)
  }

  @Test(arguments: TestTables.names)
  func sameNetworkSameScene(_ name: String) throws {
    let scenes = try (0..<2).map { _ in
      ArchitectureFigure.scene(graph: try TestTables.graph(name), measuring: metrics).description
    }
    #expect(scenes[0] == scenes[1])
  }

  @Test func titleSaysWhatTheNetworkCosts() throws {
    let graph = try TestTables.graph("mobilenet-v2", Scaling(width: 0.35, classes: 10))
    let texts = ArchitectureFigure.scene(graph: graph, measuring: metrics).texts
    #expect(texts.contains("MobileNetV2"))
    let facts = try #require(texts.first { $0.contains("MACs)") })
    #expect(facts.contains("input 224×224×3"))
    #expect(facts.contains("width multiplier 0.35"))
    #expect(facts.contains("10 classes"))
    #expect(texts.contains("arXiv 1801.04381, Table 2"))
  }

  @Test func sharesOfGlyphsAndHeadsAreOfTheWholeNetwork() throws {
    let graph = try TestTables.graph("mobilenet-v1")
    let strip = ArchitectureLayout(graph, measuring: metrics).strip
    let cells = strip.cells(.macs, over: 1..<18)
    #expect(cells.map(\.text).prefix(4) == ["2", "5", "5", "10"])
    #expect(cells.compactMap(\.bar).max() == 1)
    let rows = strip.cells(.tableRow, over: 1..<18).map(\.text)
    #expect(rows.contains("14–15 ×5"))
  }
}
