import Architecture
import Images
import Testing

@Suite("Giving any picture the proportions of the input")
struct FitTests {
  private func preprocessing(
    _ fit: Preprocessing.Fit, resolution: Resolution, order: Preprocessing.ChannelOrder = .rgb,
    filter: PixelImage.Filter = .linear
  ) throws -> Preprocessing {
    try Preprocessing(
      fit: fit, resolution: resolution, filter: filter, order: order, mean: [0, 0, 0],
      standardDeviation: [1, 1, 1])
  }

  @Test func stretchingResizesEachSide() throws {
    let image = try pattern(width: 7, height: 3)
    #expect(
      try preprocessing(.stretch, resolution: 5).fitted(image)
        == image.resized(width: 5, height: 5, filter: .linear))
  }

  @Test func theMiddleIsStretched() throws {
    // (30 - 26.25) / 2 = 1.875 pixels are left out on either side, in whole pixels one; of 16, one.
    let image = try pattern(width: 30, height: 16)
    let middle = try image.centerCropped(Resolution(height: 14, width: 28))
    let center = Preprocessing.Fit.center(fraction: 0.875)
    #expect(
      try preprocessing(center, resolution: 5).fitted(image)
        == middle.resized(width: 5, height: 5, filter: .linear))
    let corners = try preprocessing(center, resolution: 5, filter: .linearCorners).apply(to: image)
    #expect(
      corners
        == (try preprocessing(.stretch, resolution: 5, filter: .linearCorners).apply(to: middle)))
    #expect(
      try preprocessing(center, resolution: 56).placement(width: 30, height: 16)
        == Placement(scaleX: 2, scaleY: 4, offsetX: -2, offsetY: -4))
    #expect(throws: PreprocessingError.cropFraction(0)) {
      try preprocessing(.center(fraction: 0), resolution: 5)
    }
  }

  @Test(arguments: [(4, 2), (2, 4)])
  func aLetterboxHasBarsOnBothSides(width: Int, height: Int) throws {
    let white = [UInt8](repeating: 255, count: width * height * 3)
    let image = try PixelImage(width: width, height: height, pixels: white)
    let boxed = try preprocessing(.letterbox(fill: 114), resolution: 4).fitted(image)
    func isBar(_ x: Int, _ y: Int) -> Bool { [0, 3].contains(width > height ? y : x) }
    for y in 0..<4 {
      for x in 0..<4 {
        #expect(boxed.pixels[(y * 4 + x) * 3] == (isBar(x, y) ? 114 : 255))
      }
    }
  }

  @Test func anOddBarIsWiderBehind() throws {
    let image = try PixelImage(width: 4, height: 1, pixels: [UInt8](repeating: 9, count: 12))
    let boxed = try preprocessing(.letterbox(fill: 0), resolution: 4).fitted(image)
    #expect((0..<4).map { boxed.pixels[$0 * 12] } == [0, 9, 0, 0])
  }

  @Test func aNeedleKeepsOnePixel() throws {
    let image = try pattern(width: 1000, height: 1)
    let boxed = try preprocessing(.letterbox(fill: 0), resolution: 10).fitted(image)
    #expect((boxed.width, boxed.height) == (10, 10))
  }

  @Test func blueComesFirstWhereTheNetworkWantsIt() throws {
    let image = try PixelImage(width: 1, height: 1, pixels: [255, 51, 0])
    #expect(
      try preprocessing(.stretch, resolution: 1, order: .bgr).apply(to: image) == [0, 0.2, 1])
    let shifted = try Preprocessing(
      fit: .stretch, resolution: 1, order: .bgr, mean: [1, 0.2, 0], standardDeviation: [1, 1, 1])
    #expect(shifted.normalized(image) == [0, 0, 0])
  }

  @Test func placementsUndoTheFit() throws {
    #expect(
      try preprocessing(.stretch, resolution: 300).placement(width: 600, height: 100)
        == Placement(scaleX: 0.5, scaleY: 3, offsetX: 0, offsetY: 0))
    #expect(
      try preprocessing(.letterbox(fill: 0), resolution: 640).placement(width: 1280, height: 960)
        == Placement(scaleX: 0.5, scaleY: 0.5, offsetX: 0, offsetY: 80))
    #expect(
      try preprocessing(.crop(covering: 200), resolution: 100).placement(width: 400, height: 100)
        == Placement(scaleX: 2, scaleY: 2, offsetX: -350, offsetY: -50))
  }

  @Test(arguments: [PixelImage.Filter.antialiased, .antialiasedCubic, .linear, .cubic])
  func everyFilterKeepsOneColor(filter: PixelImage.Filter) throws {
    let color: [UInt8] = [0, 200, 255]
    func plain(_ count: Int) -> [UInt8] { (0..<count).flatMap { _ in color } }
    let image = try PixelImage(width: 7, height: 5, pixels: plain(35))
    for (width, height) in [(1, 1), (3, 50), (50, 3), (7, 5), (14, 10)] {
      let resized = try image.resized(width: width, height: height, filter: filter)
      #expect(resized.pixels == plain(width * height))
    }
  }

  @Test func linearLooksAtTheNearestPixelsOnly() throws {
    let row = try PixelImage(
      width: 6, height: 1, pixels: [0, 60, 120, 180, 240, 20].flatMap { [$0, $0, $0] })
    func values(_ width: Int, _ filter: PixelImage.Filter) throws -> [UInt8] {
      let resized = try row.resized(width: width, height: 1, filter: filter)
      return stride(from: 0, to: resized.pixels.count, by: 3).map { resized.pixels[$0] }
    }
    // Centers 1 and 4 of thirds: the pixels there.
    #expect(try values(2, .linear) == [60, 240])
    #expect(try values(3, .linear) == [30, 150, 130])
    #expect(try values(2, .antialiased) != [60, 240])
  }

  @Test func cubicOvershootsAtAnEdge() throws {
    let step = try PixelImage(
      width: 4, height: 1, pixels: [100, 100, 200, 200].flatMap { [$0, $0, $0] })
    let resized = try step.resized(width: 8, height: 1, filter: .cubic)
    let values = stride(from: 0, to: 24, by: 3).map { resized.pixels[$0] }
    // At a quarter: weights -0.10547, 0.87891, 0.26172, -0.03516.
    #expect(values == [100, 96, 89, 123, 177, 211, 204, 200])
  }
}
