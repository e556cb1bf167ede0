import Architecture
import Foundation
@testable import TableReading
import TestSupport
import Testing

/// Our trees of YAML, their places and errors, are those of Yams.
@Suite struct YAMLComposerTests {
  /// What YAML has and tables have not, and what is none.
  static let texts = [
    "", "# nothing\n", "---\n", "--- # nothing\n...\n", "~", "a", "'it''s'", "\"\\u00e9\\n\\x00\"",
    "a: 1\n---\nb: 2\n", "a: 1\n...\n", "%YAML 1.1\n---\na: 1\n", "%YAML 2.0\n---\na\n",
    "%TAG !e! tag:e,2000:\n---\n!e!a b\n", "!!str 1", "!!int 1: a\n!!str 1: b\n",
    "- !<x> {a: !!seq []}",
    "a: &x [1, {b: 2}]\nc: *x\n*x : d\n", "&x a: *x\n", "- &x 1\n- &x 2\n- *x\n", "a: *b\n",
    "&a [*a]\n",
    "base: &b {x: 1}\n<<: *b\n", "a: |\n  one\n   two\n\nb: >-\n  one\n  two\n",
    "a: |2\n    x\n  y\n",
    "? [a, b]\n: c\n? {d: e}\n: f\n", "? a\n? b\n", "[a: 1, b]", "{a, b: }",
    "{a: 1, a: 2, b: 1, b: 2}",
    "c: 1\nb: 1\nc: 1\nb: 1\n", "null: 1\nnull: 2\n", "~: 1\nnull: 2\n\"~\": 3\n", "a: 1\n'a': 2\n",
    "e\u{301}: 1\n\u{e9}: 2\n", "[", "]", "{a: [}", "a:\n\t- b\n", "a: 'b", "a: \"\\ud800\"",
    "a: \"\\q\"",
    "a: b: c", "- a\nb: c\n", "a: @b\n", "a: `b`\n", "a: %b\n", "a: \u{7}\n", "é: x\u{7f}\n",
    "é\n\u{1b}",
    "a: \u{FFFF}\n", "\u{FEFF}a: 1\n", "a: \u{FEFF}b\n", "a: b\u{85}c: d\n", "a: b\u{2028}c: d\n",
    "a: 1\rb: 2\r",
    "a: \u{1F600}\u{1F600}b: c: d\n", "\u{0}", "a: x\n b\n  c\nd: e\n", "a:\n- b\n-c\n",
    "- - - a\n    - b\n",
    String(repeating: "[", count: 15) + String(repeating: "]", count: 15),
    String(repeating: "- ", count: 15) + "a", "\(String(repeating: "k", count: 1100)): v\n",
  ]

  @Test("A text", arguments: texts)
  func text(text: String) { compare(text) }

  @Test("Every table")
  func tables() throws {
    for file in try Repository.tables() + Self.testTables() { compare(file.text) }
  }

  @Test("Pieces of tables and texts, with accidents", arguments: 0..<16)
  func accidents(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let tables =
      try Repository.tables().map { $0.text } + Self.texts + [Self.texts.joined(separator: "\n")]
    for _ in 0..<150 {
      guard let table = tables.randomElement(using: &generator) else { return }
      var scalars = Self.piece(of: table, &generator)
      for _ in 0..<Int.random(in: 0...4, using: &generator) { Self.damage(&scalars, &generator) }
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars)
      compare(String(text))
    }
  }

  @Test("Nesting beyond any table is one error at the place of the first that is too deep")
  func nesting() {
    let message = ": lists and mappings are nested more than 100 levels deep"
    for (depth, place) in [(100, "2:102"), (500, "2:102"), (50_000, "")] {
      let file = TableFile(name: "Deep.yaml", text: "a:\n  " + String(repeating: "[", count: depth))
      let answer = YAMLOracle.answer(file)
      #expect(answer.hasSuffix(message))
      #expect(answer.hasPrefix("Deep.yaml:\(place)"))
    }
  }

  @Test("Aliases of aliases are refused before they fill the memory")
  func aliases() {
    let levels = (1...40).map { level in
      "a\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", "))]\n"
    }
    let file = TableFile(name: "Laughs.yaml", text: "a0: &a0 [ha]\n" + levels.joined())
    let answer = YAMLOracle.answer(file)
    #expect(answer.hasSuffix(": aliases repeat more than 100000 values"))
    #expect(answer.hasPrefix("Laughs.yaml:6:"))
  }

  /// Where we mean to differ: keys count as one if they read alike, whatever their tags, and a key that
  /// is no scalar is printed.
  private func compare(_ text: String, at location: Testing.SourceLocation = #_sourceLocation) {
    let file = TableFile(name: "Text.yaml", text: text)
    let (expected, answer) = (YAMLOracle.expected(file), YAMLOracle.answer(file))
    if answer == expected { return }
    if answer.contains(": duplicate key '"),
      text.contains("!") || expected.contains("<uncovertable>")
    {
      return
    }
    Issue.record("\(text.debugDescription)\n\(expected)\n\(answer)", sourceLocation: location)
  }

  private static func testTables() throws -> [TableFile] {
    let tests = Repository.root.appending(path: "Tests").path(percentEncoded: false)
    let names = FileManager.default.enumerator(atPath: tests)?.compactMap { $0 as? String } ?? []
    return try names.filter { $0.hasSuffix(".yaml") }.map {
      TableFile(name: $0, text: try String(contentsOfFile: "\(tests)/\($0)", encoding: .utf8))
    }
  }

  /// Some lines of a text that follow each other.
  private static func piece(
    of text: String, _ generator: inout SeededGenerator
  ) -> [Unicode.Scalar] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let first = Int.random(in: 0..<lines.count, using: &generator)
    return Array(lines[first...].prefix(12).joined(separator: "\n").unicodeScalars)
  }

  private static let accidents = [
    "*a", "&a ", "&b [", "!!str ", "!x ", "? ", "- ", ": ", "\"", "'", "|\n", ">-\n", "\t", "\u{0}",
    "\u{7}", "é",
    "e\u{301}", "\u{1F600}", "\u{FFFF}", "---\n", "...\n", "%YAML 1.1\n", "[", "]", "{", "}", "# ",
    ",", "\u{FEFF}",
    "\r", "\n", "\n  ", "\u{85}", "\u{2028}", "<<: *a", "\\", "~", "a: ", "@", "`", "%",
  ]

  /// Inserts, removes or repeats something somewhere.
  private static func damage(
    _ scalars: inout [Unicode.Scalar], _ generator: inout SeededGenerator
  ) {
    let place = Int.random(in: 0...scalars.count, using: &generator)
    let end = min(scalars.count, place + Int.random(in: 1...20, using: &generator))
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: scalars.removeSubrange(place..<end)
    case 1: scalars.insert(contentsOf: scalars[place..<end], at: place)
    default:
      let accident = accidents.randomElement(using: &generator) ?? ""
      scalars.insert(contentsOf: accident.unicodeScalars, at: place)
    }
  }
}
