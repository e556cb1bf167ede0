import Testing

@testable import WeightFiles

@Suite("Checkpoints of TensorFlow")
struct TensorFlowIndexTests {
  private typealias Writer = GraphWriter

  /// What an index says of a tensor.
  private static func entry(
    type: UInt64 = 1, _ shape: [Int], offset: Int, length: Int, shard: UInt64 = 0,
    of data: [UInt8]? = nil
  ) -> [UInt8] {
    let sizes = shape.flatMap { Writer.field(2, [0x08] + Writer.number(UInt64($0))) }
    return [0x08] + Writer.number(type) + Writer.field(2, sizes) + [0x18] + Writer.number(shard)
      + [0x20] + Writer.number(UInt64(offset)) + [0x28] + Writer.number(UInt64(length))
      + (data.map { [0x35] + checksum($0[offset..<offset + length]) } ?? [])
  }

  /// The checksum of bytes, as LevelDB writes it.
  private static func checksum(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    let sum = CyclicCode.crc32c.checksum(Array(bytes), after: 0)
    return littleEndian((sum >> 15 | sum << 17) &+ 0xA282_EAD8)
  }

  /// An index with one block: keys share what they begin with.
  private static func index(
    shards: UInt64 = 1, compressed: Bool = false, _ entries: [(name: String, value: [UInt8])]
  ) -> [UInt8] {
    func block(_ entries: [(key: [UInt8], value: [UInt8])]) -> [UInt8] {
      var (bytes, last): ([UInt8], [UInt8]) = ([], [])
      for (key, value) in entries {
        let shared = zip(last, key).prefix { $0 == $1 }.count
        bytes += Writer.number(UInt64(shared)) + Writer.number(UInt64(key.count - shared))
        bytes += Writer.number(UInt64(value.count)) + key.dropFirst(shared) + value
        last = key
      }
      return bytes + [0, 0, 0, 0, 1, 0, 0, 0]
    }
    let header: [UInt8] = [0x08] + Writer.number(shards) + [0x1A, 2, 8, 1]
    let tensors = block([([], header)] + entries.map { (Array($0.name.utf8), $0.value) })
    let place = Writer.number(0) + Writer.number(UInt64(tensors.count))
    let places = block([([0x7A], place)])
    func closed(_ block: [UInt8], _ compression: UInt8) -> [UInt8] {
      block + [compression] + checksum(block + [compression])
    }
    var bytes = closed(tensors, compressed ? 1 : 0)
    var footer: [UInt8] = [0, 0] + Writer.number(UInt64(bytes.count))
    footer += Writer.number(UInt64(places.count))
    footer += [UInt8](repeating: 0, count: 40 - footer.count)
    bytes += closed(places, 0)
    return bytes + footer + littleEndian(SortedTable.magic)
  }

  private static func checkpoint(
    _ index: [UInt8], _ data: [[UInt8]]
  ) throws(CheckpointError) -> Checkpoint {
    try Checkpoint(
      TensorFlowIndex(reading: MemoryByteSource(index)), sources: data.map(MemoryByteSource.init))
  }

  private static let sample = index(
    shards: 2,
    [
      ("N/a/biases", entry([2], offset: 16, length: 8)),
      ("N/a/weights", entry([1, 2, 2, 1], offset: 0, length: 16)),
      ("N/a/weights/ExponentialMovingAverage", entry([1, 2, 2, 1], offset: 0, length: 16)),
      ("N/b/depthwise_weights", entry([2, 1, 2, 1], offset: 0, length: 16, shard: 1)),
      ("N/c/weights", entry([2, 2], offset: 0, length: 16, shard: 1)),
      ("global_step", entry(type: 9, [], offset: 16, length: 8, shard: 1)),
    ])
  private static let data = [
    Writer.floats([1, 2, 3, 4, 5, 6]), Writer.floats([11, 12, 13, 14, 0, 0]),
  ]

