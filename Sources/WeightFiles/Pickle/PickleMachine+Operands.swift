// The operands of instructions, as they stand in the file.
extension PickleMachine {
  /// Reads a little-endian integer in two's complement.
  func wideInteger(
    _ width: Int, _ reader: inout ByteReader
  ) throws(CheckpointError) -> Int128 {
    guard width <= 16 else { throw refusal(.wideInteger(bytes: width)) }
    let bytes = try reader.bytes(width)
    let isNegative = bytes.last.map { $0 >= 0x80 } ?? false
    return bytes.reversed().reduce(isNegative ? -1 : 0) { $0 << 8 | Int128($1) }
  }

  /// Reads a floating-point number, most significant byte first.
  func bigEndianNumber(_ reader: inout ByteReader) throws(CheckpointError) -> Double {
    let bytes = try reader.bytes(8)
    return Double(bitPattern: bytes.reduce(0) { $0 << 8 | UInt64($1) })
  }

  /// Reads a text; one that can be no name is passed over.
  func text(
    _ length: Int, _ reader: inout ByteReader
  ) throws(CheckpointError) -> PickleValue {
    guard length <= PickleLimits.text else { return try passBytes(length, &reader) }
    let start = reader.position
    let text = String(validating: try reader.bytes(length), as: UTF8.self)
    return text.map { .text($0) } ?? .bytes(start..<reader.position)
  }

  /// Passes over bytes, and says where they are.
  func passBytes(
    _ length: Int, _ reader: inout ByteReader
  ) throws(CheckpointError) -> PickleValue {
    let start = reader.position
    try reader.skip(length, readingAhead: ByteReader.windowLength)
    return .bytes(start..<reader.position)
  }

  private func text(_ bytes: [UInt8]) throws(CheckpointError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw refusal(.malformedText)
    }
    return text
  }

  /// Reads a text up to the next line feed.
  func line(_ reader: inout ByteReader) throws(CheckpointError) -> String {
    var bytes: [UInt8] = []
    while true {
      let byte = try reader.byte()
      if byte == UInt8(ascii: "\n") { return try text(bytes) }
      guard bytes.count < PickleLimits.text else {
        throw refusal(.longText(limit: PickleLimits.text))
      }
      bytes.append(byte)
    }
  }

  /// Reads a decimal number; protocol 1 writes the booleans as `00` and `01`.
  func integerLine(_ reader: inout ByteReader) throws(CheckpointError) -> PickleValue {
    let digits = try line(&reader)
    if digits == "00" { return .boolean(false) }
    if digits == "01" { return .boolean(true) }
    return .integer(try integer(digits))
  }

  /// Reads a decimal number that ends with `L`.
  func longLine(_ reader: inout ByteReader) throws(CheckpointError) -> PickleValue {
    let digits = try line(&reader)
    return .integer(try integer(digits.hasSuffix("L") ? String(digits.dropLast()) : digits))
  }

  private func integer(_ digits: String) throws(CheckpointError) -> Int128 {
    guard let integer = Int128(digits) else { throw refusal(.malformedNumber(digits)) }
    return integer
  }
}
