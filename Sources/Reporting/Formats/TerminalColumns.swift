import Architecture

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
}
