import Testing

@testable import WeightFiles

@Suite("Byte sources")
struct ByteSourceTests {
  private struct Broken: Error, CustomStringConvertible {
    var description: String { "the disk is on fire" }
  }

  /// A source that fails once asked for bytes at or behind `failure`.
  private struct FailingSource: ByteSource {
    let content: [UInt8]
    let failure: Int
    var count: Int { content.count }

    func bytes(in range: Range<Int>) throws(Broken) -> [UInt8] {
      if range.upperBound > failure { throw Broken() }
      return Array(content[range])
    }
  }

  /// A source that has fewer bytes than it says.
  private struct ShortSource: ByteSource {
    var count: Int

    func bytes(in range: Range<Int>) throws(Broken) -> [UInt8] { [1, 2] }
  }

  @Test("a range outside of the memory is an error")
  func memory() throws {
    let source = MemoryByteSource([1, 2, 3])
    #expect(source.count == 3)
    #expect(try source.bytes(in: 1..<3) == [2, 3])
    #expect(try source.bytes(in: 3..<3) == [])
    for range in [2..<4, -1..<1, 5..<6] {
      #expect(throws: ByteRangeError(range: range, count: 3)) { try source.bytes(in: range) }
    }
  }

  @Test("the source's own error is passed on in words")
  func failing() {
    let bytes = LegacyFile.sample.bytes
    for failure in [0, bytes.count - 1] {
      let source = FailingSource(content: bytes, failure: failure)
      #expect(throws: CheckpointError.source("the disk is on fire")) {
        try Checkpoint(reading: source)
      }
    }
  }

  @Test("a source that returns another number of bytes is an error")
  func short() {
    #expect(throws: CheckpointError.sourceLength(expected: 9, received: 2)) {
      try Checkpoint(reading: ShortSource(count: 9))
    }
    #expect(throws: CheckpointError.empty) { try Checkpoint(reading: ShortSource(count: -1)) }
    #expect(throws: CheckpointError.sourceLength(expected: 65_536, received: 2)) {
      try Checkpoint(reading: ShortSource(count: .max))
    }
  }
}