  @Test("tensors have their dimensions in the usual order; what trainings add lies beside")
  func tensors() throws {
    let index = try TensorFlowIndex(reading: MemoryByteSource(Self.sample))
    #expect(index.suffixes == [".data-00000-of-00002", ".data-00001-of-00002"])
    let checkpoint = try Self.checkpoint(Self.sample, Self.data)
    #expect(
      checkpoint.names == ["N/a/biases", "N/a/weights", "N/b/depthwise_weights", "N/c/weights"])
    #expect(
      try checkpoint.contents() == [
        "N/a/biases": TensorContent(shape: [2], values: [5, 6]),
        "N/a/weights": TensorContent(shape: [1, 2, 1, 2], values: [1, 3, 2, 4]),
        "N/b/depthwise_weights": TensorContent(shape: [2, 1, 2, 1], values: [11, 13, 12, 14]),
        "N/c/weights": TensorContent(shape: [2, 2], values: [11, 13, 12, 14]),
      ])
    #expect(checkpoint.beside.map(\.name) == ["ExponentialMovingAverage", "global_step"])
    #expect(checkpoint.averages.map(\.tensorCount) == [1])
  }

  @Test("an index alone, and what is compressed, is named")
  func refused() {
    let error = CheckpointError.unsupportedFormat(.tensorFlowCheckpoint)
    #expect(throws: error) { try Checkpoint(reading: MemoryByteSource(Self.sample)) }
    #expect(throws: error) { try Self.checkpoint(Self.index(compressed: true, []), []) }
    #expect(throws: error) { try Self.checkpoint([0, 0, 6, 8, 1], []) }
  }

  @Test("places outside of the data, other sizes and unknown types are errors of the tensor")
  func misplaced() {
    func problem(_ entry: [UInt8]) -> CheckpointError? {
      do throws(CheckpointError) {
        _ = try Self.checkpoint(Self.index([("w", entry)]), [[0, 0, 0, 0, 0, 0, 0, 0]])
        return nil
      } catch { return error }
    }
    let big = Int.max - 3
    #expect(problem(Self.entry([2], offset: 0, length: 8)) == nil)
    for (entry, expected) in [
      (Self.entry([2], offset: 4, length: 8), TensorProblem.byteCount(expected: 8, stored: 4)),
      (Self.entry([1], offset: 0, length: 8), .byteCount(expected: 4, stored: 8)),
      (Self.entry([2], offset: big, length: 8), .byteCount(expected: 8, stored: 0)),
      (Self.entry(type: 7, [2], offset: 0, length: 8), .elementType("7")),
      (Self.entry([2], offset: 0, length: 8) + Writer.field(7, []), .entry),
    ] {
      #expect(problem(entry) == .tensor(name: "w", expected))
    }
    #expect(problem(Self.entry([2], offset: 0, length: 8, shard: 1)) == .index(.malformed))
  }

  @Test("a single bit that was changed, in a block of the index or in a tensor, is found")
  func flipped() throws {
    let data = Writer.floats([1, 2, 3, 4])
    let index = Self.index([("w", Self.entry([4], offset: 0, length: 16, of: data))])
    func problem(_ index: [UInt8], _ data: [UInt8]) -> CheckpointError? {
      do throws(CheckpointError) {
        let checkpoint = try Self.checkpoint(index, [data])
        for tensor in checkpoint.tensors.values { _ = try checkpoint.values(of: tensor) }
        return nil
      } catch { return error }
    }
    #expect(problem(index, data) == nil)
    for bit in 0..<8 * data.count {
      var changed = data
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      guard case .tensor(name: "w", .checksum) = problem(index, changed) else {
        Issue.record("bit \(bit)")
        return
      }
    }
    // All but the footer, of which some bytes mean nothing.
    for bit in 0..<8 * (index.count - SortedTable.footerLength) {
      var changed = index
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(problem(changed, data) != nil, "bit \(bit)")
    }
  }

  @Test("checksums are those that the codes' sources print")
  func codes() {
    let digits = Array("123456789".utf8)
    #expect(CyclicCode.crc32.checksum(digits, after: 0) == 0xCBF4_3926)
    #expect(CyclicCode.crc32c.checksum(digits, after: 0) == 0xE306_9283)
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 * $0 / 7) }
    for count in 0...200 {
      let (first, rest) = (Array(bytes.prefix(count)), Array(bytes.dropFirst(count)))
      let sum = Inflation.checksum(first)
      #expect(CyclicCode.crc32.checksum(first, after: 0) == sum)
      #expect(Inflation.checksum(rest, after: sum) == Inflation.checksum(bytes))
      #expect(CyclicCode.crc32.checksum(rest, after: sum) == Inflation.checksum(bytes))
    }
  }

  @Test("an index cut off or damaged anywhere is an error, or other names")
  func damaged() {
    for length in 0..<Self.sample.count {
      #expect(throws: CheckpointError.self) {
        try Self.checkpoint(Array(Self.sample.prefix(length)), Self.data)
      }
    }
    for place in Self.sample.indices {
      for change: UInt8 in [1, 0x7F, 0x80, 0xFF] {
        var bytes = Self.sample
        bytes[place] ^= change
        _ = try? Self.checkpoint(bytes, Self.data)
      }
    }
  }
}
