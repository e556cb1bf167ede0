import Foundation
import Testing

/// A table with Chinese title, source, names of rows and classes.
@Suite("A table in Chinese")
struct ChineseTableTests {
  private static let table = """
    name: flower-net
    aliases: [花卉]
    title: 花卉识别网络
    source: {paper: 讲义第三章}
    input: {shape: [64, 64, 3]}
    variables: {classes: 3}
    labels: flowers
    rules:
      activation: ReLU6
      padding: symmetric
      width: {round: nearest-multiple, divisor: 8, floor: 0.9}
    columns: [operator, t, out, n, s]
    rows:
      - 第一个卷积: [conv2d 3x3, ~, 16, 1, 2]
      - 倒残差一: [bottleneck, 4, 24, 2, 2]
      - 全局池化: [global-pool, ~, ~, ~, ~]
      - 分类器: [fc, ~, classes, ~, ~]
    errata:
      - {row: 倒残差一, column: out, text: 讲义, printed: "32", reason: 应为二十四}
    """
  private static let labels = "雏菊\n蒲公英\n郁金香\n"

  private static func scratch(table: String, labels: String = labels) throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(table, to: "t/flower-net.yaml")
    try scratch.write(labels, to: "t/Labels/flowers.txt")
    return scratch
  }

  /// A text with two Latin letters for each Chinese one.
  private static func latin(_ text: String) -> String {
    text.map { character in
      let value = Int(character.unicodeScalars.first?.value ?? 0)
      guard value >= 0x2E80 else { return String(character) }
      return String(UnicodeScalar(UInt8(97 + value % 26)))
        + String(UnicodeScalar(UInt8(97 + value / 26 % 26)))
    }.joined()
  }

  @Test(
    "is laid out as one in which two Latin letters stand for each Chinese one",
    arguments: [
      "show flower-net", "cost flower-net", "cost flower-net --by layer", "errata flower-net",
      "memory flower-net", "reach flower-net --by row", "list",
      "explain flower-net 2",
    ], ["80", "120"])
  func alignment(command: String, columns: String) throws {
    let folders = [
      try Self.scratch(table: Self.table),
      try Self.scratch(table: Self.latin(Self.table), labels: Self.latin(Self.labels)),
    ]
    let printed = try folders.map { scratch in
      try Program.output(
        command.split(separator: " ").map(String.init) + ["--tables", "t"], in: scratch,
        environment: ["COLUMNS": columns])
    }
    #expect(Self.latin(printed[0]) == printed[1])
  }

  @Test("the scores of classes stand below each other")
  func classes() throws {
    let scratch = try Self.scratch(table: Self.table)
    let printed = try Program.output(["run", "flower-net", "--tables", "t"], in: scratch)
    let lines = printed.split(separator: "\n").filter { $0.hasPrefix("  ") }
    #expect(lines.count == 3)
    #expect(Set(lines.map { Self.latin(String($0)).prefix { $0 != "." }.count }).count == 1)
  }

  @Test("an error's caret stands below its place")
  func caret() throws {
    let scratch = try Self.scratch(
      table: Self.table.replacing("倒残差一: [bottleneck, 4", with: "倒残差一: [bottleneck, 四"))
    let blanks =
      "      " + String(repeating: "\u{3000}", count: 4) + String(repeating: " ", count: 15)
    try Program.expectFailure(
      ["show", "flower-net", "--tables", "t"], in: scratch, code: 1,
      """
      t/flower-net.yaml:15:24: 't' must be a number from 0.01 to 1000.0; got '四'
          - 倒残差一: [bottleneck, 四, 24, 2, 2]
      \(blanks)^
      """)
  }

  @Test(
    "a figure says which font it lacks",
    .enabled(
      if: FileManager.default.fileExists(atPath: "/etc/fonts/fonts.conf"), "not with fontconfig"),
    arguments: ["draw flower-net", "draw flower-net --block 倒残差一", "plot costs flower-net"],
    ["svg", "pdf", "png"])
  func missingFont(command: String, format: String) throws {
    let scratch = try Self.scratch(table: Self.table)
    try scratch.write(
      """
      <?xml version="1.0"?>
      <!DOCTYPE fontconfig SYSTEM "fonts.dtd">
      <fontconfig>
        <include>/etc/fonts/fonts.conf</include>
        <selectfont><rejectfont>
          <pattern><patelt name="lang"><string>zh-cn</string></patelt></pattern>
        </rejectfont></selectfont>
      </fontconfig>
      """, to: "fonts.conf")
    let outcome = try Program.run(
      command.split(separator: " ").map(String.init)
        + ["--tables", "t", "--output", "figure.\(format)"],
      in: scratch,
      environment: [
        "FONTCONFIG_FILE": scratch.url.appending(path: "fonts.conf").path(percentEncoded: false)
      ])
    #expect(outcome.code == 1 && outcome.output.isEmpty)
    #expect(outcome.complaint.hasPrefix("mobilenet: cannot draw 'figure.\(format)': a text has '"))
    #expect(
      outcome.complaint.hasSuffix(
        "which DejaVu Sans lacks: install the font WenQuanYi Micro Hei (Debian's package"
          + " fonts-wqy-microhei)\n"))
    #expect(try !scratch.names().contains { $0.hasPrefix("figure") })
  }
}
