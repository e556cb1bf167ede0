/// Reads the structures of an HDF5 file: not its numbers, only where they are.
///
/// Source: "HDF5 File Format Specification", version 3. What is read is what the library writes by
/// default, and the links and headers of its newer versions; the rest is refused by name.
struct HDF5Reader {
  /// Bytes of an address.
  private(set) var addressWidth = 8
  /// Bytes of a length.
  private(set) var lengthWidth = 8
  /// Where the header of the root group begins.
  private(set) var root = 0

  /// Where in the source the file begins, as inside of an archive.
  let start: Int
  /// The number of its bytes.
  let size: Int

  private let source: CheckedBytes
  private var window: [UInt8] = []
  private var windowStart = 0
  /// How many bytes of structures and names may still be read. Files are read in less; only structures
  /// that lie over each other need more.
  private var budget: Int

  static let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]
  /// How many bytes are read at once: structures of a file lie together.
  private static let windowLength = 1 << 13
  /// What may be read beyond the size of a file, of which some is read more than once.
  private static let spareBytes = 1 << 24

  /// Opens the file at `range` of a source.
  init(_ source: CheckedBytes, in range: Range<Int>) throws(CheckpointError) {
    self.source = source
    start = range.lowerBound
    size = range.count
    budget = range.count + Self.spareBytes
    try readSuperblock()
  }

  /// The `count` bytes at an offset as a structure.
  mutating func fields(
    _ part: String, at offset: Int, count: Int
  ) throws(CheckpointError) -> HDF5Fields {
    guard offset >= 0, count >= 0, offset <= size, count <= size - offset else {
      throw .hdf5(.outside(offset: offset))
    }
    try spend(count)
    if offset < windowStart || offset + count > windowStart + window.count {
      let length = max(count, min(Self.windowLength, size - offset))
      window = try source.load(start + offset..<start + offset + length)
      windowStart = offset
    }
    let first = offset - windowStart
    return HDF5Fields(Array(window[first..<first + count]), part, offset: offset)
  }

  /// Counts bytes that are read, or copied out of what was read.
  mutating func spend(_ count: Int) throws(CheckpointError) {
    budget -= count
    guard budget >= 0 else { throw .hdf5(.tooLarge) }
  }

  /// The structure that begins at an offset, of which at most `count` bytes are needed.
  mutating func fields(
    _ part: String, at offset: Int, atMost count: Int
  ) throws(CheckpointError) -> HDF5Fields {
    try fields(part, at: offset, count: max(0, min(count, size - offset)))
  }

  // MARK: - The superblock

  private mutating func readSuperblock() throws(CheckpointError) {
    var fields = try fields("superblock", at: 0, atMost: 96)
    try fields.require(try fields.take(8) == Self.signature)
    let version = try fields.integer(1)
    switch version {
    case 0, 1: try readOldSuperblock(&fields, version)
    case 2, 3:
      try readWidths(&fields)
      try fields.skip(1)
      try requireEnd(&fields, skipping: 1)
      root = try fields.address(addressWidth) ?? size
      // The checksum of what was read ends it.
      try self.fields("superblock", at: 0, count: fields.position + 4).requireChecksum()
    default: throw .hdf5(.unsupported("a superblock of version \(version)"))
    }
  }

  private mutating func readOldSuperblock(
    _ fields: inout HDF5Fields, _ version: Int
  ) throws(CheckpointError) {
    // Versions of free space, of the root's entry, and of headers that are shared.
    try fields.skip(4)
    try readWidths(&fields)
    // Numbers of entries in nodes, and flags.
    try fields.skip(version == 0 ? 9 : 13)
    try requireEnd(&fields, skipping: 1)
    // The address of drivers; then the root's entry, which begins with the place of its name.
    try fields.skip(addressWidth)
    try fields.skip(addressWidth)
    root = try fields.address(addressWidth) ?? size
  }

  private mutating func readWidths(_ fields: inout HDF5Fields) throws(CheckpointError) {
    addressWidth = try fields.integer(1)
    lengthWidth = try fields.integer(1)
    try fields.require([2, 4, 8].contains(addressWidth) && [2, 4, 8].contains(lengthWidth))
  }

  /// Checks where the file begins and ends; between them stand other addresses.
  private func requireEnd(
    _ fields: inout HDF5Fields, skipping count: Int
  ) throws(CheckpointError) {
    guard try fields.address(addressWidth) == 0 else {
      throw .hdf5(.unsupported("a block of the user's before its beginning"))
    }
    try fields.skip(count * addressWidth)
    let end = try fields.integer(addressWidth)
    guard end <= size else { throw .hdf5(.truncated(size: size, declared: end)) }
  }
}
