import ImageDecoding
import Images
import Testing

@Suite("Decoding")
struct DecodingTests {
  @Test(arguments: try Fixture.recorded())
  func equalsPillow(fixture: Fixture) throws {
    let image = try ImageDecoder.decode(Fixture.bytes(fixture.name))
    #expect((image.width, image.height) == (fixture.width, fixture.height))
    try #require(image.pixels.count == fixture.pixels.count)
    let difference = zip(image.pixels, fixture.pixels).map { abs(Int($0) - Int($1)) }.max()
    // Only 16-bit values with alpha are rounded where Pillow cuts them.
    #expect((difference ?? 0) <= (fixture.name.hasSuffix("a16.png") ? 1 : 0))
  }

  @Test func alphaIsDroppedAndNotBlended() throws {
    let rows: [UInt8] = [0, 10, 20, 30, 0, 40, 50, 60, 128]
    let image = try ImageDecoder.decode(png(width: 2, height: 1, colorType: 6, rows: rows))
    #expect(image.pixels == [10, 20, 30, 40, 50, 60])
  }

  @Test func grayIsRepeatedAndFewBitsAreStretched() throws {
    let image = try ImageDecoder.decode(
      png(width: 4, height: 1, depth: 2, colorType: 0, rows: [0, 0b00_01_10_11]))
    #expect(image.pixels == [0, 0, 0, 85, 85, 85, 170, 170, 170, 255, 255, 255])
  }

  @Test func sixteenBitsKeepTheirHighBytes() throws {
    let rows: [UInt8] = [0, 0x00, 0xFF, 0x7F, 0x80, 0xFE, 0xFF]
    let image = try ImageDecoder.decode(png(width: 1, height: 1, depth: 16, rows: rows))
    #expect(image.pixels == [0x00, 0x7F, 0xFE])
  }

  @Test func sixteenBitsWithAlphaAreRounded() throws {
    let rows: [UInt8] = [0, 0x00, 0xFF, 0x7F, 0x80, 0xFE, 0xFF, 0, 0]
    let image = try ImageDecoder.decode(
      png(width: 1, height: 1, depth: 16, colorType: 6, rows: rows))
    #expect(image.pixels == [0x01, 0x7F, 0xFE])
  }

  @Test(arguments: [
    chunk("gAMA", bigEndian(100_000)), chunk("sRGB", [0]), chunk("tRNS", [0, 1, 0, 2, 0, 3]),
    chunk("bKGD", [0, 9, 0, 9, 0, 9]), chunk("sBIT", [5, 6, 5]), chunk("tEXt", [65, 0, 66]),
  ])
  func chunksThatMayBeLeftOutChangeNothing(extra: [UInt8]) throws {
    let image = try ImageDecoder.decode(
      png(width: 1, height: 1, chunks: [extra], rows: [0, 1, 2, 3]))
    #expect(image.pixels == [1, 2, 3])
  }

  @Test func aDamagedChunkThatMayBeLeftOutDoesNoHarm() throws {
    var damaged = chunk("tEXt", [65, 0, 66])
    damaged[damaged.count - 1] ^= 1
    let image = try ImageDecoder.decode(
      png(width: 1, height: 1, chunks: [damaged], rows: [0, 1, 2, 3]))
    #expect(image.pixels == [1, 2, 3])
  }

  @Test func whatFollowsTheEndIsIgnored() throws {
    for name in ["rgb8.png", "rgb420.jpg"] {
      let bytes = try Fixture.bytes(name)
      #expect(try ImageDecoder.decode(bytes + [1, 2, 3]) == ImageDecoder.decode(bytes))
    }
  }
}
