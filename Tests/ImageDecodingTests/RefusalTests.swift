import ImageDecoding
import Images
import Testing

private let otherContents: [(start: String, content: FileContent)] = [
  ("GIF89a\u{1}\0", .gif),
  ("BM\u{1}\0\0\0\0\0\0\0", .bmp),
  ("II*\0\u{8}\0\0\0", .tiff),
  ("MM\0*\0\0\0\u{8}", .tiff),
  ("\0\0\0\u{18}ftypheic\0\0\0\0", .heic),
  ("\0\0\0\u{18}ftypavif\0\0\0\0", .avif),
  ("<!DOCTYPE html>\n<title>Not found</title>", .text),
  ("BMW", .text),
  // The last character examined is cut in one of these.
  (String(repeating: "é", count: 400), .text),
  ("x" + String(repeating: "é", count: 400), .text),
]

@Suite("Refusing to decode")
struct RefusalTests {
  @Test func nothingIsEmpty() {
    #expect(throws: ImageDecodingError.empty) { try ImageDecoder.decode([]) }
  }

  @Test(arguments: otherContents.map { ([UInt8]($0.start.utf8), $0.content) })
  func otherContentIsNamed(bytes: [UInt8], content: FileContent) {
    #expect(FileContent(of: bytes) == content)
    #expect(throws: ImageDecodingError.unsupported(content)) { try ImageDecoder.decode(bytes) }
  }

  @Test(arguments: [
    [0x89, 0x50, 0x4E, 0x47], [0xFF], [0xFF, 0xD8], [0], [UInt8](repeating: 0xFF, count: 1000),
  ])
  func unknownContentIsRefused(bytes: [UInt8]) {
    #expect(throws: ImageDecodingError.unsupported(.unknown)) { try ImageDecoder.decode(bytes) }
  }

  @Test(arguments: ["rgb8.png", "palette8-transparent.png", "rgb16-gamma.png", "rgba8.png"])
  func everyBeginningOfAPNGIsRefusedUpToItsEndMark(name: String) throws {
    let bytes = try Fixture.bytes(name)
    let whole = try ImageDecoder.decode(bytes)
    for count in 1..<bytes.count {
      let beginning = Array(bytes.prefix(count))
      if count < bytes.count - 12 {
        #expect(throws: ImageDecodingError.self) { try ImageDecoder.decode(beginning) }
      } else {
        // All pixels are there, and Pillow reads them too.
        #expect(try ImageDecoder.decode(beginning) == whole)
      }
    }
  }

