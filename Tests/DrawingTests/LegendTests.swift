import Testing

@testable import Drawing

@Suite struct LegendTests {
  private let metrics = FixedTextMetrics()
  private let legend = Legend(
    Palette.allCases.map {
      Legend.Entry(.box(fill: $0.fill, stroke: Stroke($0.stroke)), label: $0.rawValue)
    })

  private func scene(_ layout: Legend.Layout) -> Scene {
    Scene(size: layout.size, primitives: layout.primitives)
  }

  @Test(arguments: [120.0, 200, 333, 2000])
  func rowsStayInTheWidthAndTextsApart(width: Double) {
    let layout = legend.layout(width: width, measuring: metrics)
    let scene = scene(layout)
    #expect(layout.size.width <= width)
    #expect(scene.overlappingTexts(measuring: metrics).isEmpty)
    let bounds = Scene.bounds(of: layout.primitives, measuring: metrics)
    #expect(bounds.map { Rect(size: layout.size).inset(by: -0.01).contains($0) } == true)
    #expect(
      scene.textBoxes(measuring: metrics).map(\.label.string) == Palette.allCases.map(\.rawValue))
  }

  @Test func aWideLegendHasOneRowAndANarrowOneARowPerEntry() {
    let wide = legend.layout(width: 5000, measuring: metrics)
    let narrow = legend.layout(width: 1, measuring: metrics)
    func rows(_ layout: Legend.Layout) -> Int {
      Set(scene(layout).textBoxes(measuring: metrics).map(\.bounds.minY)).count
    }
    #expect(rows(wide) == 1 && rows(narrow) == legend.entries.count)
    #expect(wide.size.height == metrics.metrics(of: "", in: legend.style).height)
  }

  @Test func theSwatchStandsLeftOfItsLabel() throws {
    for swatch in [
      Legend.Swatch.box(fill: .white, stroke: Stroke(.ink)), .line(Stroke(.ink, width: 3)),
    ] {
      let layout = Legend([Legend.Entry(swatch, label: "label")])
        .layout(width: 200, measuring: metrics)
      let boxes = layout.primitives.compactMap { $0.bounds(measuring: metrics) }
      try #require(boxes.count == 2)
      #expect(boxes[0].maxX < boxes[1].minX)
      #expect(abs(boxes[0].midY - boxes[1].midY) < 0.01)
    }
  }

  @Test func anEmptyLegendTakesNoRoom() {
    #expect(
      Legend([]).layout(width: 100, measuring: metrics)
        == Legend.Layout(size: Size(0, 0), primitives: []))
  }
}
