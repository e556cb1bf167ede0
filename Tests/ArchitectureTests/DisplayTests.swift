import Architecture
import Testing

@Suite("Texts as they are shown")
struct DisplayTests {
  @Test(
    "what cannot be seen is escaped as YAML does it",
    arguments: [
      ("plain text, 3×3 – é 😀 中", "plain text, 3×3 – é 😀 中"), ("a\nb\rc\td", "a\\nb\\rc\\td"),
      ("\u{1B}[31mred\u{7}", "\\x1b[31mred\\x07"),
      ("\u{0}\u{7F}\u{85}\u{9B}", "\\x00\\x7f\\x85\\x9b"),
      ("safe\u{202E}fdp.exe\u{202C}", "safe\\u202efdp.exe\\u202c"),
      ("\u{200E}\u{200F}\u{61C}\u{2066}\u{2069}", "\\u200e\\u200f\\u061c\\u2066\\u2069"),
      ("\u{2028}\u{2029}\u{FEFF}", "\\u2028\\u2029\\ufeff"),
      ("\u{FFFE}\u{1FFFF}", "\\ufffe\\U0001ffff"),
      ("\u{10FFE9}.svg", "\\xe9.svg"), ("\\n stays", "\\n stays"),
    ])
  func escapes(text: String, shown: String) {
    #expect(text.escapedForDisplay == shown)
    #expect(shown.escapedForDisplay == shown)
  }

  @Test("of a long text the beginning and the end")
  func shortened() {
    #expect("abcdefgh".shortened(to: 8) == "abcdefgh")
    #expect("éééééééé".shortened(to: 8) == "éééééééé")
    #expect("abcdefghi".shortened(to: 8) == "abcdef ... hi")
  }

  @Test("a long line is shown around its place, and a caret below it")
  func excerpt() {
    let line = String(repeating: "a", count: 5000) + "HERE" + String(repeating: "b", count: 5000)
    let problem = TableProblem(
      String(repeating: "m", count: 100_000),
      at: SourceLocation(file: "t.yaml", line: 1, column: 5001, text: line))
    let lines = problem.description.split(separator: "\n").map(String.init)
    #expect(lines.count == 3)
    #expect(lines[0].count < 2100 && lines[1].count < 400)
    let caret = lines[2].count - 1
    #expect(lines[1].dropFirst(caret).hasPrefix("HERE"))
  }

  @Test("a caret stands below its place behind escapes")
  func caret() {
    let problem = TableProblem(
      "is wrong", at: SourceLocation(file: "t.yaml", line: 1, column: 4, text: "\t\u{202E} x\r"))
    #expect(problem.description == "t.yaml:1:4: is wrong\n  \\t\\u202e x\n           ^")
  }

  @Test("what is wrong at one place is said once, and very much is counted")
  func several() {
    let place = SourceLocation(file: "t.yaml", line: 1, column: 1)
    let twice = TableError([
      TableProblem("one", at: place), TableProblem("two", at: place),
      TableProblem("one", at: place),
    ])
    #expect(twice.problems.map(\.message) == ["one", "two"])
    let many = TableError(
      (1...250).map { TableProblem("p", at: SourceLocation(file: "t", line: $0, column: 1)) })
    #expect(many.problems.count == 250)
    #expect(many.description.hasSuffix("t:100:1: p\nand 150 more problems"))
  }
}