  @Test(arguments: ["lossless.webp", "lossless-alpha.webp", "lossy.webp"])
  func everyBeginningOfAWebPIsRefused(name: String) throws {
    let bytes = try Fixture.bytes(name)
    for count in 1..<bytes.count - 1 {
      #expect(throws: ImageDecodingError.self) {
        try ImageDecoder.decode(Array(bytes.prefix(count)))
      }
    }
  }

  @Test func anAnimationIsRefused() throws {
    let bytes = try Fixture.bytes("animated.webp")
    #expect(throws: ImageDecodingError.undecodable(.webp, message: "it is an animation")) {
      try ImageDecoder.decode(bytes)
    }
  }

  @Test(arguments: ["rgb420.jpg", "rgb444-progressive.jpg", "gray.jpg", "cmyk.jpg"])
  func everyBeginningOfAJPEGIsRefused(name: String) throws {
    let bytes = try Fixture.bytes(name)
    for count in 1..<bytes.count {
      // Without the end mark of the last two bytes, Pillow refuses too.
      #expect(throws: ImageDecodingError.self) {
        try ImageDecoder.decode(Array(bytes.prefix(count)))
      }
    }
  }

  @Test(arguments: ["rgb8.png", "palette4.png", "rgba8-interlaced-gamma.png", "rgb420.jpg"])
  func anAlteredByteGivesAnErrorOrAPicture(name: String) throws {
    let bytes = try Fixture.bytes(name)
    for index in bytes.indices {
      for change in [0x01, 0x80, 0xFF] as [UInt8] {
        var altered = bytes
        altered[index] ^= change
        do {
          let image = try ImageDecoder.decode(altered)
          #expect(image.pixels.count == image.width * image.height * 3)
        } catch {
          #expect(!error.description.isEmpty)
        }
      }
    }
  }

  @Test func theLibrariesSayWhatIsWrong() throws {
    var damaged = try Fixture.bytes("rgb8.png")
    damaged[29] ^= 1  // The header's checksum.
    #expect {
      try ImageDecoder.decode(damaged)
    } throws: { error in
      "\(error)".hasPrefix("the file begins like PNG but cannot be decoded: ")
        && "\(error)".contains("CRC")
    }
    let unfinished = try Fixture.bytes("rgb420.jpg").dropLast(2)
    #expect {
      try ImageDecoder.decode(Array(unfinished))
    } throws: { error in
      "\(error)".contains("Premature end of JPEG file")
    }
  }

  @Test func interlacedSixteenBitsWithAlphaAreRefused() throws {
    let bytes = try Fixture.bytes("rgba16-interlaced.png")
    #expect {
      try ImageDecoder.decode(bytes)
    } throws: { error in
      "\(error)".contains("interlaced 16-bit pixels with alpha are not supported")
    }
  }

  @Test func sidesAboveTheBoundAreRefusedBeforeTheyAreRead() throws {
    #expect(throws: ImageDecodingError.size(.tooLarge(width: 20_000, height: 20_000))) {
      try ImageDecoder.decode(png(width: 20_000, height: 20_000, rows: []))
    }
    // The frame header holds precision, height and width, after its marker and length.
    var jpeg = try Fixture.bytes("rgb420.jpg")
    let frame = try #require(jpeg.indices.dropLast().first { jpeg[$0...$0 + 1] == [0xFF, 0xC0] })
    jpeg.replaceSubrange(frame + 5..<frame + 9, with: [0x4E, 0x20, 0x4E, 0x20])
    #expect(throws: ImageDecodingError.size(.tooLarge(width: 20_000, height: 20_000))) {
      try ImageDecoder.decode(jpeg)
    }
    for sides in [[0, 0, 0, 0], [0, 0, 0, 1], [0xFF, 0xFF, 0xFF, 0xFF]] as [[UInt8]] {
      jpeg.replaceSubrange(frame + 5..<frame + 9, with: sides)
      #expect(throws: ImageDecodingError.self) { try ImageDecoder.decode(jpeg) }
    }
  }

  @Test(arguments: [
    (0, 1), (1, 0), (0x7FFF_FFFF, 0x7FFF_FFFF), (0xFFFF_FFFF, 0xFFFF_FFFF), (0x8000_0000, 1),
    (2, 3), (10_000, 10_000), (1, 900_000),
  ])
  func headersThatTheRowsDoNotFillAreRefused(width: UInt32, height: UInt32) {
    for colorType in [0, 2, 3, 4, 6] as [UInt8] {
      for depth in [1, 8, 16] as [UInt8] {
        #expect(throws: ImageDecodingError.self) {
          try ImageDecoder.decode(
            png(
              width: width, height: height, depth: depth, colorType: colorType, rows: [0, 1, 2, 3]))
        }
      }
    }
  }

  @Test(arguments: [
    ImageDecodingError.empty, .unsupported(.gif), .undecodable(.png, message: "bad CRC"),
    .size(.tooLarge(width: 20_000, height: 20_000)),
  ])
  func errorsAreOneSentence(error: ImageDecodingError) {
    #expect(error.description.first?.isLowercase == true)
    #expect(!error.description.hasSuffix("."))
    #expect(!error.description.dropLast().contains(". "))
  }

  @Test func everyContentHasItsName() {
    #expect(Set(FileContent.allCases.map(\.description)).count == FileContent.allCases.count)
  }
}
