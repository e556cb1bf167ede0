extension String {
  /// The text with escapes for what cannot be seen or changes how the text around it is shown: control
  /// characters, marks for the direction of writing, separators of lines, and what is no character.
  ///
  /// The escapes are YAML's: `\n`, `\x1b`, `\u202e`. A byte of a file's name that is not UTF-8, which
  /// stands in a text as the private scalar U+10FF00 and its value, is shown as a byte.
  package var escapedForDisplay: String {
    if utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return self }
    var text = ""
    for scalar in unicodeScalars {
      if scalar.isHidden { text += scalar.escape } else { text.unicodeScalars.append(scalar) }
    }
    return text
  }

  /// The text, or the beginning and the end of one that has more than so many scalars.
  package func shortened(to most: Int) -> String {
    guard utf8.count > most, unicodeScalars.dropFirst(most).first != nil else { return self }
    let (head, tail) = (unicodeScalars.prefix(most * 3 / 4), unicodeScalars.suffix(most / 4))
    return String(String.UnicodeScalarView(head)) + " ... " + String(String.UnicodeScalarView(tail))
  }
}

extension Unicode.Scalar {
  fileprivate var isHidden: Bool {
    switch value {
    case 0...0x1F, 0x7F...0x9F: true
    // The direction of writing; separators of lines and paragraphs.
    case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    case 0xFEFF, 0xFDD0...0xFDEF: true
    case 0x10FF80...0x10FFFF: true
    default: value & 0xFFFE == 0xFFFE
    }
  }

  fileprivate var escape: String {
    switch value {
    case 0x0A: return "\\n"
    case 0x0D: return "\\r"
    case 0x09: return "\\t"
    case 0...0xFF: return "\\x" + digits(value, 2)
    case 0x10FF80...0x10FFFF: return "\\x" + digits(value & 0xFF, 2)
    case 0...0xFFFF: return "\\u" + digits(value, 4)
    default: return "\\U" + digits(value, 8)
    }
  }

  private func digits(_ value: UInt32, _ count: Int) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: count - digits.utf8.count) + digits
  }
}
