import Foundation
import Reporting
import TestSupport
import Testing

/// The writer has the bytes of Foundation's encoder.
@Suite("JSON as it is written")
struct JSONWriterTests {
  @Test("random values have the bytes of Foundation's encoder", arguments: 0..<200 as Range<UInt64>)
  func oracle(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for depth in 0...4 {
      let value = JSONValue.random(depth: depth, &generator)
      #expect(value.document == (try encoded(value, .prettyPrinted)) + "\n")
      #expect(value.line == (try encoded(value)))
    }
  }

  @Test("special numbers")
  func numbers() throws {
    let doubles: [Double] = [
      0, -0.0, 1, -1, 0.1, 1e15, 1e16, 123_456_789_012_345_680, 1e-4, 1e-5, .pi,
      .greatestFiniteMagnitude, .leastNonzeroMagnitude, .leastNormalMagnitude, .nan, -.nan,
      .infinity, -.infinity, 0x1p53, 0x1p54, 1e21, 1e22,
    ]
    let floats: [Float] = [0, 0.1, 16_777_216, 1e10, .nan, -.infinity, .leastNonzeroMagnitude, .pi]
    let integers: [Int] = [0, -1, .max, .min]
    for value in doubles.map({ JSONValue.number($0) }) + floats.map({ .single($0) })
      + integers.map({ .integer($0) })
    { #expect(value.line == (try encoded(value))) }
  }

  @Test("every character below 256, and some beyond")
  func characters() throws {
    let scalars = (0...0x100).compactMap { UnicodeScalar($0 as UInt32) }
    for scalar in scalars + ["\u{2028}", "\u{2029}", "\u{FEFF}", "😀", "精", "\u{301}"] {
      let value = JSONValue.object([String(scalar): .text("a\(scalar)/")])
      #expect(value.line == (try encoded(value)))
    }
  }

  private func encoded(
    _ value: JSONValue, _ formatting: JSONEncoder.OutputFormatting = []
  ) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, formatting]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return String(decoding: try encoder.encode(Encoded(value: value)), as: UTF8.self)
  }
}

/// A value as Foundation's encoder takes it.
private struct Encoded: Encodable {
  var value: JSONValue

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch value {
    case .null: try container.encodeNil()
    case .flag(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .single(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    case .array(let values): try container.encode(values.map { Encoded(value: $0) })
    case .object(let members): try container.encode(members.mapValues { Encoded(value: $0) })
    }
  }
}

extension JSONValue {
  fileprivate static func random(depth: Int, _ generator: inout SeededGenerator) -> JSONValue {
    let count = Int.random(in: 0...4, using: &generator)
    switch Int.random(in: 0...(depth == 0 ? 5 : 7), using: &generator) {
    case 0: return .null
    case 1: return .flag(Bool.random(using: &generator))
    case 2: return .integer(Int(truncatingIfNeeded: generator.next()))
    case 3: return .number(Double(bitPattern: generator.next()))
    case 4: return .single(Float(bitPattern: UInt32(truncatingIfNeeded: generator.next())))
    case 5: return .text(string(&generator))
    case 6: return .array((0..<count).map { _ in random(depth: depth - 1, &generator) })
    default:
      let members = (0..<count).map { _ in
        (string(&generator), random(depth: depth - 1, &generator))
      }
      return .object(Dictionary(members) { first, _ in first })
    }
  }

  private static func string(_ generator: inout SeededGenerator) -> String {
    let characters: [Character] = [
      "a", "B", "z", "_", "1", " ", "/", "\\", "\"", "\n", "\r", "\t", "\u{8}", "\u{C}", "\u{1}",
      "\u{1F}", "\u{7F}", "é", "精", "😀", "\u{2028}",
    ]
    return String(
      (0..<Int.random(in: 0...6, using: &generator)).map { _ in
        characters[Int.random(in: 0..<characters.count, using: &generator)]
      })
  }
}
