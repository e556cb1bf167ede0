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
