import Testing

@testable import Images

@Suite("Resizing")
struct ResizeTests {
  @Test(arguments: try Recorded.table("resized.csv"))
  func equalsPillow(recorded: Recorded) throws {
    try #require(recorded.numbers.count == 4)
    let (width, height) = (recorded.numbers[2], recorded.numbers[3])
    let resized = try pattern(width: recorded.numbers[0], height: recorded.numbers[1])
      .resized(width: width, height: height)
    #expect((resized.width, resized.height) == (width, height))
    #expect(fnv1a(resized.pixels) == recorded.hash)
  }

  @Test func toItsOwnSizeChangesNothing() throws {
    let image = try pattern(width: 9, height: 5)
    #expect(try image.resized(width: 9, height: 5) == image)
  }

  @Test(arguments: [(1, 1), (3, 50), (50, 3), (7, 5), (14, 10)])
  func keepsOneColor(width: Int, height: Int) throws {
    let color: [UInt8] = [0, 200, 255]
    func plain(_ count: Int) -> [UInt8] { (0..<count).flatMap { _ in color } }
    let image = try PixelImage(width: 7, height: 5, pixels: plain(35))
    #expect(try image.resized(width: width, height: height).pixels == plain(width * height))
  }

  @Test func halvingIsTheMeanOfTwoAndEnlargingInterpolates() throws {
    let pair = try PixelImage(width: 2, height: 1, pixels: [0, 10, 255, 100, 20, 0])
    #expect(try pair.resized(width: 1, height: 1).pixels == [50, 15, 128])
    #expect(
      try pair.resized(width: 4, height: 1).pixels
        == [0, 10, 255, 25, 13, 191, 75, 18, 64, 100, 20, 0])
  }

  @Test func columnsAndRowsAreTreatedAlike() throws {
    let row = try pattern(width: 12, height: 1)
    let column = try PixelImage(width: 1, height: 12, pixels: row.pixels)
    #expect(
      try row.resized(width: 5, height: 1).pixels == column.resized(width: 1, height: 5).pixels)
  }

  @Test(arguments: [(1, 1), (5, 5), (3, 8), (8, 3), (1000, 7), (7, 1000), (1, 100), (100, 1)])
  func weightsSumToOneAndStayInside(input: Int, output: Int) {
    for position in 0..<output {
      let window = ResamplingWindow(
        .antialiased, position: position, inputLength: input, outputLength: output)
      let excess = window.weights.reduce(0, +) - 1 << ResamplingWindow.fractionBits
      #expect(abs(excess) <= window.weights.count)
      #expect(window.start >= 0 && window.start + window.weights.count <= input)
      #expect(window.weights.allSatisfy { $0 >= 0 })
    }
  }

  @Test(arguments: [(0, 3), (3, 0), (-2, 3)])
  func refusesEmptySizes(width: Int, height: Int) throws {
    let image = try pattern(width: 2, height: 2)
    #expect(throws: PixelImageError.empty(width: width, height: height)) {
      try image.resized(width: width, height: height)
    }
  }

  @Test func refusesAResultOrAPictureBetweenThePassesThatIsTooLarge() throws {
    let tall = try pattern(width: 1, height: 2000)
    #expect(throws: PixelImageError.tooLarge(width: 1, height: Int.max)) {
      try tall.resized(width: 1, height: Int.max)
    }
    #expect(throws: PixelImageError.tooLarge(width: 100_000, height: 2000)) {
      try tall.resized(width: 100_000, height: 1)
    }
  }
}
