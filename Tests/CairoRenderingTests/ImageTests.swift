import CairoRendering
import Drawing
import Testing

@Suite(.enabled(if: fontIsInstalled, "DejaVu Sans is not installed"))
struct ImageTests {
  private func scene(_ pixels: [UInt8], in rect: Rect) throws -> Scene {
    let raster = try #require(Raster(width: 2, height: 1, pixels: pixels))
    return Scene(size: Size(20, 10), primitives: [.image(raster, in: rect)])
  }

  private let whole = Rect(x: 0, y: 0, width: 20, height: 10)

  @Test func aPictureOfOneColorEqualsARectangle() throws {
    let plain = Scene(
      size: Size(20, 10),
      primitives: [.path(.rectangle(whole.inset(by: -20)), fill: Color(hex: 0x0A64C8))])
    let image = try scene([10, 100, 200, 10, 100, 200], in: whole.inset(by: -20))
    #expect(
      try CairoRenderer.render(image, as: .png, pixelsPerPoint: 1)
        == CairoRenderer.render(plain, as: .png, pixelsPerPoint: 1))
  }

  @Test func otherPixelsAndOtherPlacesGiveOtherBytes() throws {
    let first = try CairoRenderer.render(scene([1, 2, 3, 4, 5, 6], in: whole), as: .png)
    #expect(try CairoRenderer.render(scene([1, 2, 3, 4, 5, 6], in: whole), as: .png) == first)
    #expect(try CairoRenderer.render(scene([90, 2, 3, 4, 5, 6], in: whole), as: .png) != first)
    #expect(
      try CairoRenderer.render(scene([1, 2, 3, 4, 5, 6], in: whole.inset(by: 2)), as: .png)
        != first)
  }

  @Test func aPictureWithoutAreaDrawsNothing() throws {
    let empty = Scene(size: Size(20, 10))
    for rect in [Rect(x: 0, y: 0, width: 0, height: 5), Rect(x: 0, y: 0, width: 5, height: -1)] {
      #expect(
        try CairoRenderer.render(scene([1, 2, 3, 4, 5, 6], in: rect), as: .png)
          == CairoRenderer.render(empty, as: .png))
    }
  }

  @Test func farPicturesAreRefused() throws {
    let scene = try scene([1, 2, 3, 4, 5, 6], in: Rect(x: 1e9, y: 0, width: 5, height: 5))
    #expect(throws: RenderingError.coordinateOutOfRange(primitive: 0)) {
      try CairoRenderer.render(scene, as: .png)
    }
  }
}
