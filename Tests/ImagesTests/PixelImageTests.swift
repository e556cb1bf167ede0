import Images
import Testing

@Suite("A picture of pixels")
struct PixelImageTests {
  @Test func keepsItsPixels() throws {
    let image = try PixelImage(width: 2, height: 1, pixels: [1, 2, 3, 4, 5, 6])
    #expect((image.width, image.height) == (2, 1))
    #expect(image.pixels == [1, 2, 3, 4, 5, 6])
  }

  @Test func refusesACountThatDoesNotFillItsSides() {
    #expect(throws: PixelImageError.wrongValueCount(expected: 6, actual: 5)) {
      try PixelImage(width: 2, height: 1, pixels: [1, 2, 3, 4, 5])
    }
  }

  @Test(arguments: [(0, 1), (1, 0), (-1, 1), (-1, -1), (Int.min, Int.min)])
  func refusesSidesBelowOne(width: Int, height: Int) {
    #expect(throws: PixelImageError.empty(width: width, height: height)) {
      try PixelImage(width: width, height: height, pixels: [])
    }
  }

  @Test(arguments: [(10_001, 10_000), (Int.max, Int.max), (1, Int.max), (100_000_001, 1)])
  func refusesTooManyPixels(width: Int, height: Int) {
    #expect(throws: PixelImageError.tooLarge(width: width, height: height)) {
      try PixelImage(width: width, height: height, pixels: [])
    }
  }

  @Test func allowsTheMostPixels() throws {
    #expect(try PixelImage.pixelCount(width: 10_000, height: 10_000) == 100_000_000)
  }

  @Test(arguments: [
    PixelImageError.empty(width: 0, height: 1), .tooLarge(width: 1, height: Int.max),
    .wrongValueCount(expected: 3, actual: 2),
  ])
  func errorsAreOneSentence(error: PixelImageError) {
    #expect(error.description.first?.isLowercase == true)
    #expect(!error.description.hasSuffix("."))
    #expect(!error.description.dropLast().contains(". "))
  }
}
