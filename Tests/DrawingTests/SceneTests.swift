import Testing

@testable import Drawing

@Suite struct SceneTests {
  private let metrics = FixedTextMetrics()
  private let style = TextStyle(size: 10)

  private func label(_ string: String, _ x: Double, _ y: Double) -> Primitive {
    .text(TextLabel(string, at: Point(x, y), style: style))
  }

  @Test func coordinatesAreRoundedHoweverTheyEnter() {
    let third = Primitive.path(
      .line(from: Point(1 / 3.0, -1e-9), to: Point(2 / 3.0, 1)),
      stroke: Stroke(.ink, width: 4 / 3.0, dash: [1 / 3.0, 2]))
    let rounded = Primitive.path(
      .line(from: Point(0.33, 0), to: Point(0.67, 1)),
      stroke: Stroke(.ink, width: 1.33, dash: [0.33, 2]))
    var added = Scene(size: Size(100.001, 50))
    added.add(third)
    added.add(contentsOf: [third])
    #expect(added == Scene(size: Size(100, 50), primitives: [third, third]))
    #expect(added.primitives == [rounded, rounded])
    #expect(Scene(size: added.size, primitives: added.primitives) == added)
  }

  @Test func theDumpSaysEverythingOnALineEach() {
    let label = TextLabel(
      "a \"b\"", at: Point(1, 2.5), style: TextStyle(size: 9, weight: .bold),
      anchor: .middle, baseline: .top, direction: .upward)
    let scene = Scene(
      size: Size(100, 50.5), background: nil,
      primitives: [
        .path(
          .polygon([.zero, Point(4, 0.25)]), fill: Color(hex: 0xABCDEF, opacity: 0.5),
          stroke: Stroke(.white, width: 2, dash: [3, 1.5], cap: .round, join: .bevel)),
        .path(Path([.curve(control1: .zero, control2: Point(1, 1), to: Point(2, -1))])),
        .text(label),
      ])
    #expect(
      scene.description == """
        scene 100 50.5 background none
        path M 0 0 L 4 0.25 Z fill #ABCDEF@0.5 stroke #FFFFFF 2 3,1.5 round bevel
        path C 0 0 1 1 2 -1
        text "a \\"b\\"" at 1 2.5 middle top upward 9 bold #1F1F1F

        """)
  }

  @Test func textBoxesFollowAnchorBaselineAndDirection() {
    let (width, ascent, descent) = (10 * 0.64 * 2, 9.3, 2.4)
    func box(
      _ anchor: TextLabel.Anchor, _ baseline: TextLabel.Baseline,
      _ direction: TextLabel.Direction = .rightward
    ) -> Rect {
      TextLabel(
        "ab", at: Point(100, 100), style: style, anchor: anchor, baseline: baseline,
        direction: direction
      ).bounds(measuring: metrics)
    }
    let near = { (first: Double, second: Double) in abs(first - second) < 1e-9 }
    #expect(near(box(.start, .alphabetic).minX, 100) && near(box(.end, .top).maxX, 100))
    #expect(near(box(.middle, .top).midX, 100) && near(box(.start, .top).width, width))
    #expect(near(box(.start, .top).minY, 100) && near(box(.start, .bottom).maxY, 100))
    #expect(near(box(.start, .middle).midY, 100))
    #expect(near(box(.start, .alphabetic).minY, 100 - ascent))
    #expect(near(box(.start, .alphabetic).maxY, 100 + descent))

    // Upwards, the line starts at the bottom and its letters stand on a line to the right.
    let upward = box(.start, .alphabetic, .upward)
    #expect(near(upward.maxY, 100) && near(upward.height, width))
    #expect(near(upward.minX, 100 - ascent) && near(upward.maxX, 100 + descent))
    #expect(near(box(.end, .bottom, .upward).minY, 100))
    #expect(near(box(.end, .bottom, .upward).maxX, 100))
  }

  @Test func overlapsAreFoundOnceEach() {
    let scene = Scene(
      size: Size(200, 100),
      primitives: [
        label("first", 10, 20), label("second", 12, 25), label("", 10, 20), label("far", 150, 80),
        .path(.rectangle(Rect(x: 0, y: 0, width: 200, height: 100)), fill: .white),
      ])
    #expect(scene.textBoxes(measuring: metrics).map(\.label.string) == ["first", "second", "far"])
    let overlaps = scene.overlappingTexts(measuring: metrics)
    #expect(overlaps.map(\.0.label.string) == ["first"])
    #expect(overlaps.map(\.1.label.string) == ["second"])
  }

  @Test func textsBesideEachOtherDoNotOverlap() {
    let width = metrics.metrics(of: "one", in: style).width
    let scene = Scene(
      size: Size(200, 100), primitives: [label("one", 10, 20), label("two", 10.01 + width, 20)])
    #expect(scene.overlappingTexts(measuring: metrics).isEmpty)
  }

  @Test func textsOffCanvasAreFound() {
    let scene = Scene(
      size: Size(100, 50), primitives: [label("in", 10, 20), label("out of it", 90, 20)])
    #expect(scene.textsOffCanvas(measuring: metrics).map(\.label.string) == ["out of it"])
  }

  @Test func aFittingSceneHasItsMarginOnEverySide() {
    let marks: [Primitive] = [
      .path(.rectangle(Rect(x: -20, y: 40, width: 60, height: 30)), stroke: Stroke(.ink, width: 2)),
      label("label", 5, 200),
    ]
    let scene = Scene(fitting: marks, margin: 12, measuring: metrics)
    let bounds = Scene.bounds(of: scene.primitives, measuring: metrics)
    #expect(bounds?.minX == 12 && bounds?.minY == 12)
    #expect(abs((bounds?.maxX ?? 0) - (scene.size.width - 12)) < 0.02)
    #expect(abs((bounds?.maxY ?? 0) - (scene.size.height - 12)) < 0.02)
    #expect(Scene(fitting: [], margin: 5, measuring: metrics).size == Size(10, 10))
  }

  @Test func boundsCountHalfTheOutline() {
    let rect = Rect(x: 0, y: 0, width: 10, height: 10)
    #expect(
      Primitive.path(.rectangle(rect), stroke: Stroke(.ink, width: 4)).bounds(measuring: metrics)
        == rect.inset(by: -2))
    #expect(Primitive.path(.rectangle(rect), fill: .ink).bounds(measuring: metrics) == rect)
    #expect(Primitive.path(Path(), stroke: Stroke(.ink)).bounds(measuring: metrics) == nil)
  }
}
