import Architecture
import Drawing
import Figures
import TestSupport
import Testing

@Suite("Boxes over a picture")
struct BoxesFigureTests {
  private typealias Map = BoxesFigure.Map

  private static func raster(_ width: Int, _ height: Int) throws -> Raster {
    try #require(
      Raster(
        width: width, height: height, pixels: [UInt8](repeating: 90, count: width * height * 3)))
  }

  /// Boxes about a cell, some of which reach beyond the input.
  static func content(
    picture: (width: Int, height: Int)?, maps: Int = 6, boxes: Int = 6, side: Double = 300,
    object: Bool = false, anchored: Bool = false
  ) throws -> BoxesFigure.Content {
    let sides = [38, 19, 10, 5, 3, 1, 1, 1]
    let own = BoxesFigure.Object(
      rect: Rect(x: 40, y: 30, width: 150, height: 120), best: boxes - 1, overlap: 0.6543,
      isShapeOnly: anchored, offset: anchored ? Point(0.25, 0.7) : nil,
      offsetFormulas: anchored
        ? ["x:  2 sigmoid(tx) - 0.5 = 0.250", "y:  2 sigmoid(ty) - 0.5 = 0.700"] : [],
      formulas: (0..<4).map { _ in
        "w = pw (2 sigmoid(tw))^2 = 373.0 (2 sigmoid(-0.3001))^2 = 269.6 px"
      })
    return BoxesFigure.Content(
      picture: try picture.map { try raster($0.width, $0.height) },
      pictureRect: Rect(x: 0, y: 0, width: side, height: side), input: Size(side, side),
      maps: sides.prefix(maps).map {
        Map(name: "a_rather_long_name_\($0)", rows: $0, columns: $0, boxes: boxes)
      }, map: min(1, maps - 1), place: (3, 4),
      cell: Rect(x: side / 19 * 4, y: side / 19 * 3, width: side / 19, height: side / 19),
      boxes: (0..<boxes).map { index in
        let size = 30 + 55 * Double(index)
        return Rect(x: 70 - size / 2, y: 55 - size / 3, width: size, height: size * 2 / 3)
      }, object: object ? own : nil)
  }

  private static func scene(_ content: BoxesFigure.Content) throws -> Scene {
    BoxesFigure.scene(
      try Repository.architecture(named: "ssd-mobilenet-v1"), content, measuring: FixedTextMetrics()
    )
  }

  @Test(
    "texts neither overlap nor leave the canvas, and stay readable",
    arguments: [
      (nil, 6, 6, false, false), ((451, 300), 6, 6, true, false), ((300, 900), 3, 3, true, true),
      ((900, 200), 1, 1, false, false), ((451, 300), 8, 12, true, false),
      ((20, 20), 3, 3, true, true),
    ] as [((width: Int, height: Int)?, Int, Int, Bool, Bool)])
  func laws(
    picture: (width: Int, height: Int)?, maps: Int, boxes: Int, object: Bool, anchored: Bool
  ) throws {
    let scene = try Self.scene(
      Self.content(
        picture: picture, maps: maps, boxes: boxes, object: object, anchored: anchored))
    SceneLaws.check(scene, FixedTextMetrics())
    #expect(SceneLaws.smallestText(scene) >= 9)
  }

  /// The same on every canvas, for what holds for every figure.
  static let makers: [EveryFigureTests.Maker] = [
    (nil, 6, 6, false, false), ((451, 300), 6, 6, true, false), ((300, 900), 3, 3, true, true),
    ((900, 200), 1, 1, false, false), ((451, 300), 8, 12, true, false),
  ].map {
    (picture: (width: Int, height: Int)?, maps: Int, boxes: Int, object: Bool, anchored: Bool) in
    .init("boxes \(maps)x\(boxes) object \(object)") {
      BoxesFigure.scene(
        try Repository.architecture(named: "ssd-mobilenet-v1"),
        try content(
          picture: picture, maps: maps, boxes: boxes, object: object, anchored: anchored), on: $0,
        measuring: $1)
    }
  }

  @Test("every box has a line in the legend, and a color of its own as far as they go")
  func legend() throws {
    let scene = try Self.scene(Self.content(picture: (300, 300)))
    for (index, width) in [30, 85, 140, 195, 250, 305].enumerated() {
      #expect(scene.texts.contains { $0.hasPrefix("\(index + 1):  \(width).0 × ") })
    }
    let strokes = Set(
      scene.primitives.compactMap { primitive -> Color? in
        guard case .path(_, fill: nil, let stroke?) = primitive, stroke.width == 3 else {
          return nil
        }
        return stroke.color
      })
    #expect(strokes.count == 6)
  }

  @Test("in each map of at least four cells the picture stands as large as four of them")
  func smallestObjects() throws {
    let scene = try Self.scene(Self.content(picture: (400, 300)))
    let rasters = scene.primitives.compactMap { primitive -> Rect? in
      if case .image(_, in: let rect) = primitive { rect } else { nil }
    }
    // The large one, and those of 38, 19, 10 and 5 cells.
    #expect(rasters.count == 5)
    let side = (400.0 - 2 * 14) / 3
    for (rect, cells) in zip(rasters.dropFirst(), [38.0, 19, 10, 5]) {
      #expect(abs(rect.width - 4 * side / cells) < 0.02 && abs(rect.height - rect.width) < 0.02)
    }
    #expect(scene.texts.contains("4 cells: 10.5 %") && scene.texts.contains("fewer than 4 cells"))
  }

  @Test("a picture keeps its proportions, and what is stretched is said")
  func proportions() throws {
    let wide = try Self.scene(Self.content(picture: (600, 300)))
    guard
      case .image(_, in: let rect)? = wide.primitives.first(where: {
        if case .image = $0 { true } else { false }
      })
    else {
      Issue.record("no picture")
      return
    }
    #expect(abs(rect.width - 2 * rect.height) < 0.02)
    #expect(wide.texts.contains { $0.contains("stretched") })
    let square = try Self.scene(Self.content(picture: (300, 300)))
    #expect(!square.texts.contains { $0.contains("stretched") })
  }
}
