import CostAnalysis
import Drawing
import NetworkGraph
import Testing

@testable import Figures

@Suite struct FigurePartsTests {
  @Test func legendTextsAreDistinct() {
    let texts =
      FigureCategory.allCases.map(\.legendText) + GlyphSymbol.allCases.map(\.legendText)
    #expect(Set(texts).count == texts.count)
  }

  @Test func categoriesThatShareAColorDifferInShape() {
    let grouped = Dictionary(grouping: FigureCategory.allCases, by: \.palette).values
    let shared = grouped.filter { $0.count > 1 }.map { Set($0) }
    // A picture and symbols; doubled edges; a mark and a box.
    #expect(
      Set(shared) == [
        [.input, .weightless], [.depthwise, .composite], [.squeezeExcite, .fullyConnected],
      ])
  }

  @Test func everyKindHasACategory() {
    #expect(Set(BlockKind.allCases.map { FigureCategory($0) }).count == 10)
    #expect(FigureCategory(OperationKind.squeezeExcite) == .squeezeExcite)
    #expect(FigureCategory(OperationKind.pool) == .weightless)
  }

  @Test func compositeBlocksOfOneRowAreWhatTheRowIs() throws {
    let graph = try TestTables.graph("yolov5-mobilenet-v3-small")
    func category(_ name: String) throws -> FigureCategory {
      graph.category(ofBlock: try #require(graph.blocks.firstIndex { $0.name == name }))
    }
    #expect(try category("MobileNetV3-1") == .invertedResidual)
    #expect(try category("conv_bn_hswish1") == .convolution)
    #expect(try category("Conv1") == .pointwise)
    #expect(try category("Concat1") == .weightless)
    #expect(try category("C3-1") == .composite)
  }

  @Test func aConvolutionOverAMapIsNotFullyConnected() throws {
    let graph = try TestTables.graph("lraspp-mobilenet-v3-large")
    let low = try #require(graph.blocks.firstIndex { $0.name == "low" })
    let scale = try #require(graph.blocks.firstIndex { $0.name == "scale" })
    #expect(graph.category(ofBlock: low) == .pointwise)
    #expect(graph.category(ofBlock: scale) == .fullyConnected)
  }

  @Test func numbers() {
    #expect(FigureNumber.grouped(568_740_352) == "568,740,352")
    #expect(FigureNumber.grouped(-1234) == "−1,234")
    #expect(FigureNumber.short(300_774_272) == "300.8 M")
    #expect(FigureNumber.short(3_504_872) == "3.50 M")
    #expect(FigureNumber.short(999) == "999")
    #expect(FigureNumber.short(10_436_350_688) == "10.4 G")
    #expect(FigureNumber.trimmed(1) == "1")
    #expect(FigureNumber.trimmed(0.35) == "0.35")
    #expect(FigureNumber.trimmed(1.4) == "1.4")
    #expect(FigureNumber.percent(1, of: 1000) == "<1")
    #expect(FigureNumber.percent(0, of: 1000) == "")
    #expect(FigureNumber.percent(949, of: 1000) == "95")
  }

  @Test func skylineFindsTheLowestObstacle() {
    var skyline = Skyline()
    skyline.add(Interval(0, 10), bottom: 5)
    skyline.add(Interval(8, 20), bottom: 9)
    #expect(skyline.bottom(over: Interval(2, 4), top: 1) == 5)
    #expect(skyline.bottom(over: Interval(9, 30), top: 1) == 9)
    #expect(skyline.bottom(over: Interval(21, 30), top: 1) == 1)
    #expect(skyline.lowest(top: 0) == 9)
  }

  @Test(arguments: ["ssdlite-mobilenet-v3-large", "yolov5-mobilenet-v3-small", "nested", "long"])
  func linesToCardsDoNotCross(_ name: String) throws {
    let layout = ArchitectureLayout(
      try TestTables.graph(name), measuring: FixedTextMetrics())
    let routes = layout.cards.map { segments($0.route) }
    for (index, route) in routes.enumerated() {
      for other in routes[(index + 1)...] {
        #expect(!route.contains { segment in other.contains { $0.intersects(segment) } })
      }
    }
  }

  @Test func titlesThatAreTooLongAreSetSmallerAndThenCut() {
    let metrics = FixedTextMetrics()
    for length in [10, 60, 400] {
      let title = FigureTitle(
        title: String(repeating: "m", count: length),
        facts: [String(repeating: "n", count: length)],
        source: String(repeating: "s", count: length))
      let scene = Scene(
        size: Size(1280, 100), primitives: title.primitives(width: 1280, measuring: metrics))
      SceneLaws.check(scene, metrics)
    }
  }

  /// The stretches of a route as thin rectangles.
  private func segments(_ points: [Point]) -> [Rect] {
    zip(points, points.dropFirst()).compactMap { Rect(enclosing: [$0, $1])?.inset(by: -0.5) }
  }
}
