import Foundation
import Testing

/// A file in `Fixtures`, with the picture that Pillow reads from it.
struct Fixture: CustomTestStringConvertible {
  let name: String
  let width: Int
  let height: Int
  let pixels: [UInt8]

  var testDescription: String { name }

  /// The bytes of the file of that name.
  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appending(component: name)))
  }

  /// The files that Pillow's pixels are recorded for.
  static func recorded() throws -> [Fixture] {
    let table = try String(contentsOf: folder.appending(component: "expected.csv"), encoding: .utf8)
    return try table.split(separator: "\n").dropFirst().map { line in
      let fields = line.split(separator: ",")
      try #require(fields.count == 4)
      let digits = Array(fields[3])
      return Fixture(
        name: String(fields[0]), width: try #require(Int(fields[1])),
        height: try #require(Int(fields[2])),
        pixels: try stride(from: 0, to: digits.count, by: 2).map {
          try #require(UInt8(String(digits[$0...$0 + 1]), radix: 16))
        })
    }
  }

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(component: "Fixtures")
}
