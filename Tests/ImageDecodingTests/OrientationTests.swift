import ImageDecoding
import Images
import Testing

@Suite("Orientation")
struct OrientationTests {
  @Test("without orientation, the pixels are those that are stored", arguments: ["jpg", "png"])
  func ignored(format: String) throws {
    let stored = try ImageDecoder.decode(Fixture.bytes("orientation1.\(format)"))
    for value in 1...8 {
      let bytes = try Fixture.bytes("orientation\(value).\(format)")
      #expect(try ImageDecoder.decode(bytes, ignoringOrientation: true) == stored, "\(value)")
    }
  }

  @Test("a picture of 3x2 pixels, by hand")
  func byHand() throws {
    // a b c
    // d e f
    func image(_ rows: [String]) throws -> PixelImage {
      try PixelImage(
        width: rows[0].count, height: rows.count,
        pixels: rows.joined().utf8.flatMap { [$0, $0 &+ 1, $0 &+ 2] })
    }
    let stored = try image(["abc", "def"])
    let expected = [
      ["abc", "def"], ["cba", "fed"], ["fed", "cba"], ["def", "abc"],
      ["ad", "be", "cf"], ["da", "eb", "fc"], ["fc", "eb", "da"], ["cf", "be", "ad"],
    ]
    for (orientation, rows) in zip(PictureOrientation.allCases, expected) {
      #expect(try stored.upright(from: orientation) == image(rows), "\(orientation)")
    }
  }

  /// A JPEG whose segment APP1 is replaced.
  private static func jpeg(exif: [UInt8]) throws -> [UInt8] {
    let plain = try Fixture.bytes("rgb420.jpg")
    let segment = [UInt8]("Exif\0\0".utf8) + exif
    let length = segment.count + 2
    return Array(plain[..<2]) + [0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 0xFF)] + segment
      + Array(plain[2...])
  }

  @Test("facts that are damaged leave the picture as it is stored, and end nothing")
  func damaged() throws {
    let plain = try ImageDecoder.decode(Fixture.bytes("rgb420.jpg"))
    let whole: [UInt8] = [
      0x49, 0x49, 0x2A, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0,
    ]
    #expect(try ImageDecoder.decode(Self.jpeg(exif: whole)).width == plain.height)
    for count in 0..<20 {
      let cut = try Self.jpeg(exif: Array(whole[..<min(count, 18)]))
      #expect(try ImageDecoder.decode(cut) == plain, "\(count) bytes")
    }
    for (index, value) in [(4, 0xFF), (7, 0xFF), (12, 4), (14, 2), (18, 0), (18, 9), (19, 1)] {
      var changed = whole
      changed[index] = UInt8(value)
      #expect(try ImageDecoder.decode(Self.jpeg(exif: changed)) == plain, "byte \(index)")
    }
  }
}
