import Architecture
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

  @Test(arguments: try Recorded.table("resized-cubic.csv"))
  func cubicEqualsPillow(recorded: Recorded) throws {
    try #require(recorded.numbers.count == 4)
    let resized = try pattern(width: recorded.numbers[0], height: recorded.numbers[1])
      .resized(
        width: recorded.numbers[2], height: recorded.numbers[3], filter: .antialiasedCubic)
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
      let cubic = ResamplingWindow(
        .antialiasedCubic, position: position, inputLength: input, outputLength: output)
      let error = cubic.weights.reduce(0, +) - 1 << ResamplingWindow.fractionBits
      #expect(abs(error) <= cubic.weights.count)
      #expect(cubic.start >= 0 && cubic.start + cubic.weights.count <= input)
    }
  }

  @Test("between top left corners: by hand, rounded as a picture and not as an input")
  func corners() throws {
    let pair = try PixelImage(width: 2, height: 1, pixels: [0, 10, 255, 101, 20, 0])
    let expected: [Float] = [0, 10, 255, 50.5, 15, 127.5, 101, 20, 0, 101, 20, 0]
    #expect(try pair.resizedBetweenCorners(width: 4, height: 1) == expected)
    #expect(
      try pair.resized(width: 4, height: 1, filter: .linearCorners).pixels
        == [0, 10, 255, 51, 15, 128, 101, 20, 0, 101, 20, 0])
    // Reducing, every second pixel is taken as it is.
    let image = try pattern(width: 8, height: 6)
    let small = try image.resizedBetweenCorners(width: 4, height: 3)
    for (index, value) in small.enumerated() {
      let (place, channel) = index.quotientAndRemainder(dividingBy: 3)
      let source = (place / 4 * 2 * 8 + place % 4 * 2) * 3 + channel
      #expect(value == Float(image.pixels[source]))
    }
    let input = try Preprocessing(
      fit: .stretch, resolution: Resolution("1x4") ?? 1, filter: .linearCorners,
      mean: [0.5, 0.5, 0.5], standardDeviation: [0.5, 0.5, 0.5]
    ).apply(to: pair)
    for (found, value) in zip(input, expected) { #expect(abs(found - (value / 127.5 - 1)) < 1e-6) }
  }

  @Test("between top left corners: the bounds of both ways, whatever the sizes")
  func cornersStayInside() throws {
    for (input, output) in [(1, 1), (5, 5), (3, 8), (8, 3), (999, 7), (7, 999), (1, 100)] {
      for position in 0..<output {
        let corner = ResamplingCorner(
          position: position, inputLength: input, outputLength: output)
        #expect(corner.start >= 0 && corner.end < input && (0...1).contains(corner.share))
        #expect(corner.end == min(corner.start + 1, input - 1))
      }
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
