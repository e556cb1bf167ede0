/// Writes JSON, with the bytes of Foundation's encoder (sorted keys, slashes as they are).
struct JSONWriter {
  /// Whether each value has a line of its own.
  let isPretty: Bool
  /// What is written so far.
  private(set) var text = ""
  private var depth = 0

  init(isPretty: Bool) { self.isPretty = isPretty }

  mutating func write(_ value: JSONValue) {
    switch value {
    case .null: text += "null"
    case .flag(let flag): text += flag ? "true" : "false"
    case .integer(let value): text += "\(value)"
    case .number(let value): write(number: value)
    case .single(let value): write(number: value)
    case .text(let value): write(string: value)
    case .array(let values):
      writeList("[", values, "]") { writer, value in writer.write(value) }
    case .object(let members):
      writeList("{", members.sorted { $0.key < $1.key }, "}") { writer, member in
        writer.write(string: member.key)
        writer.text += writer.isPretty ? " : " : ":"
        writer.write(member.value)
      }
    }
  }

  private mutating func writeList<Element>(
    _ open: String, _ elements: [Element], _ close: String,
    _ element: (inout JSONWriter, Element) -> Void
  ) {
    text += open
    depth += 1
    for (index, value) in elements.enumerated() {
      if index > 0 { text += "," }
      breakLine()
      element(&self, value)
    }
    // An empty list has an empty line.
    if elements.isEmpty, isPretty { text += "\n" }
    depth -= 1
    breakLine()
    text += close
  }

  private mutating func breakLine() {
    if isPretty { text += "\n" + String(repeating: "  ", count: depth) }
  }

  /// Swift's shortest digits, without the fraction of whole numbers.
  private mutating func write(number: some BinaryFloatingPoint & CustomStringConvertible) {
    // What is not a number has neither sign nor payload here.
    guard !number.isNaN else { return write(string: "nan") }
    let digits = number.description
    guard number.isFinite else { return write(string: digits) }
    text += digits.hasSuffix(".0") ? String(digits.dropLast(2)) : digits
  }

  private mutating func write(string: String) {
    text += "\""
    // Most texts have nothing to escape, and some are long.
    let isPlain = string.utf8.allSatisfy {
      $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
    }
    if isPlain {
      text += string + "\""
      return
    }
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\u{8}": text += "\\b"
      case "\u{C}": text += "\\f"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\0"..."\u{F}": text += "\\u000" + String(scalar.value, radix: 16)
      case "\u{10}"..."\u{1F}": text += "\\u00" + String(scalar.value, radix: 16)
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
