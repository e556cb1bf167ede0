import Architecture
import Testing

/// Searching by bytes of UTF-8 gives what the standard library's string processing gives.
@Suite struct TextSearchTests {
  static let texts = [
    "", "a", "aa", "ab", "..", "a..b", "....", "a...b", "Conv dw / s2", "é", "naïve, é, é",
    "日本, 本日",
    "x\n\ny", "h-swish", "\u{1F600}a\u{1F600}",
  ]
  static let wanted = ["a", "..", "aa", " / s", ", ", "é", "本", "h-", "\n", "\u{1F600}"]

  @Test("Places, parts and replacements", arguments: texts)
  func search(text: String) {
    for wanted in Self.wanted {
      #expect(text.firstRange(ofText: wanted) == text.firstRange(of: wanted))
      #expect(text.contains(text: wanted) == text.contains(wanted))
      #expect(text.replacing(text: wanted, with: "é-") == text.replacing(wanted, with: "é-"))
      #expect(
        text.parts(separatedBy: wanted)
          == text.split(separator: wanted, omittingEmptySubsequences: false).map(String.init))
      let rest = text.dropFirst()
      #expect(rest.firstRange(ofText: wanted) == rest.firstRange(of: wanted))
    }
  }

  @Test("No text stands nowhere")
  func nothing() {
    #expect("abc".firstRange(ofText: "") == nil)
    #expect("abc".parts(separatedBy: "") == ["abc"])
    #expect("abc".replacing(text: "", with: "-") == "abc")
  }
}
