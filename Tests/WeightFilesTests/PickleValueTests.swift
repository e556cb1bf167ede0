import Testing

@testable import WeightFiles

@Suite("The pickle machine reads values")
struct PickleValueTests {
  private func root(_ bytes: [UInt8]) throws(CheckpointError) -> PickleValue {
    var reader = ByteReader(CheckedBytes(MemoryByteSource(bytes + [0x2E])))
    return try PickleMachine.read(from: &reader).root
  }

  @Test(
    "integers of every width and sign",
    arguments: [
      ([0x4B, 0xFF], 255), ([0x4D, 0xFF, 0xFF], 65_535), ([0x4A, 0xFF, 0xFF, 0xFF, 0xFF], -1),
      ([0x4A, 0, 0, 0, 0x80], -2_147_483_648), ([0x8A, 0], 0), ([0x8A, 1, 0xFF], -1),
      ([0x8A, 2, 0xFF, 0], 255), ([0x8B, 2, 0, 0, 0, 0, 0x80], -32_768),
      ([0x8A, 16] + [UInt8](repeating: 0xFF, count: 15) + [0x7F], Int128.max),
      ([0x8A, 16] + [UInt8](repeating: 0, count: 15) + [0x80], Int128.min),
      (Array("I-12\n".utf8), -12), (Array("L119547037146038801333356L\n".utf8), magic),
      ([0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19], magic),
    ] as [([UInt8], Int128)])
  func integers(bytes: [UInt8], value: Int128) throws {
    #expect(try root(bytes) == .integer(value))
  }

  private static let magic: Int128 = 0x1950_A86A_20F9_469C_FC6C

  @Test("booleans of protocols 1 and 2")
  func booleans() throws {
    #expect(try root([0x88]) == .boolean(true))
    #expect(try root([0x89]) == .boolean(false))
    #expect(try root(Array("I01\n".utf8)) == .boolean(true))
    #expect(try root(Array("I00\n".utf8)) == .boolean(false))
  }

  @Test("texts of Python 2 and 3")
  func texts() throws {
    #expect(try root([0x55, 2, 0x68, 0x69]) == .text("hi"))
    #expect(try root([0x54, 2, 0, 0, 0, 0x68, 0x69]) == .text("hi"))
    #expect(try root([0x58, 2, 0, 0, 0, 0xC3, 0xA9]) == .text("é"))
    #expect(try root([0x8C, 2, 0x68, 0x69]) == .text("hi"))
  }

  @Test("malformed numbers and texts are refused")
  func malformed() {
    let cases: [([UInt8], PickleProblem, String)] = [
      (Array("Ixyz\n".utf8), .malformedNumber("xyz"), "INT"),
      (Array("LL\n".utf8), .malformedNumber(""), "LONG"),
      ([0x8A, 17], .wideInteger(bytes: 17), "LONG1"),
      ([0x8B, 0xFF, 0xFF, 0xFF, 0xFF], .wideInteger(bytes: 4_294_967_295), "LONG4"),
      ([0x63, 0xFF, 0x0A], .malformedText, "GLOBAL"),
      ([0x63] + [UInt8](repeating: 0x61, count: 5000), .longText(limit: 4096), "GLOBAL"),
    ]
    for (bytes, problem, instruction) in cases {
      #expect(throws: CheckpointError.pickle(problem, instruction: instruction, offset: 0)) {
        try root(bytes)
      }
    }
  }

  @Test("bytes, and texts that can be no names, are where they stand")
  func bytes() throws {
    #expect(try root([0x43, 2, 1, 2]) == .bytes(2..<4))
    #expect(try root([0x42, 1, 0, 0, 0, 7]) == .bytes(5..<6))
    #expect(try root([0x8E, 1, 0, 0, 0, 0, 0, 0, 0, 7]) == .bytes(9..<10))
    #expect(try root([0x55, 1, 0xFF]) == .bytes(2..<3))
    let long = [UInt8](repeating: 0x61, count: 70_000)
    #expect(try root([0x58, 0x70, 0x11, 1, 0] + long) == .bytes(5..<70_005))
    #expect(throws: CheckpointError.truncated(size: 6, offset: 5)) {
      try root([0x58, 0xFF, 0xFF, 0xFF, 0xFF])
    }
  }

  @Test("floating-point numbers")
  func numbers() throws {
    #expect(try root([0x47, 0xBF, 0xE0, 0, 0, 0, 0, 0, 0]) == .number(-0.5))
  }

  @Test("values and marks that are taken away again")
  func popped() throws {
    #expect(try root([0x4E, 0x88, 0x30]) == .none)
    #expect(try root([0x4E, 0x28, 0x88, 0x88, 0x31]) == .none)
    #expect(try root([0x4E, 0x28, 0x30]) == .none)
  }

  @Test("a frame longer than the file is a truncation")
  func frame() throws {
    #expect(try root([0x95, 2, 0, 0, 0, 0, 0, 0, 0, 0x4E]) == .none)
    #expect(throws: CheckpointError.truncated(size: 11, offset: 9)) {
      try root([0x95] + [UInt8](repeating: 0xFF, count: 8) + [0x4E])
    }
  }

  @Test("an object remembered while empty is filled everywhere")
  func sharing() throws {
    // A list that is remembered, filled with None and put into a tuple next to its memory.
    var reader = ByteReader(
      CheckedBytes(MemoryByteSource([0x5D, 0x71, 0, 0x4E, 0x61, 0x68, 0, 0x86, 0x2E])))
    let pickle = try PickleMachine.read(from: &reader)
    let pair = try #require(pickle.elements(of: pickle.root, .tuple))
    #expect(pair.count == 2)
    #expect(pickle.elements(of: pair[0], .list) == [.none])
    #expect(pickle.elements(of: pair[1], .list) == [.none])
  }
}
