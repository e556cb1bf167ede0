/// The chunks that a PNG file is made of (PNG specification, third edition, section 5).
enum PNGChunks {
  /// The eight bytes that begin every PNG file.
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// The file with its critical chunks only: header, palette, pixels and end.
  ///
  /// The rest would alter the pixels on the way to RGB: gamma, color profiles, a transparent
  /// color. Bytes that are not a whole chunk are passed on, for the decoder to judge.
  static func critical(of bytes: [UInt8]) -> [UInt8] {
    var result = signature
    var rest = bytes.dropFirst(signature.count)
    while rest.count >= 12 {
      let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
      let chunk = rest.prefix(4 + 4 + length + 4)
      // Bit 5 of the type's first letter, its lower case, marks a chunk that may be left out.
      if chunk[chunk.startIndex + 4] & 0x20 == 0 {
        result += chunk
      }
      rest = rest.dropFirst(chunk.count)
    }
    return result + rest
  }

  /// Whether the header, which must be the first chunk, declares interlaced rows: its last byte is
  /// the interlace method.
  static func isInterlaced(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let offset = signature.count + 4 + 4 + 12
    return bytes.indices.contains(offset) && bytes[offset] != 0
  }
}
