import Architecture
import Drawing
import NetworkGraph
import TestSupport
import Testing

@testable import Figures

/// Contents of figures of a network at work, by formula.
enum LookContents {
  static func raster(_ width: Int, _ height: Int) throws -> Raster {
    let pixels = (0..<width * height * 3).map { UInt8(truncatingIfNeeded: $0 * 7) }
    return try #require(Raster(width: width, height: height, pixels: pixels))
  }

  /// Rows of maps that halve, with so many channels.
  static func maps(
    rows: Int, tiles: Int, picture: (width: Int, height: Int) = (224, 224), classes: Int = 5,
    warning: String? = nil, name: String = "bottleneck"
  ) throws -> MapsFigure.Content {
    MapsFigure.Content(
      picture: try raster(picture.width, picture.height), name: "a_picture.png",
      classes: (0..<classes).map {
        .init(
          name: "a class that has a rather long name, number \($0)",
          probability: $0 == 0 ? 0.93 : 0.0004)
      },
      maps: (0..<rows).map { row in
        let side = max(1, 32 >> row)
        return .init(
          name: "\(name)\(row + 1)",
          shape: Shape(height: side, width: side + 1, channels: 1280),
          tiles: (0..<tiles).map { tile in
            .init(
              channel: tile * 11,
              values: (0..<side * (side + 1)).map { value(place: $0, tile: tile) })
          })
      }, warning: warning)
  }

  private static func value(place: Int, tile: Int) -> Float {
    let step = (place * 37 + tile * 5) % 101
    let least: Float = -12 / Float(tile + 1)
    return least + 0.34 * Float(step)
  }

  /// Layers of so many kernels each, of which the last ones are nearly zero.
  static func kernels(
    layers: Int, count: Int, side: Int = 3, warning: String? = nil
  ) -> KernelsFigure.Content {
    KernelsFigure.Content(
      layers: (0..<layers).map { layer in
        .init(
          name: "a.rather.long.name.of.a.layer.\(layer)", window: PerAxis(side),
          kernels: (0..<count).map { kernel in
            let magnitude = kernel > count * 3 / 4 ? 1e-5 : 12.34 / Float(kernel + 1)
            return .init(
              channel: kernel,
              weights: (0..<side * side).map { $0.isMultiple(of: 2) ? magnitude : -magnitude / 3 },
              magnitude: magnitude)
          })
      }, limit: 1e-3, warning: warning)
  }

  static func gates(_ count: Int, channels: Int) -> GatesFigure.Content {
    GatesFigure.Content(
      gates: (0..<count).map { gate in
        .init(
          name: "a_rather_long_name_of_a_block\(gate)",
          factors: (0..<channels).map { Float(($0 * 7 + gate) % 11) / 10 })
      }, limits: (0.1, 0.9), picture: "a_picture.png",
      verdict: "Seeded weights (from a formula, not trained): the gates mean nothing.")
  }

  static let makers: [EveryFigureTests.Maker] = maps + kernels + gates

  private static let warning =
    "Seeded weights (from a formula, not trained): the maps mean nothing."

  private static var maps: [EveryFigureTests.Maker] {
    [
      (1, 24, (224, 224), 5), (1, 240, (224, 224), 5), (2, 14, (224, 224), 5),
      (6, 10, (224, 224), 5), (12, 20, (224, 224), 5), (5, 9, (192, 48), 2), (6, 10, (48, 320), 0),
      (3, 1, (320, 320), 1),
    ].map { rows, tiles, picture, classes in
      .init("maps \(rows)x\(tiles) of \(picture.0)x\(picture.1)") {
        MapsFigure.scene(
          try Repository.architecture(named: "mobilenet-v2"),
          try maps(
            rows: rows, tiles: tiles, picture: picture, classes: classes,
            warning: rows == 1 ? warning : nil,
            name: rows == 2 ? "a_rather_long_name_of_a_row.expand" : "bottleneck"), on: $0,
          measuring: $1)
      }
    }
  }

  private static var kernels: [EveryFigureTests.Maker] {
    [
      (1, 8, 3), (1, 960, 5), (3, 144, 3), (4, 960, 5), (5, 2, 3), (17, 960, 3), (23, 96, 3),
      (51, 32, 5),
    ].map {
      layers, count, side in
      .init("kernels \(layers)x\(count)") {
        KernelsFigure.scene(
          try Repository.architecture(named: "mobilenet-v2"),
          kernels(layers: layers, count: count, side: side, warning: warning), on: $0,
          measuring: $1)
      }
    }
  }

  private static var gates: [EveryFigureTests.Maker] {
    [(1, 8), (1, 960), (2, 72), (8, 960), (9, 120), (30, 40)].map { count, channels in
      .init("gates \(count)x\(channels)") {
        GatesFigure.scene(
          try Repository.architecture(named: "mobilenet-v3-large"),
          gates(count, channels: channels), order: count == 2 ? .channel : .value, on: $0,
          measuring: $1)
      }
    }
  }
}

