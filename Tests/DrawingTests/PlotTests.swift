import Testing

@testable import Drawing

@Suite struct PlotTests {
  private let metrics = FixedTextMetrics()
  private let axes = Axes(
    horizontal: Axis(title: "input", domain: Interval(-8, 8)),
    vertical: Axis(title: "output", domain: Interval(-1, 7)))

  private func scene(_ panel: PlotPanel, size: Size = Size(480, 320)) -> Scene {
    let frame = Rect(size: size).inset(by: 16)
    return Scene(size: size, primitives: panel.primitives(in: frame, measuring: metrics))
  }

  private func paths(_ scene: Scene, color: Color) -> [Path] {
    scene.primitives.compactMap { primitive in
      guard case .path(let path, _, let stroke) = primitive, stroke?.color == color,
        stroke?.width == axes.style.curveWidth
      else { return nil }
      return path
    }
  }

  private func series(_ name: String, _ color: Palette, _ points: [Point]) -> Series {
    Series(name: name, color: color.stroke, points: points)
  }

  @Test(arguments: [Size(400, 320), Size(480, 320), Size(960, 540)])
  func allTextsAreApartAndOnTheCanvas(size: Size) {
    let panel = PlotPanel(
      heading: "Activation functions", axes: axes,
      series: Palette.allCases.map { series("curve \($0.rawValue)", $0, []) })
    let scene = scene(panel, size: size)
    #expect(scene.overlappingTexts(measuring: metrics).isEmpty)
    #expect(scene.textsOffCanvas(measuring: metrics).isEmpty)
    let texts = Set(scene.textBoxes(measuring: metrics).map(\.label.string))
    #expect(texts.isSuperset(of: ["Activation functions", "input", "output", "−8", "8", "7"]))
    #expect(texts.isSuperset(of: Palette.allCases.map { "curve \($0.rawValue)" }))
  }

  @Test func panelStaysInItsFrame() {
    let frame = Rect(x: 40, y: 30, width: 400, height: 260)
    let panel = PlotPanel(
      heading: "Heading", axes: axes,
      series: [
        series("a", .blue, [Point(-100, -100), Point(100, 100)]), series("b", .green, []),
      ])
    let marks = panel.primitives(in: frame, measuring: metrics)
    let bounds = Scene.bounds(of: marks, measuring: metrics)
    #expect(bounds.map { frame.inset(by: -2).contains($0) } == true)
  }

  @Test func dataFallWhereTheAxesSay() {
    let area = Rect(x: 100, y: 50, width: 160, height: 80)
    #expect(axes.position(of: Point(-8, -1), in: area) == Point(100, 130))
    #expect(axes.position(of: Point(8, 7), in: area) == Point(260, 50))
    #expect(axes.position(of: Point(0, 3), in: area) == area.center)
  }

  @Test func curvesAreCutAtTheEdgesOfThePlot() throws {
    let frame = Rect(x: 0, y: 0, width: 400, height: 300)
    let area = axes.plotArea(in: frame, measuring: metrics)
    let panel = PlotPanel(
      axes: axes,
      series: [series("spike", .blue, [Point(-8, 0), Point(0, 100), Point(8, 0)])])
    let scene = Scene(
      size: Size(400, 300), primitives: panel.primitives(in: frame, measuring: metrics))
    let parts = paths(scene, color: Palette.blue.stroke)
    #expect(parts.count == 2)
    for part in parts {
      let bounds = try #require(part.bounds)
      #expect(area.inset(by: -0.01).contains(bounds))
      #expect(abs(bounds.minY - area.minY) <= 0.01)
    }
  }

  @Test func aLoneCurveNeedsNoLegend() {
    let texts = scene(PlotPanel(axes: axes, series: [series("only", .blue, [])]))
      .textBoxes(measuring: metrics).map(\.label.string)
    #expect(!texts.contains("only"))
  }

  @Test func zeroLinesAreAxes() {
    let area = Rect(x: 0, y: 0, width: 160, height: 80)
    let marks = axes.primitives(around: area, measuring: metrics)
    #expect(
      marks.contains(
        .path(.line(from: Point(80, 0), to: Point(80, 80)), stroke: axes.style.axis)))
    #expect(
      marks.contains(
        .path(.line(from: Point(0, 70), to: Point(160, 70)), stroke: axes.style.axis)))
  }

  @Test(arguments: [
    Rect(x: 0, y: 0, width: 0, height: 0), Rect(x: 0, y: 0, width: 30, height: 10),
    Rect(x: 0, y: 0, width: -50, height: -50),
  ])
  func aFrameTooSmallLeavesNoRoom(frame: Rect) {
    let area = axes.plotArea(in: frame, measuring: metrics)
    #expect(area.width == 0 && area.height == 0)
    let panel = PlotPanel(axes: axes, series: [series("a", .blue, [Point(0, 0), Point(1, 1)])])
    #expect(!panel.primitives(in: frame, measuring: metrics).isEmpty)
  }
}
