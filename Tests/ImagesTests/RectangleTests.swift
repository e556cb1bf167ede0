import Architecture
import Images
import Testing

@Suite("Preparing an input of any proportions")
struct RectangleTests {
  private let wide = Resolution(height: 3, width: 9)

  private func preprocessing(
    _ fit: Preprocessing.Fit, _ resolution: Resolution
  ) throws -> Preprocessing {
    try Preprocessing(
      fit: fit, resolution: resolution, mean: [0, 0, 0], standardDeviation: [1, 1, 1])
  }

  @Test func stretchingResizesEachSide() throws {
    let image = try pattern(width: 7, height: 5)
    #expect(
      try preprocessing(.stretch, wide).fitted(image) == image.resized(width: 9, height: 3))
    #expect(
      try preprocessing(.stretch, wide).placement(width: 18, height: 12)
        == Placement(scaleX: 0.5, scaleY: 0.25, offsetX: 0, offsetY: 0))
  }

  /// The picture is as wide as what is covered, and higher; or as high, and wider.
  @Test(arguments: [(8, 8, 9, 9), (30, 5, 18, 3), (6, 2, 9, 3)])
  func aCropIsCutFromAPictureThatJustCoversIt(
    width: Int, height: Int, resizedWidth: Int, resizedHeight: Int
  ) throws {
    let image = try pattern(width: width, height: height)
    let preprocessing = try preprocessing(.crop(covering: wide), wide)
    #expect(
      try preprocessing.fitted(image)
        == image.resized(width: resizedWidth, height: resizedHeight).centerCropped(wide))
    let placement = preprocessing.placement(width: width, height: height)
    #expect(placement.scaleX == Double(resizedWidth) / Double(width))
    #expect(placement.scaleY == placement.scaleX)
    #expect(placement.offsetX == Double(9 - resizedWidth) / 2)
    #expect(placement.offsetY == Double(3 - resizedHeight) / 2)
  }

  @Test func aCropFractionHoldsForBothSides() throws {
    let preprocessing = try Preprocessing(
      resolution: Resolution(height: 192, width: 640), cropFraction: 0.875, mean: [0, 0, 0],
      standardDeviation: [1, 1, 1])
    #expect(preprocessing.fit == .crop(covering: Resolution(height: 219, width: 731)))
    #expect(throws: PreprocessingError.side(20_000)) {
      try Preprocessing(
        resolution: Resolution(height: 10, width: 10_000), cropFraction: 0.5, mean: [0, 0, 0],
        standardDeviation: [1, 1, 1])
    }
  }

  @Test func aLetterboxHasBarsWhereThePictureIsTooShort() throws {
    let white = try PixelImage(
      width: 4, height: 4, pixels: [UInt8](repeating: 255, count: 48))
    let boxed = try preprocessing(.letterbox(fill: 114), wide).fitted(white)
    #expect((boxed.width, boxed.height) == (9, 3))
    for index in 0..<27 {
      #expect(boxed.pixels[index * 3] == ((3..<6).contains(index % 9) ? 255 : 114))
    }
    #expect(
      try preprocessing(.letterbox(fill: 0), Resolution(height: 384, width: 640))
        .placement(width: 1280, height: 720)
        == Placement(scaleX: 0.5, scaleY: 0.5, offsetX: 0, offsetY: 12))
  }

  @Test func cropsAndBarsOfBothAxes() throws {
    let image = try pattern(width: 4, height: 4)
    let cut = try image.centerCropped(Resolution(height: 2, width: 6))
    #expect((cut.width, cut.height) == (6, 2))
    for y in 0..<2 {
      for x in 0..<6 {
        let pixel = Array(cut.pixels[(y * 6 + x) * 3..<(y * 6 + x) * 3 + 3])
        let source = ((y + 1) * 4 + x - 1) * 3
        #expect(pixel == ((1...4) ~= x ? Array(image.pixels[source..<source + 3]) : [0, 0, 0]))
      }
    }
  }
}
