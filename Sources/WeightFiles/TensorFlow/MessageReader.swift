/// Reads the messages of a protocol buffer from front to back, field by field; what is inside a field
/// is read only if it is asked for.
///
/// Every length is compared with what is left of the message around it.
package struct MessageReader {
  /// What a field has.
  package enum Content {
    /// A number of variable length.
    case number(UInt64)
    /// Four bytes.
    case four(Range<Int>)
    /// Eight bytes.
    case eight(Range<Int>)
    /// A text, bytes, a message, or numbers one after the other.
    case bytes(Range<Int>)
  }

  private var reader: ByteReader

  /// Passing over so many bytes is not worth a gap in reading.
  private static let readAhead = 1 << 12

  /// A reader of the messages that a byte reader is at.
  init(_ reader: ByteReader) { self.reader = reader }

  /// A reader of a source's messages from its first byte on.
  package init(_ source: CheckedBytes) { reader = ByteReader(source) }

  /// The number of bytes of the whole file.
  package var size: Int { reader.size }

  /// Hands out the fields of the message from here to the offset `end`; `read` may read inside of the
  /// one it is handed.
  package mutating func fields(
    until end: Int,
    _ read: (inout Self, _ field: UInt64, Content) throws(CheckpointError) -> Void
  ) throws(CheckpointError) {
    while reader.position < end {
      let key = try number(before: end)
      let content: Content
      switch key & 7 {
      case 0: content = .number(try number(before: end))
      case 1: content = .eight(try range(8, before: end))
      case 2:
        // Read first: the range begins behind it.
        let length = try number(before: end)
        content = .bytes(try range(length, before: end))
      case 5: content = .four(try range(4, before: end))
      // Groups, which nothing read here has.
      default: throw .graph(.malformed)
      }
      try read(&self, key >> 3, content)
      switch content {
      case .number: break
      case .four(let range), .eight(let range), .bytes(let range): try pass(to: range.upperBound)
      }
    }
  }

  /// Reads bytes.
  package mutating func bytes(_ range: Range<Int>) throws(CheckpointError) -> [UInt8] {
    try reader.bytes(range.count)
  }

  /// Reads a text.
  package mutating func text(_ range: Range<Int>) throws(CheckpointError) -> String {
    let bytes = try reader.bytes(range.count)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .graph(.invalidText)
    }
    return text
  }

  private func range(
    _ length: UInt64, before end: Int
  ) throws(CheckpointError) -> Range<Int> {
    let start = reader.position
    guard length <= UInt64(end - start) else { throw .graph(.truncated) }
    return start..<start + Int(length)
  }

  /// A number, seven bits a byte, the lowest first.
  private mutating func number(before end: Int) throws(CheckpointError) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: 0, to: 64, by: 7) {
      guard reader.position < end else { throw .graph(.truncated) }
      let byte = try reader.byte()
      value |= UInt64(byte & 0x7F) << UInt64(shift)
      if byte & 0x80 == 0 { return value }
    }
    throw .graph(.malformed)
  }

  private mutating func pass(to end: Int) throws(CheckpointError) {
    let length = end - reader.position
    if length > 0 { try reader.skip(length, readingAhead: Self.readAhead) }
  }
}
