@testable import Reporting
import Testing

@Suite("Tables as text")
struct TextTableTests {
  private typealias Line = ReportTable.Line

  private let fruit = ReportTable(
    heading: ["Fruit"],
    columns: [
      .init("name", .left), .init("colors", .left, priority: 2), .init("count"),
      .init("kg", priority: 1),
    ],
    lines: [Line(["apple", "green", "7", "1.25"]), Line(["fig", "blue", "1,200", "30.00"])],
    totals: [Line(["total", "", "1,207", "31.25"])], footer: ["Counted by hand."])

  private func text(_ table: ReportTable, width: Int, color: Bool = false) -> String {
    table.rendered(as: .text, style: TerminalStyle(width: width, usesColor: color))
  }

  @Test("words lean left, numbers right, and no line ends with a blank")
  func alignment() {
    #expect(
      text(fruit, width: 80) == """
        Fruit
        ───────────────────────────
        name   colors  count     kg
        ───────────────────────────
        apple  green       7   1.25
        fig    blue    1,200  30.00
        ───────────────────────────
        total          1,207  31.25
        ───────────────────────────
        Counted by hand.

        """)
  }

  @Test("first the gaps shrink, then columns go by their number, the largest first")
  func dropping() {
    #expect(header(fruit, width: 27) == "name   colors  count     kg")
    #expect(header(fruit, width: 26) == "name  colors count    kg")
    #expect(header(fruit, width: 24) == "name  colors count    kg")
    #expect(header(fruit, width: 23) == "name   count     kg")
    #expect(header(fruit, width: 18) == "name  count    kg")
    #expect(header(fruit, width: 16) == "name   count")
    #expect(header(fruit, width: 11) == "name  count")
  }

  @Test("columns of number 0 stay, even where they do not fit")
  func kept() {
    #expect(header(fruit, width: 3) == "name  count")
    let rule = text(fruit, width: 3).split(separator: "\n").first { $0.hasPrefix("─") }
    #expect(rule == "───")
  }

  @Test("nothing is wider than the width, as long as columns of number 0 fit", arguments: 11...40)
  func width(_ width: Int) {
    var table = fruit
    table.heading = ["A heading of several words that is longer than any width here, to be broken"]
    table.footer = ["And a footer  with   blanks in it, some longer words, a full stop and more."]
    for line in text(table, width: width).split(separator: "\n") {
      #expect(line.count <= width, "\(line)")
    }
  }

  @Test("long lines are broken at blanks and go on indented")
  func wrapping() {
    var table = fruit
    table.heading = ["one two three four five"]
    table.footer = ["unbreakablewords stay", ""]
    let lines = text(table, width: 11).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.prefix(3) == ["one two", "  three", "  four five"])
    #expect(lines.suffix(4) == ["unbreakablewords", "  stay", "", ""])
  }

  @Test("wide characters take two columns and are broken anywhere")
  func wide() {
    var table = fruit
    table.lines[0].cells[1] = "绿色"
    table.footer = ["精度下降是正常现象 yes"]
    let lines = text(table, width: 40).split(separator: "\n").map(String.init)
    let first = lines.first { $0.hasPrefix("apple") }
    let second = lines.first { $0.hasPrefix("fig") }
    #expect(first?.count == (second?.count ?? 0) - 2)
    table.lines[0].group = "水果 fruit"
    let rules = text(table, width: 40).split(separator: "\n").filter { $0.hasPrefix("─") }
    #expect(rules.contains("─ 水果 fruit ──────────────"))
    #expect(rules.first == "───────────────────────────")
    table.lines[0].group = nil
    let narrow = text(table, width: 11).split(separator: "\n").map(String.init)
    #expect(narrow.suffix(2) == ["精度下降是", "正常现象", "  yes"].suffix(2))
  }

  @Test("color is asked for, by line, and takes no place")
  func color() {
    var table = fruit
    table.lines[0].tint = .violet
    table.lines[1].tint = .dim
    let plain = text(table, width: 80)
    let colored = text(table, width: 80, color: true)
    #expect(!plain.contains("\u{1B}"))
    #expect(colored.contains("\u{1B}[35mapple  green       7   1.25\u{1B}[0m\n"))
    #expect(colored.contains("\u{1B}[2mfig    blue    1,200  30.00\u{1B}[0m\n"))
    let stripped = ["\u{1B}[35m", "\u{1B}[2m", "\u{1B}[0m"].reduce(colored) {
      $0.replacing($1, with: "")
    }
    #expect(stripped == plain)
  }

  @Test("a table without lines has its header")
  func empty() {
    let table = ReportTable(heading: [], columns: [.init("name", .left)], lines: [])
    #expect(text(table, width: 80) == "────\nname\n────\n────\n")
  }

  private func header(_ table: ReportTable, width: Int) -> String {
    let lines = text(table, width: width).split(separator: "\n")
    return lines.first { $0.hasPrefix("name") }.map(String.init) ?? ""
  }
}
