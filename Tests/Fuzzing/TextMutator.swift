import TestSupport

/// Changes texts at random: characters, words, numbers and whole lines.
struct TextMutator {
  private var random: SeededGenerator
  /// Lines that may come in from elsewhere.
  private let donors: [String]

  /// The mutator of a seed.
  init(seed: UInt64, donors: [String]) {
    random = SeededGenerator(seed: seed)
    self.donors = donors
  }

  /// The text after one to three changes.
  mutating func mutant(of text: String) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      if Int.random(in: 0..<3, using: &random) == 0 {
        changeLines(&lines)
      } else {
        // Most lines of a table are comments or rows; a blank one is no target.
        let filled = lines.indices.filter { !lines[$0].isEmpty }
        guard let line = filled.randomElement(using: &random) else { continue }
        lines[line] = changed(lines[line])
      }
    }
    return lines.joined(separator: "\n")
  }

  private mutating func changeLines(_ lines: inout [String]) {
    guard let place = lines.indices.randomElement(using: &random) else { return }
    let other = Int.random(in: 0..<lines.count, using: &random)
    switch Int.random(in: 0..<7, using: &random) {
    case 0: lines.remove(at: place)
    case 1: lines.insert(lines[place], at: other)
    case 2: lines.swapAt(place, other)
    case 3: lines[place] = "  " + lines[place]
    case 4: lines[place] = String(lines[place].drop { $0 == " " })
    case 5: lines.removeSubrange(min(place, other)...max(place, other))
    default: if let donor = donors.randomElement(using: &random) { lines.insert(donor, at: place) }
    }
  }

  private mutating func changed(_ line: String) -> String {
    var characters = Array(line)
    let place = Int.random(in: 0..<characters.count, using: &random)
    switch Int.random(in: 0..<10, using: &random) {
    case 0...3: return replacingWord(characters, where: { $0.isNumber }, by: number())
    case 4, 5: return replacingWord(characters, where: { $0.isLetter }, by: word(beside: line))
    case 6: characters.remove(at: place)
    case 7: characters.insert(Self.signs.randomElement(using: &random) ?? "x", at: place)
    case 8: characters.swapAt(place, Int.random(in: 0..<characters.count, using: &random))
    default: characters.removeSubrange(place...)
    }
    return String(characters)
  }

  /// The line with a run of characters of a kind, chosen at random, replaced.
  private mutating func replacingWord(
    _ line: [Character], where belongs: (Character) -> Bool, by word: String
  ) -> String {
    let starts = line.indices.filter { belongs(line[$0]) && ($0 == 0 || !belongs(line[$0 - 1])) }
    guard let start = starts.randomElement(using: &random) else { return String(line) }
    let end = line[start...].firstIndex { !belongs($0) } ?? line.count
    return String(line[..<start]) + word + String(line[end...])
  }

  /// Mostly a number that a table may have.
  private mutating func number() -> String {
    Int.random(in: 0..<4, using: &random) > 0
      ? String(Int.random(in: 0...96, using: &random))
      : Self.numbers.randomElement(using: &random) ?? "0"
  }

  private mutating func word(beside line: String) -> String {
    let donor = donors.randomElement(using: &random) ?? line
    return donor.split { !$0.isLetter }.randomElement(using: &random).map(String.init) ?? "word"
  }

  private static let numbers = [
    "0", "-1", "1", "2", "3", "255", "256", "1000000", "1000001", "2147483648",
    "9223372036854775807", "9223372036854775808", "1e9", "1e400", "0.35", "-0.0", "nan", ".inf",
    "2x3",
    "0x10", "1_000", "~", "[1, 2]", "no",
  ]

  private static let signs: [Character] = [
    ":", "[", "]", "{", "}", ",", "#", "&", "*", "!", "|", ">", "%", "@", "'", "\"", "~", "-", "?",
    " ",
    "\t", "\u{0}", "\u{7F}", "é", "中", "\u{202E}", "\u{FEFF}", "0", "9", "x", "/", "\\", ".", "=",
  ]
}