@Suite("A network at work, as figures")
struct LookFigureTests {
  private static func spec() throws -> ArchitectureSpec {
    try Repository.architecture(named: "mobilenet-v2")
  }

  private static func rasters(_ scene: Scene) -> [Raster] {
    scene.primitives.compactMap { if case .image(let raster, _) = $0 { raster } else { nil } }
  }

  @Test(
    "a picture for every map that is asked for, and the legend's strip", arguments: Theme.allCases)
  func tiles(theme: Theme) throws {
    let scene = MapsFigure.scene(
      try Self.spec(), try LookContents.maps(rows: 4, tiles: 8), theme: theme,
      measuring: FixedTextMetrics())
    #expect(Self.rasters(scene).count == 4 * 8 + 2)
    #expect(scene.texts.contains("8 of 1,280 shown"))
    if theme == .print {
      for raster in Self.rasters(scene) {
        let colored = stride(from: 0, to: raster.pixels.count, by: 3).count { start in
          Set(raster.pixels[start..<start + 3]).count > 1
        }
        #expect(colored == 0)
      }
    }
  }

  @Test("the ends of a map's colors leave out one value in a hundred at either side")
  func percentiles() {
    let values = (0..<1000).map { Float(($0 * 7) % 1000) }
    #expect(MapsFigure.Tile(channel: 0, values: values).range == 10...989)
    #expect(MapsFigure.Tile(channel: 0, values: [3, 1, 2]).range == 1...3)
    #expect(MapsFigure.Tile(channel: 0, values: [4]).range == 4...4)
  }

  @Test("ramps keep the order of lightness, and zero is as far from both ends")
  func ramps() {
    func luma(_ color: Color) -> Double {
      let (red, green, blue) = (Double(color.red), Double(color.green), Double(color.blue))
      return 0.299 * red + 0.587 * green + 0.114 * blue
    }
    for theme in Theme.allCases {
      let steps = (0...20).map { luma(ColorRamp.sequential.color(Double($0) / 20, theme)) }
      #expect(steps == steps.sorted() || steps == steps.sorted(by: >), "\(theme)")
      let middle = luma(ColorRamp.diverging.color(0.5, theme))
      let ends = [0.0, 1].map { abs(luma(ColorRamp.diverging.color($0, theme)) - middle) }
      #expect(ends.allSatisfy { $0 > 100 }, "\(theme): \(ends)")
    }
    #expect(ColorRamp.diverging.color(.nan, .light) == ColorRamp.diverging.color(0.5, .light))
  }

  @Test("each number of a mosaic is a block of pixels of its color")
  func mosaic() throws {
    let raster = try #require(
      Raster.mosaic([0, 1, 2, 3, 4, 5], width: 3, height: 2, 0...5, .sequential, .light))
    #expect(raster.width.isMultiple(of: 3) && raster.height.isMultiple(of: 2))
    #expect(raster.width >= 96 && raster.height >= 96)
    let across = raster.width / 3
    for place in 0..<6 {
      let line = place / 3 * (raster.height / 2)
      let start = (line * raster.width + place % 3 * across) * 3
      let color = ColorRamp.sequential.color(Double(place) / 5, .light)
      #expect(Array(raster.pixels[start..<start + 3]) == [color.red, color.green, color.blue])
    }
    #expect(Raster.mosaic([0, 1], width: 3, height: 1, 0...1, .sequential, .light) == nil)
  }

  @Test("a kernel that is nearly zero is crossed out, others are pictures")
  func dead() throws {
    let content = LookContents.kernels(layers: 1, count: 8)
    let scene = KernelsFigure.scene(try Self.spec(), content, measuring: FixedTextMetrics())
    let dead = content.nearlyZero(content.layers[0])
    #expect(dead == 1)
    #expect(Self.rasters(scene).count == 8 - dead + 1)
    #expect(scene.texts.contains { $0.contains("1 of 8 kernels nearly zero") })
  }

  @Test("of many kernels the first, the last and those between at equal distances are shown")
  func spread() {
    let layer = LookContents.kernels(layers: 1, count: 101).layers[0]
    #expect(layer.spread(5).map(\.channel) == [0, 25, 50, 75, 100])
    #expect(layer.spread(101).count == 101 && layer.spread(500).count == 101)
    #expect(layer.spread(1).map(\.channel) == [0])
  }

  @Test("a gate says which share is open and which is closed")
  func shares() throws {
    let content = LookContents.gates(1, channels: 11)
    let scene = GatesFigure.scene(try Self.spec(), content, measuring: FixedTextMetrics())
    // The factors 0, 0.1, ..., 1: one is below 0.1 and one above 0.9.
    #expect(scene.texts.contains("9 % open") && scene.texts.contains("9 % closed"))
    #expect(scene.texts.contains("mean 0.50"))
  }
}
