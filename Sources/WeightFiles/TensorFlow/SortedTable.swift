/// The file in which a TensorFlow checkpoint keeps its names, in LevelDB's format: blocks of sorted keys with
/// their values, a block that says where these are, and a footer that says where that is.
struct SortedTable {
  /// Two places and the number by which the format is known.
  static let footerLength = 48
  static let magic: UInt64 = 0xDB47_7524_8B80_FB57

  /// Whether a file of which these are the first bytes may be the table of a checkpoint: an entry without a
  /// name of six bytes, how many shards there are and of which version.
  static func begins(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0, 0, 6, 0x08]) && bytes.dropFirst(5).starts(with: [0x1A, 2, 0x08])
  }

  private let source: CheckedBytes
  /// Where the block of places is.
  private let index: Place

  /// Where a block is.
  private struct Place {
    var offset: Int
    var length: Int

    init(_ bytes: inout ArraySlice<UInt8>) throws(CheckpointError) {
      offset = try SortedTable.length(&bytes)
      length = try SortedTable.length(&bytes)
    }
  }

  /// The table in a source; nothing if it does not end with the footer of one.
  init?(_ source: CheckedBytes) throws(CheckpointError) {
    guard source.count >= Self.footerLength else { return nil }
    let footer = try source.load(source.count - Self.footerLength..<source.count)
    guard footer.suffix(8).reversed().reduce(0, { $0 << 8 | UInt64($1) }) == Self.magic else {
      return nil
    }
    var rest = footer.dropLast(8)
    // Where filters are, which no checkpoint has.
    _ = try Place(&rest)
    (self.source, index) = (source, try Place(&rest))
  }

  /// Hands out all keys with their values, in order. Blocks together are no longer than the file, and keys
  /// no longer than `longestKey`, so that memory stays in proportion to it.
  func entries(
    _ read: (_ key: [UInt8], _ value: ArraySlice<UInt8>) throws(CheckpointError) -> Void
  ) throws(CheckpointError) {
    var total = 0
    try entries(of: block(index)) { _, place throws(CheckpointError) in
      var place = place
      let next = try Place(&place)
      // Many places of one block would be read over and over.
      guard next.length <= source.count - total else { throw .index(.malformed) }
      total += next.length
      try entries(of: block(next), read)
    }
  }

  /// A key is one tensor's name.
  static let longestKey = 1024

  private func block(_ place: Place) throws(CheckpointError) -> ArraySlice<UInt8> {
    // Behind it are the way of compressing and a checksum of both.
    let (end, overflow) = place.length.addingReportingOverflow(1 + Self.checksumLength)
    guard !overflow, place.offset <= source.count, end <= source.count - place.offset else {
      throw .index(.truncated)
    }
    let bytes = try source.load(place.offset..<place.offset + end)
    let content = Array(bytes.dropLast(Self.checksumLength))
    let sum = CyclicCode.crc32c.checksum(content, after: 0)
    if let expected = Self.checksum(bytes.suffix(Self.checksumLength)),
      !Checksum.isRight(sum, expecting: expected)
    {
      throw .index(.checksum(offset: place.offset, expected: expected, found: sum))
    }
    // TensorFlow compresses none.
    guard content.last == 0 else { throw .unsupportedFormat(.tensorFlowCheckpoint) }
    return content.dropLast()
  }

  private static let checksumLength = 4

  /// The checksum that four bytes say in LevelDB's way: turned, and moved by a constant.
  static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32? {
    guard bytes.count == checksumLength else { return nil }
    let moved = bytes.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) } &- 0xA282_EAD8
    return moved >> 17 | moved << 15
  }

  /// Every key begins with some bytes of the one before it. Behind the entries are numbers of four bytes: where
  /// keys are whole, and how many such places there are.
  private func entries(
    of block: ArraySlice<UInt8>,
    _ read: (_ key: [UInt8], _ value: ArraySlice<UInt8>) throws(CheckpointError) -> Void
  ) throws(CheckpointError) {
    let places = block.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    guard block.count >= 4, places <= (block.count - 4) / 4 else { throw .index(.truncated) }
    var rest = block.dropLast(4 + 4 * places)
    var key: [UInt8] = []
    while !rest.isEmpty {
      let shared = try Self.length(&rest)
      let own = try Self.length(&rest)
      let length = try Self.length(&rest)
      guard shared <= key.count, own <= rest.count, length <= rest.count - own,
        shared + own <= Self.longestKey
      else { throw .index(.truncated) }
      key = Array(key.prefix(shared)) + rest.prefix(own)
      rest = rest.dropFirst(own)
      try read(key, rest.prefix(length))
      rest = rest.dropFirst(length)
    }
  }

  private static func length(_ bytes: inout ArraySlice<UInt8>) throws(CheckpointError) -> Int {
    guard let number = CaffeModelFile.varint(&bytes) else { throw .index(.truncated) }
    return Int(clamping: number)
  }
}
