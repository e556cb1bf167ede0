extension StringProtocol {
  /// How many columns of a terminal the text takes: two for each wide character.
  var terminalColumns: Int {
    // Most text is ASCII, where a byte is a column.
    utf8.allSatisfy { $0 < 0x80 } ? utf8.count : reduce(0) { $0 + $1.terminalColumns }
  }

  /// Whether the text takes more than so many columns, without a look at what is far beyond them.
  func isWider(than most: Int) -> Bool {
    var taken = 0
    for character in self {
      taken += character.terminalColumns
      if taken > most { return true }
    }
    return false
  }

  /// The longest beginning that takes no more than so many columns, but one character at least.
  func prefix(terminalColumns most: Int) -> SubSequence {
    var taken = 0
    var end = startIndex
    while end < endIndex {
      taken += self[end].terminalColumns
      if taken > most, end > startIndex { break }
      end = index(after: end)
    }
    return self[..<end]
  }
}

extension Character {
  /// How many columns of a terminal the character takes.
  fileprivate var terminalColumns: Int { isWide ? 2 : 1 }

  /// Whether the character is one of the wide ones of East Asia (Unicode Standard Annex 11), or one
  /// of most pictographs.
  var isWide: Bool {
    guard let value = unicodeScalars.first?.value, value >= 0x1100 else { return false }
    return switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
