@testable import Reporting
import Testing

@Suite("Tables as Markdown, CSV and LaTeX")
struct FormatTests {
  private let table = ReportTable(
    heading: ["A | B"],
    columns: [.init("name, or \"what\"", .left), .init("%"), .init("a|b", .left)],
    lines: [
      .init(["x | y", .count(1_234_567), "plain"]), .init(["1,2", .none, "say \"no\""]),
    ],
    totals: [.init(["", .count(1_234_567), "all"])], footer: ["first", "second"])

  @Test("Markdown: bars in cells are escaped, sums bold, absent sums empty")
  func markdown() {
    #expect(
      table.rendered(as: .markdown) == """
        A | B

        | name, or "what" | % | a\\|b |
        | :--- | ---: | :--- |
        | x \\| y | 1,234,567 | plain |
        | 1,2 | - | say "no" |
        |  | **1,234,567** | **all** |

        first\("  ")
        second\("  ")

        """)
  }

  @Test("CSV: numbers without separators; commas and quotes in quotes")
  func csv() {
    #expect(
      table.rendered(as: .csv) == #"""
        "name, or ""what""",%,a|b
        x | y,1234567,plain
        "1,2",,"say ""no"""
        ,1234567,all

        """#)
  }

  @Test("CSV: a line feed in a cell is quoted")
  func csvLineFeed() {
    let table = ReportTable(
      heading: [], columns: [.init("a", .left), .init("b")], lines: [.init(["x\ny", "1"])])
    #expect(table.rendered(as: .csv) == "a,b\n\"x\ny\",1\n")
  }

  @Test("LaTeX: a tabular with rules between commented lines")
  func latex() {
    #expect(
      table.rendered(as: .latex) == """
        % A | B
        \\begin{tabular}{lrl}
        \\toprule
        name, or "what" & \\% & a|b \\\\
        \\midrule
        x | y & 1,234,567 & plain \\\\
        1,2 & - & say "no" \\\\
        \\midrule
         & 1,234,567 & all \\\\
        \\bottomrule
        \\end{tabular}
        % first
        % second

        """)
  }

  @Test(
    "LaTeX: characters with a meaning are escaped",
    arguments: [
      ("50 %", "50 \\%"), ("a & b", "a \\& b"), ("#1", "\\#1"), ("a_b", "a\\_b"), ("$5", "\\$5"),
      ("{x}", "\\{x\\}"), ("1/Dk^2", "1/Dk\\textasciicircum{}2"),
      ("a\\b", "a\\textbackslash{}b"), ("~", "--"),
    ])
  func latexEscapes(cell: String, expected: String) {
    let table = ReportTable(
      heading: [], columns: [.init("c", .left)], lines: [.init([.text(cell)])])
    #expect(table.rendered(as: .latex).contains("\\midrule\n\(expected) \\\\\n"))
  }

  @Test("every format ends with one line feed, tables without totals too")
  func ends() {
    let table = ReportTable(heading: [], columns: [.init("c")], lines: [.init(["1"])])
    for format in TableFormat.allCases {
      let text = table.rendered(as: format)
      #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n"))
    }
  }
}
