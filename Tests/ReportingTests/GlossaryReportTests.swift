import Architecture
@testable import Reporting
import TableReading
import TestSupport
import Testing

@Suite struct GlossaryReportTests {
  @Test("No line is wider than the terminal, and no word is lost", arguments: [40, 80, 120])
  func width(columns: Int) throws {
    for entry in try TableLibrary.repository().glossary() {
      for language in GlossaryEntry.Language.allCases {
        let text = GlossaryReport.text(entry, in: language, width: columns)
        for line in text.split(separator: "\n") {
          // A word that cannot be broken may stand out of a narrow terminal.
          #expect(columns < 80 || line.terminalColumns <= columns, "\(line)")
        }
        let words = text.filter { !$0.isWhitespace }
        for said in [entry.meaning(in: language), entry.formula, entry.command].compactMap({ $0 }) {
          #expect(words.contains(said.filter { !$0.isWhitespace }), "\(entry.term)")
        }
      }
    }
  }

  @Test("A term in both languages")
  func text() throws {
    let entry = GlossaryEntry(
      theme: "T", term: "receptive field", chineseTerm: "感受野", aliases: ["RF"],
      english: "What a place sees.", chinese: "一个位置所能看到的区域。", formula: "r\u{1B}",
      command: "mobilenet list")
    #expect(
      GlossaryReport.text(entry, in: .english, width: 40) == """
        term         receptive field
        also         感受野, RF
        meaning      What a place sees.
        formula      r\\x1b
        try          mobilenet list

        """)
    #expect(
      GlossaryReport.text(entry, in: .chinese, width: 40) == """
        术语         感受野
        又名         receptive field, RF
        含义         一个位置所能看到的区域。
        公式         r\\x1b
        试一试       mobilenet list

        """)
  }

  @Test("The table of all terms fits, with every term", arguments: [80, 120])
  func table(columns: Int) throws {
    let entries = try TableLibrary.repository().glossary()
    let text = GlossaryReport.table(entries).rendered(
      as: .text, style: TerminalStyle(width: columns, usesColor: false))
    #expect(text.split(separator: "\n").allSatisfy { $0.terminalColumns <= columns })
    // A term of several words may be broken.
    for word in entries.compactMap({ $0.term.split(separator: " ").first }) {
      #expect(text.contains(word))
    }
  }
}
