extension HDF5Fields {
  /// Throws unless the structure ends with the checksum of the bytes before.
  ///
  /// Source: Bob Jenkins's `lookup3.c`, the function `hashlittle`.
  func requireChecksum() throws(CheckpointError) {
    let content = bytes.dropLast(4)
    guard content.count + 4 == bytes.count else { throw malformed }
    let found = Self.checksum(content)
    let expected = Self.word(bytes, at: content.count)
    guard Checksum.isRight(found, expecting: expected) else {
      throw .hdf5(.checksum(part, offset: offset, expected: expected, found: found))
    }
  }

  private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    let bytes = Array(bytes)
    let start = 0xDEAD_BEEF &+ UInt32(truncatingIfNeeded: bytes.count)
    var (a, b, c) = (start, start, start)
    var position = 0
    while true {
      a &+= word(bytes, at: position)
      b &+= word(bytes, at: position + 4)
      c &+= word(bytes, at: position + 8)
      guard bytes.count - position > 12 else { break }
      mix(&a, &b, &c)
      position += 12
    }
    if bytes.isEmpty { return c }
    finish(&a, &b, &c)
    return c
  }

  /// Four bytes as a number, the lowest first; zeros behind the end.
  private static func word(_ bytes: [UInt8], at start: Int) -> UInt32 {
    var word: UInt32 = 0
    for place in 0..<4 where start + place < bytes.count {
      word |= UInt32(bytes[start + place]) << UInt32(8 * place)
    }
    return word
  }

  private static func turned(_ word: UInt32, _ bits: UInt32) -> UInt32 {
    word << bits | word >> (32 - bits)
  }

  private static func mix(_ a: inout UInt32, _ b: inout UInt32, _ c: inout UInt32) {
    func step(_ x: inout UInt32, _ y: inout UInt32, _ z: inout UInt32, _ bits: UInt32) {
      x = x &- z ^ turned(z, bits)
      z &+= y
    }
    step(&a, &b, &c, 4)
    step(&b, &c, &a, 6)
    step(&c, &a, &b, 8)
    step(&a, &b, &c, 16)
    step(&b, &c, &a, 19)
    step(&c, &a, &b, 4)
  }

  private static func finish(_ a: inout UInt32, _ b: inout UInt32, _ c: inout UInt32) {
    func step(_ x: inout UInt32, _ y: UInt32, _ bits: UInt32) {
      x = (x ^ y) &- turned(y, bits)
    }
    step(&c, b, 14)
    step(&a, c, 11)
    step(&b, a, 25)
    step(&c, b, 16)
    step(&a, c, 4)
    step(&b, a, 14)
    step(&c, b, 24)
  }
}
