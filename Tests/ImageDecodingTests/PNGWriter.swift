/// A PNG file of one uncompressed block of rows, to test headers and chunks that no program writes.
func png(
  width: UInt32, height: UInt32, depth: UInt8 = 8, colorType: UInt8 = 2, interlaced: Bool = false,
  chunks: [[UInt8]] = [], rows: [UInt8]
) -> [UInt8] {
  let header = bigEndian(width) + bigEndian(height) + [depth, colorType, 0, 0, interlaced ? 1 : 0]
  return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", header)
    + chunks.joined() + chunk("IDAT", zlibStored(rows)) + chunk("IEND", [])
}

/// A chunk: length, type, content and the CRC-32 of type and content.
func chunk(_ type: String, _ content: [UInt8]) -> [UInt8] {
  let body = [UInt8](type.utf8) + content
  var remainder: UInt32 = 0xFFFF_FFFF
  for byte in body {
    remainder ^= UInt32(byte)
    for _ in 0..<8 {
      remainder = remainder >> 1 ^ (remainder & 1 == 0 ? 0 : 0xEDB8_8320)
    }
  }
  return bigEndian(UInt32(content.count)) + body + bigEndian(~remainder)
}

func bigEndian(_ value: UInt32) -> [UInt8] {
  [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
}

/// A zlib stream of one stored block: header, length and its complement, content, Adler-32.
private func zlibStored(_ content: [UInt8]) -> [UInt8] {
  var (low, high): (UInt32, UInt32) = (1, 0)
  for byte in content {
    low = (low + UInt32(byte)) % 65521
    high = (high + low) % 65521
  }
  let length = UInt16(truncatingIfNeeded: content.count)
  let lengths = [length, ~length].flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
  return [0x78, 0x01, 0x01] + lengths + content + bigEndian(high << 16 | low)
}
