import Images
import Testing

@Suite("The drawn picture")
struct DrawnTests {
  @Test func isTheSameEachTimeAndShowsSkySunAndMeadow() throws {
    let image = try PixelImage.drawn(width: 64, height: 48)
    #expect(try image == PixelImage.drawn(width: 64, height: 48))
    func color(_ x: Int, _ y: Int) -> [UInt8] {
      let start = (y * 64 + x) * 3
      return Array(image.pixels[start..<start + 3])
    }
    #expect(color(0, 0) == [70, 110, 235])
    #expect(color(48, 12) == [255, 220, 90])
    #expect(color(0, 32) == [80, 150, 60])
  }

  @Test(arguments: [(1, 1), (1, 2), (2, 1), (1, 1000), (1000, 1), (3, 3)])
  func hasAnySides(width: Int, height: Int) throws {
    let image = try PixelImage.drawn(width: width, height: height)
    #expect(image.pixels.count == width * height * 3)
  }

  @Test func refusesSidesThatNoPictureHas() {
    #expect(throws: PixelImageError.self) { try PixelImage.drawn(width: 0, height: 1) }
    #expect(throws: PixelImageError.self) { try PixelImage.drawn(width: Int.max, height: 2) }
  }
}
