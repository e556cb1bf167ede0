import Architecture
import Drawing

extension TextMeasuring {
  /// Pieces of text in lines no wider than some width; a piece that is wider has a line of its own.
  func lines(
    _ pieces: [String], separator: String, _ style: TextStyle, width room: Double
  ) -> [String] {
    var lines: [String] = []
    for piece in pieces where !piece.isEmpty {
      let longer = lines.last.map { $0 + separator + piece }
      if let longer, width(longer, style) <= room {
        lines[lines.count - 1] = longer
      } else {
        lines.append(piece)
      }
    }
    return lines
  }

  /// A text in lines no wider than some width, broken between words, and inside of Chinese ones, which
  /// have no blanks between them.
  func lines(_ text: String, _ style: TextStyle, width room: Double) -> [String] {
    // A line that fits stays as it is, with its own blanks.
    width(text, style) <= room
      ? [text]
      : lines(
        text.words.flatMap { parts(of: $0, style, width: room) }, separator: " ", style, width: room
      )
  }

  private func parts(of word: String, _ style: TextStyle, width room: Double) -> [String] {
    guard word.contains(where: { $0.isWide }), width(word, style) > room
    else { return [word] }
    return lines(word.map { String($0) }, separator: "", style, width: room)
  }

  /// A text no wider than some width: its end is cut off if need be.
  func cut(_ text: String, _ style: TextStyle, width room: Double) -> String {
    guard width(text, style) > room else { return text }
    var text = text
    while !text.isEmpty, width(text + "…", style) > room { text.removeLast() }
    return text.isEmpty ? "" : text + "…"
  }
}

extension String {
  /// The parts between blanks.
  var words: [String] { split(separator: " ").map { String($0) } }
}
