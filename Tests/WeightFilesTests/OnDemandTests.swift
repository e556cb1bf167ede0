import Synchronization
import Testing

@testable import WeightFiles

@Suite("Numbers are read when they are asked for")
struct OnDemandTests {
  /// A source that remembers what was read, and that can fail or end before a place.
  private final class RecordingSource: ByteSource {
    struct Broken: Error, CustomStringConvertible {
      var description: String { "the disk is on fire" }
    }

    struct State {
      var reads: [Range<Int>] = []
      /// Where the source is broken.
      var broken = Int.max
      /// Where it ends, whatever it said.
      var end = Int.max
    }

    let state = Mutex(State())
    private let content: [UInt8]

    init(_ content: [UInt8]) { self.content = content }

    var count: Int { content.count }

    func bytes(in range: Range<Int>) throws(Broken) -> [UInt8] {
      try state.withLock { state throws(Broken) in
        state.reads.append(range)
        if range.upperBound > state.broken { throw Broken() }
        return Array(content[range.clamped(to: 0..<min(content.count, state.end))])
      }
    }

    /// What was read since the last call.
    func takeReads() -> [Range<Int>] {
      state.withLock { state in
        defer { state.reads = [] }
        return state.reads
      }
    }
  }

  /// Two large matrices with a small vector between them, and a view of the second one's columns.
  private static let file = {
    var file = LegacyFile()
    file.add("first", shape: [300, 1000], (0..<300_000).map { Float($0) })
    file.add("small", shape: [3], [1, 2, 3])
    file.add("second", shape: [1000, 300], (0..<300_000).map { Float(-$0) })
    file.tensors.append(
      LegacyFile.Tensor(
        name: "column", key: "key 2", storageCount: 300_000, offset: 299, shape: [10],
        strides: [300]))
    return file
  }()
  private static let bytes = file.bytes

  private let source = RecordingSource(Self.bytes)
  private let checkpoint: Checkpoint

  init() throws { checkpoint = try Checkpoint(reading: source) }

  @Test("opening reads the index, and of the numbers only what one reading ahead brings")
  func opening() throws {
    let reads = source.takeReads()
    #expect(reads.first == 0..<1 << 16)
    // The counts of the second and the third storage.
    #expect(reads.dropFirst().map(\.count) == [8, 8])
    #expect(checkpoint.names == ["first", "small", "second", "column"])
  }

  @Test("a tensor knows its bytes in the file")
  func places() throws {
    for name in ["first", "small", "second"] {
      let tensor = try #require(checkpoint.tensors[name])
      let bytes = try #require(tensor.bytes)
      #expect(bytes.count == 4 * tensor.count)
      let bits = try checkpoint.values(of: tensor).flatMap { littleEndian($0.bitPattern) }
      #expect(Self.bytes[bytes].elementsEqual(bits))
    }
  }

  @Test("reading a tensor touches its bytes, once and in small pieces, and no others")
  func ranges() throws {
    for name in ["second", "small", "first"] {
      let tensor = try #require(checkpoint.tensors[name])
      _ = source.takeReads()
      let values = try checkpoint.values(of: tensor)
      #expect(values.count == tensor.count)
      let reads = source.takeReads()
      let bytes = try #require(tensor.bytes)
      var next = bytes.lowerBound
      for read in reads {
        #expect(read.lowerBound == next)
        #expect(read.count <= 1 << 16)
        next = read.upperBound
      }
      #expect(next == bytes.upperBound)
    }
  }

  @Test("reading a view touches what is between its first and its last element")
  func view() throws {
    let (whole, column) = (
      try #require(checkpoint.tensors["second"]), try #require(checkpoint.tensors["column"])
    )
    _ = source.takeReads()
    let values = try checkpoint.values(of: column)
    #expect(values == (0..<10).map { -Float(299 + 300 * $0) })
    let first = try #require(whole.bytes).lowerBound + 4 * 299
    #expect(column.bytes == first..<first + 4 * (9 * 300 + 1))
    #expect(source.takeReads() == [try #require(column.bytes)])
  }

  @Test("a file that lacks its last byte is found truncated when it is opened")
  func truncated() throws {
    let cut = RecordingSource(Self.bytes.dropLast())
    let start = try #require(checkpoint.tensors["second"]?.bytes).lowerBound
    #expect(throws: CheckpointError.truncated(size: cut.count, offset: start)) {
      try Checkpoint(reading: cut)
    }
    #expect(cut.takeReads().dropFirst().allSatisfy { $0.count == 8 })
  }

  @Test("a source that breaks in the middle fails for what lies there, and not before")
  func broken() throws {
    let second = try #require(checkpoint.tensors["second"])
    let bytes = try #require(second.bytes)
    source.state.withLock { $0.broken = bytes.upperBound - 1 }
    _ = try checkpoint.values(of: try #require(checkpoint.tensors["first"]))
    #expect(throws: CheckpointError.source("the disk is on fire")) {
      try checkpoint.values(of: second)
    }
    source.state.withLock { $0.broken = .max }
    #expect(try checkpoint.values(of: second).last == -299_999)
  }

  @Test("a source that has become shorter is an error")
  func shortened() throws {
    let second = try #require(checkpoint.tensors["second"])
    let bytes = try #require(second.bytes)
    source.state.withLock { $0.end = bytes.lowerBound + 10 }
    #expect(throws: CheckpointError.sourceLength(expected: 1 << 16, received: 10)) {
      try checkpoint.values(of: second)
    }
  }
}
