/// Reads JSON from front to back, keeping only what is asked for: the header of a checkpoint, a witness.
package struct JSONReader {
  private let bytes: [UInt8]
  private var position = 0
  /// Where in the file the text begins.
  private let offset: Int

  private static let deepestValue = 16

  /// A reader of the text `bytes`, which begins at the byte `offset` of its file.
  package init(_ bytes: [UInt8], offset: Int = 0) {
    self.bytes = bytes
    self.offset = offset
  }

  /// What is wrong where the reader stands.
  private var problem: CheckpointError { .header(offset: offset + position) }

  /// Reads an object; `read` is handed each key and reads its value.
  package mutating func object(
    _ read: (inout Self, String) throws(CheckpointError) -> Void
  ) throws(CheckpointError) {
    try expect("{")
    if accept("}") { return }
    repeat {
      let key = try string()
      try expect(":")
      try read(&self, key)
    } while accept(",")
    try expect("}")
  }

  /// Reads an array; `read` reads each element.
  package mutating func array(
    _ read: (inout Self) throws(CheckpointError) -> Void
  ) throws(CheckpointError) {
    try expect("[")
    if accept("]") { return }
    repeat { try read(&self) } while accept(",")
    try expect("]")
  }

  /// Reads an array of whole numbers.
  package mutating func integers() throws(CheckpointError) -> [Int] {
    var integers: [Int] = []
    try array { reader throws(CheckpointError) in integers.append(try reader.integer()) }
    return integers
  }

  /// Reads a whole number.
  package mutating func integer() throws(CheckpointError) -> Int {
    skipSpace()
    let start = position
    while let byte = next, byte == UInt8(ascii: "-") || isDigit(byte) { position += 1 }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    // JSON has no leading zeros, and `Int` reads them.
    guard let integer = Int(text), "\(integer)" == text, !isPartOfNumber(next) else {
      position = start
      throw problem
    }
    return integer
  }

  /// Reads a number.
  package mutating func number() throws(CheckpointError) -> Double {
    skipSpace()
    let start = position
    while isPartOfNumber(next) { position += 1 }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let number = Double(text), number.isFinite else {
      position = start
      throw problem
    }
    return number
  }

  /// Reads an array of numbers.
  package mutating func numbers() throws(CheckpointError) -> [Double] {
    var numbers: [Double] = []
    try array { reader throws(CheckpointError) in numbers.append(try reader.number()) }
    return numbers
  }

  /// Reads an array of texts.
  package mutating func strings() throws(CheckpointError) -> [String] {
    var strings: [String] = []
    try array { reader throws(CheckpointError) in strings.append(try reader.string()) }
    return strings
  }

  /// Reads a text.
  package mutating func string() throws(CheckpointError) -> String {
    try expect("\"")
    var text: [UInt8] = []
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: text, as: UTF8.self) else { throw problem }
        position += 1
        return string
      case UInt8(ascii: "\\"):
        position += 1
        text += Array(String(try escape()).utf8)
      case 0..<0x20: throw problem
      default:
        text.append(byte)
        position += 1
      }
    }
    throw problem
  }

  /// Reads a null; false if another value stands here.
  package mutating func null() -> Bool {
    skipSpace()
    guard bytes[position...].starts(with: "null".utf8) else { return false }
    position += 4
    return true
  }

  /// Passes over a value of any kind.
  package mutating func skipValue() throws(CheckpointError) { try skipValue(depth: 0) }

  /// Checks that only white space is left.
  package mutating func end() throws(CheckpointError) {
    skipSpace()
    guard position == bytes.count else { throw problem }
  }

  // MARK: - Parts

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
  }

  private mutating func accept(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard next == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(CheckpointError) {
    guard accept(character) else { throw problem }
  }

  private func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private func isPartOfNumber(_ byte: UInt8?) -> Bool {
    byte.map { isDigit($0) || Array("+-.eE".utf8).contains($0) } ?? false
  }

  /// The character of an escape sequence, whose backslash has been read.
  private mutating func escape() throws(CheckpointError) -> Unicode.Scalar {
    guard let byte = next else { throw problem }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{08}"
    case UInt8(ascii: "f"): return "\u{0C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      var code = try hexadecimal()
      if 0xD800..<0xDC00 ~= code {
        // The first half of a pair.
        guard next == UInt8(ascii: "\\") else { throw problem }
        position += 1
        guard next == UInt8(ascii: "u") else { throw problem }
        position += 1
        let second = try hexadecimal()
        guard 0xDC00..<0xE000 ~= second else { throw problem }
        code = 0x10000 + (code - 0xD800) << 10 + (second - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw problem }
      return scalar
    default: throw problem
    }
  }

  private mutating func hexadecimal() throws(CheckpointError) -> UInt32 {
    guard position + 4 <= bytes.count else { throw problem }
    var code: UInt32 = 0
    for byte in bytes[position..<position + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { throw problem }
      code = code << 4 | UInt32(digit)
    }
    position += 4
    return code
  }

  private mutating func skipValue(depth: Int) throws(CheckpointError) {
    guard depth < Self.deepestValue else { throw problem }
    skipSpace()
    switch next {
    case UInt8(ascii: "{"):
      try object { reader, _ throws(CheckpointError) in try reader.skipValue(depth: depth + 1) }
    case UInt8(ascii: "["):
      try array { reader throws(CheckpointError) in try reader.skipValue(depth: depth + 1) }
    case UInt8(ascii: "\""): _ = try string()
    default:
      let start = position
      while let byte = next, isPartOfNumber(byte) || isLetter(byte) { position += 1 }
      let word = String(decoding: bytes[start..<position], as: UTF8.self)
      guard ["true", "false", "null"].contains(word) || Double(word) != nil else {
        position = start
        throw problem
      }
    }
  }

  private func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
  }
}
