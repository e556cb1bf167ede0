import Architecture

extension String {
  /// The text in pieces of at most so many columns, broken at blanks where it has some,
  /// else behind a hyphen.
  func pieces(width: Int) -> [String] {
    var pieces: [String] = []
    var rest = self[...]
    while rest.isWider(than: width) {
      let head = rest.prefix(terminalColumns: width)
      let isWhole = rest[head.endIndex...].first == " "
      let blank = head.lastIndex(of: " ").flatMap { blank in
        head[..<blank].allSatisfy { $0 == " " } ? nil : blank
      }
      let hyphen = head.lastIndex(of: "-").map { head.index(after: $0) }
      let end = isWhole ? head.endIndex : blank ?? hyphen ?? head.endIndex
      pieces.append(String(rest[..<end]))
      rest = rest[end...].drop { $0 == " " }
    }
    return pieces + [String(rest)]
  }

  /// The text in lines of at most so many columns, broken at blanks; continuations are indented.
  func wrapped(_ width: Int) -> [String] {
    guard isWider(than: width) else { return [self] }
    var lines: [String] = []
    var current = ""
    // Parts that stand three blanks apart stay whole where they fit a line.
    let gap = contains(text: "   ") ? "   " : " "
    for part in parts(separatedBy: gap) where !part.isEmpty {
      if current.isEmpty {
        current = part
      } else if (current + gap + part).terminalColumns <= width {
        current += gap + part
      } else {
        lines.append(current)
        current = "  " + part
      }
      if current.isWider(than: width) {
        var broken = gap == " " ? current.ownPieces(width) : current.withSingleBlanks.wrapped(width)
        current = broken.removeLast()
        lines += broken
      }
    }
    return lines + [current]
  }

  /// A word stays whole unless it is of wide characters, which may be broken anywhere.
  private func ownPieces(_ width: Int) -> [String] {
    terminalColumns > count ? pieces(width: width) : [self]
  }

  private var withSingleBlanks: String { split(separator: " ").joined(separator: " ") }
}
