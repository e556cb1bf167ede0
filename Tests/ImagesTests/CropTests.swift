import Architecture
import Images
import Testing

@Suite("Cropping at the center")
struct CropTests {
  /// A picture of one row whose red values count its columns from 1.
  private func counting(_ width: Int) throws -> PixelImage {
    try PixelImage(
      width: width, height: 1, pixels: (1...width).flatMap { [UInt8($0), 0, 0] })
  }

  private func reds(_ image: PixelImage, row: Int) -> [UInt8] {
    (0..<image.width).map { image.pixels[(row * image.width + $0) * 3] }
  }

  @Test(arguments: [
    // An even margin, and odd ones whose halves 0.5, 1.5 and 2.5 round to 0, 2 and 2.
    (5, 1, 2), (2, 1, 0), (4, 1, 2), (6, 1, 2), (3, 1, 1), (1, 1, 0),
  ])
  func roundsHalfAMarginToEven(width: Int, side: Int, offset: Int) throws {
    #expect(
      try counting(width).centerCropped(Resolution(side)).pixels == [UInt8(offset + 1), 0, 0])
  }

  @Test func cutsRowsAndColumns() throws {
    let image = try PixelImage(width: 3, height: 3, pixels: (0..<27).map { $0 })
    #expect(try image.centerCropped(1).pixels == [12, 13, 14])
    #expect(try image.centerCropped(3) == image)
    // Half the margin of one is rounded to none.
    #expect(try image.centerCropped(2).pixels == [0, 1, 2, 3, 4, 5, 9, 10, 11, 12, 13, 14])
  }

  @Test func fillsWithBlackAroundAShortSide() throws {
    // As torchvision does, the smaller half of the padding comes first.
    let cropped = try counting(5).centerCropped(4)
    #expect((cropped.width, cropped.height) == (4, 4))
    #expect(reds(cropped, row: 1) == [1, 2, 3, 4])
    for row in [0, 2, 3] {
      #expect(reds(cropped, row: row) == [0, 0, 0, 0])
    }
    #expect(try reds(counting(1).centerCropped(2), row: 0) == [1, 0])
  }

  @Test func refusesSidesThatNoPictureHas() throws {
    let image = try counting(3)
    #expect(throws: PixelImageError.empty(width: 0, height: 0)) { try image.centerCropped(0) }
    #expect(throws: PixelImageError.tooLarge(width: 10_001, height: 10_001)) {
      try image.centerCropped(10_001)
    }
    #expect(throws: PixelImageError.self) { try image.centerCropped(Resolution(Int.max)) }
    #expect(throws: PixelImageError.self) { try image.centerCropped(Resolution(Int.min)) }
  }
}
