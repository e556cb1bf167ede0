/// Reads a byte source from front to back through a small window, or passes over parts of it.
///
/// Every length is compared with what is left of the source before anything is allocated for it.
struct ByteReader {
  /// The offset of the next byte.
  private(set) var position = 0
  /// The size of the source in bytes.
  let size: Int

  /// What is read.
  let source: CheckedBytes
  private var window: [UInt8] = []
  private var windowStart = 0
  private var readAhead = Self.windowLength

  static let windowLength = 1 << 16

  init(_ source: CheckedBytes) {
    self.source = source
    size = source.count
  }

  /// The number of bytes not read yet.
  var remaining: Int { size - position }

  /// Reads one byte.
  mutating func byte() throws(CheckpointError) -> UInt8 {
    try fillWindow(1)
    let byte = window[position - windowStart]
    position += 1
    return byte
  }

  /// Reads `length` bytes.
  mutating func bytes(_ length: Int) throws(CheckpointError) -> [UInt8] {
    guard length <= Self.windowLength else {
      try require(length)
      let bytes = try source.load(position..<position + length)
      position += length
      return bytes
    }
    let bytes = try peek(length)
    position += length
    return bytes
  }

  /// The next `length` bytes, at most a window, which stay unread.
  mutating func peek(_ length: Int) throws(CheckpointError) -> [UInt8] {
    try fillWindow(length)
    let start = position - windowStart
    return Array(window[start..<start + length])
  }

  /// Reads a little-endian unsigned integer of `width` bytes, at most 8.
  mutating func unsigned(width: Int) throws(CheckpointError) -> UInt64 {
    try bytes(width).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Reads a little-endian length or index of `width` bytes, clamped to what an `Int` can be.
  mutating func length(width: Int) throws(CheckpointError) -> Int {
    Int(clamping: try unsigned(width: width))
  }

  /// Passes over `length` bytes. From then on only so much is read ahead: nothing where what follows
  /// may be a few bytes before the next gap.
  mutating func skip(_ length: Int, readingAhead: Int = 0) throws(CheckpointError) {
    try require(length)
    position += length
    readAhead = readingAhead
  }

  /// Checks that `length` more bytes are there.
  func require(_ length: Int) throws(CheckpointError) {
    guard length >= 0, length <= remaining else {
      throw .truncated(size: size, offset: position)
    }
  }

  /// Makes the window hold the next `length` bytes, at most `windowLength`.
  private mutating func fillWindow(_ length: Int) throws(CheckpointError) {
    if position - windowStart + length <= window.count { return }
    try require(length)
    window = try source.load(position..<position + min(remaining, max(length, readAhead)))
    windowStart = position
  }
}
