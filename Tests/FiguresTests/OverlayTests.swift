import Drawing
import Figures
import Testing

@Suite("Figures over a picture")
struct OverlayTests {
  private func raster(_ width: Int, _ height: Int) throws -> Raster {
    try #require(
      Raster(
        width: width, height: height, pixels: [UInt8](repeating: 50, count: width * height * 3)))
  }

  private func mark(_ x: Double, _ y: Double, _ side: Double, _ label: String)
    -> DetectionFigure.Mark
  {
    DetectionFigure.Mark(
      rect: Rect(x: x, y: y, width: side, height: side), label: label, classIndex: 3)
  }

  @Test func aRasterIsFilledOrNone() {
    #expect(Raster(width: 2, height: 2, pixels: [UInt8](repeating: 0, count: 12)) != nil)
    for (width, height, count) in [(2, 2, 11), (2, 2, 13), (0, 2, 0), (-1, -1, 3), (2, 2, 24)] {
      #expect(
        Raster(width: width, height: height, pixels: [UInt8](repeating: 0, count: count)) == nil)
    }
  }

  @Test func boxesStandOverThePictureAndLabelsInsideIt() throws {
    let scene = DetectionFigure.scene(
      picture: try raster(400, 300),
      marks: [
        mark(10, 40, 100, "best"), mark(-50, -50, 90, "corner"), mark(390, 290, 1e9, "far"),
      ], measuring: FixedTextMetrics())
    #expect(scene.size == Size(400, 300))
    guard case .image(_, in: let rect) = scene.primitives.first else {
      Issue.record("no picture below")
      return
    }
    #expect(rect == scene.canvas)
    #expect(scene.textsOffCanvas(measuring: FixedTextMetrics()).isEmpty)
    // The best one is drawn last.
    #expect(
      scene.textBoxes(measuring: FixedTextMetrics()).map(\.label.string)
        == ["far", "corner", "best"])
    let paths = scene.primitives.compactMap { primitive -> Rect? in
      if case .path(let path, fill: nil, stroke: .some) = primitive { path.bounds } else { nil }
    }
    #expect(paths.contains(Rect(x: 10, y: 40, width: 100, height: 100)))
    #expect(paths.allSatisfy { $0.maxX < 500 && $0.minX > -100 })
  }

  @Test func labelsCoverNoBetterOnes() throws {
    let crowd = (0..<300).map { mark(Double($0 % 20) * 7, Double($0 / 20) * 11, 60, "box \($0)") }
    let metrics = FixedTextMetrics()
    let scene = DetectionFigure.scene(
      picture: try raster(400, 300), marks: crowd, measuring: metrics)
    let tags = scene.primitives.compactMap { primitive -> Rect? in
      if case .path(let path, fill: .some, stroke: nil) = primitive { path.bounds } else { nil }
    }
    let labels = scene.textBoxes(measuring: metrics)
    #expect(tags.count == labels.count && tags.count > 20)
    for (index, tag) in tags.enumerated() {
      #expect(scene.canvas.contains(tag))
      // Everything is rounded to hundredths of a point.
      #expect(tags[..<index].allSatisfy { !$0.intersects(tag.inset(by: 0.02)) })
    }
    // The best one has its label, and every box is drawn.
    #expect(labels.last?.label.string == "box 0")
    let boxes = scene.primitives.count { primitive in
      if case .path(_, fill: nil, stroke: .some) = primitive { true } else { false }
    }
    #expect(boxes == crowd.count)
  }

  @Test func boxesOutsideThePictureAreLeftOut() throws {
    let scene = DetectionFigure.scene(
      picture: try raster(100, 100),
      marks: [
        mark(-50, 10, 40, "left"), mark(10, 101, 5, "below"), mark(1e9, 1e9, 1, "far"),
        mark(95, 95, 40, "in"),
      ], measuring: FixedTextMetrics())
    #expect(scene.textBoxes(measuring: FixedTextMetrics()).map(\.label.string) == ["in"])
    #expect(scene.primitives.count == 4)
  }

  @Test(
    "a note stands below the picture, which stays where it is", arguments: [(400, 300), (1, 1)])
  func note(width: Int, height: Int) throws {
    let metrics = FixedTextMetrics()
    let plain = DetectionFigure.scene(
      picture: try raster(width, height), marks: [mark(0, 0, 1e9, "all")], measuring: metrics)
    let noted = DetectionFigure.scene(
      picture: try raster(width, height), marks: [mark(0, 0, 1e9, "all")], note: "mean nothing",
      measuring: metrics)
    let picture = try #require(noted.primitives.first)
    #expect(picture == plain.primitives.first && noted.size.height > plain.size.height)
    let text = try #require(noted.textBoxes(measuring: metrics).last)
    #expect(text.label.string == "mean nothing" && text.bounds.minY >= plain.size.height)
    #expect(noted.canvas.contains(text.bounds))
    let map = try #require(
      SegmentationFigure.scene(
        picture: raster(width, height), classes: [Int](repeating: 0, count: width * height),
        background: nil, legend: [.init(classIndex: 0, name: "one")], note: "mean nothing",
        measuring: metrics))
    #expect(map.textBoxes(measuring: metrics).map(\.label.string) == ["one", "mean nothing"])
    #expect(map.textsOffCanvas(measuring: metrics).isEmpty)
  }

  @Test func classesTintThePictureButTheBackground() throws {
    let entries = [(0, "none"), (1, "one")].map {
      SegmentationFigure.Entry(classIndex: $0.0, name: $0.1)
    }
    let scene = try #require(
      SegmentationFigure.scene(
        picture: raster(2, 1), classes: [0, 1], background: 0, legend: entries,
        measuring: FixedTextMetrics()))
    guard case .image(let tinted, in: let rect) = scene.primitives.first else {
      Issue.record("no picture")
      return
    }
    #expect(rect.width == 2 && rect.height == 1)
    // Three fifths of VOC's dark red.
    #expect(tinted.pixels == [50, 50, 50, 96, 20, 20])
    #expect(scene.textBoxes(measuring: FixedTextMetrics()).map(\.label.string) == ["none", "one"])
    #expect(scene.textsOffCanvas(measuring: FixedTextMetrics()).isEmpty)
    #expect(
      try SegmentationFigure.scene(
        picture: raster(2, 1), classes: [0], background: nil, legend: [],
        measuring: FixedTextMetrics()) == nil)
  }

  @Test func colorsAreThoseOfVOC() {
    let known: [(Int, UInt32)] = [
      (0, 0x000000), (1, 0x800000), (2, 0x008000), (3, 0x808000), (4, 0x000080), (8, 0x400000),
      (15, 0xC08080), (20, 0x004080),
    ]
    for (index, hex) in known {
      #expect(SegmentationFigure.color(of: index) == Color(hex: hex))
    }
  }
}
