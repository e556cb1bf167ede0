import Foundation
import Images
import Testing

/// The picture that the recorded results start from.
func pattern(width: Int, height: Int) throws -> PixelImage {
  var pixels: [UInt8] = []
  for y in 0..<height {
    for x in 0..<width {
      for channel in 0..<3 {
        let value = 37 * x + 101 * y + 59 * channel + 7 * x * y + x * x / 3
        pixels.append(UInt8(truncatingIfNeeded: value))
      }
    }
  }
  return try PixelImage(width: width, height: height, pixels: pixels)
}

/// One line of a recorded table: whole numbers, then a hash.
struct Recorded: CustomTestStringConvertible {
  let numbers: [Int]
  let hash: String

  var testDescription: String { numbers.map(String.init).joined(separator: ",") }

  /// The lines of a table in `Fixtures`, without its heading.
  static func table(_ name: String) throws -> [Recorded] {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(components: "Fixtures", name)
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst().map {
      let fields = $0.split(separator: ",").map(String.init)
      return Recorded(numbers: fields.dropLast().compactMap { Int($0) }, hash: fields.last ?? "")
    }
  }
}

/// The FNV-1a hash of 64 bits, in hexadecimal.
func fnv1a(_ bytes: some Sequence<UInt8>) -> String {
  let hash = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  let digits = String(hash, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}
