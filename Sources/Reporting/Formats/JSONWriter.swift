/// Writes JSON, with the bytes of Foundation's encoder (sorted keys, slashes as they are).
///
/// Bytes, because to add a short text to a long one takes several times as long as to add its bytes.
struct JSONWriter {
  /// Whether each value has a line of its own.
  let isPretty: Bool
  /// What is written so far, in UTF-8.
  private var bytes: [UInt8] = []
  private var depth = 0

  init(isPretty: Bool) { self.isPretty = isPretty }

  /// What is written so far.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  mutating func write(_ value: JSONValue) {
    switch value {
    case .null: add("null")
    case .flag(let flag): add(flag ? "true" : "false")
    case .integer(let value): add("\(value)")
    case .number(let value): write(number: value)
    case .single(let value): write(number: value)
    case .text(let value): write(string: value)
    case .array(let values):
      writeList("[", values, "]") { writer, value in writer.write(value) }
    case .object(let members):
      writeList("{", members.sorted { $0.key < $1.key }, "}") { writer, member in
        writer.write(string: member.key)
        writer.add(writer.isPretty ? " : " : ":")
        writer.write(member.value)
      }
    }
  }

  private mutating func writeList<Element>(
    _ open: String, _ elements: [Element], _ close: String,
    _ element: (inout JSONWriter, Element) -> Void
  ) {
    add(open)
    depth += 1
    for (index, value) in elements.enumerated() {
      if index > 0 { add(",") }
      breakLine()
      element(&self, value)
    }
    // An empty list has an empty line.
    if elements.isEmpty, isPretty { add("\n") }
    depth -= 1
    breakLine()
    add(close)
  }

  private mutating func breakLine() {
    guard isPretty else { return }
    add("\n")
    for _ in 0..<depth { add("  ") }
  }

  /// Swift's shortest digits, without the fraction of whole numbers.
  private mutating func write(number: some BinaryFloatingPoint & CustomStringConvertible) {
    // What is not a number has neither sign nor payload here.
    guard !number.isNaN else { return write(string: "nan") }
    let digits = number.description
    guard number.isFinite else { return write(string: digits) }
    add(digits)
    if digits.hasSuffix(".0") { bytes.removeLast(2) }
  }

  private mutating func write(string: String) {
    var string = string
    add("\"")
    string.withUTF8 { utf8 in
      // Most texts have nothing to escape, and some are long.
      if utf8.allSatisfy({ !Self.isEscaped($0) }) {
        bytes.append(contentsOf: utf8)
      } else {
        for byte in utf8 { write(byte) }
      }
    }
    add("\"")
  }

  private static func isEscaped(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  /// One byte of a text: those beyond ASCII stand as they are.
  private mutating func write(_ byte: UInt8) {
    switch Unicode.Scalar(byte) {
    case "\"": add("\\\"")
    case "\\": add("\\\\")
    case "\u{8}": add("\\b")
    case "\u{C}": add("\\f")
    case "\n": add("\\n")
    case "\r": add("\\r")
    case "\t": add("\\t")
    case "\0"..."\u{F}": add("\\u000" + String(byte, radix: 16))
    case "\u{10}"..."\u{1F}": add("\\u00" + String(byte, radix: 16))
    default: bytes.append(byte)
    }
  }

  private mutating func add(_ text: String) {
    var text = text
    text.withUTF8 { bytes.append(contentsOf: $0) }
  }
}
