import Foundation
import Testing

@Suite("audit")
struct AuditCommandTests {
  @Test("every published count with its verdict, in 120 columns")
  func text() throws {
    let lines = try Program.output(["audit"]).split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 120 })
    let line = try #require(
      lines.first { $0.hasPrefix("mobilenet-v2:1.40/224 ") && $0.contains("6.9 M") })
    #expect(
      line.split(separator: " ").map(String.init) == [
        "mobilenet-v2:1.40/224", "params", "6.9", "M", "6,108,776", "12.95", "misprint", "1",
        "digit", "differs",
      ])
    #expect(lines.contains { $0.hasPrefix("ssd-mobilenet-v1:/300, 91 classes ") })
    #expect(lines.contains { $0.hasPrefix("─ TF-slim README ─") })
    let summary = try #require(lines.first { $0.contains("published counts: ") })
    let numbers = summary.split(whereSeparator: { !$0.isNumber }).compactMap { Int($0) }
    #expect(numbers.first == numbers.dropFirst().reduce(0, +))
  }

  @Test("one network, by its alias, alone or with a dialect")
  func name() throws {
    let lines = try Program.output(["audit", "v2", "--format", "csv"]).split(separator: "\n")
    #expect(lines.dropFirst().allSatisfy { $0.hasPrefix("mobilenet-v2:") })
    #expect(lines.count > 40)
    #expect(
      lines[0]
        == "network,source,name,alpha,pixels,classes,count,published,exact,diff. %,verdict,of")
    #expect(
      lines.contains(
        "mobilenet-v2:0.35/96,TF-slim README,mobilenet-v2,0.35,96,,MACs,11 M,11934128,-7.83,"
          + "floored,"))
  }

  private struct Answer: Decodable {
    struct Figure: Decodable {
      var network: String
      var width: Double?
      var count: String
      var published: String
      var exact: Int
      var verdict: String
      var source: String
      var explanation: String?
    }

    var figures: [Figure]
    var exact: Int
    var rounded: Int
    var floored: Int
    var otherConvention: Int
    var stale: Int
    var misprint: Int
    var unexplained: Int
  }

  @Test("as JSON, with the counts of verdicts")
  func json() throws {
    let answer = try Program.json(Answer.self, ["audit", "--format", "json"])
    let sum =
      answer.exact + answer.rounded + answer.floored + answer.otherConvention + answer.stale
      + answer.misprint + answer.unexplained
    #expect(sum == answer.figures.count)
    let figure = try #require(answer.figures.first { $0.published == "219 M" })
    #expect(figure.verdict == "other convention")
    #expect(figure.explanation == "count of @paddle")
    #expect(figure.exact == 216_589_760 && figure.source == "MobileNetV3's paper, Table 3")
  }

  @Test("in the other formats", arguments: ["markdown", "latex"])
  func formats(format: String) throws {
    let text = try Program.output(["audit", "v1", "--format", format])
    let marks = [
      "markdown": "| mobilenet-v1:1.00/224 | Keras docstring | MACs | 529 M | 568,740,352 |",
      "latex": "mobilenet-v1:1.00/224 & Keras docstring & MACs & 529 M & 568,740,352 &",
    ]
    #expect(text.contains(try #require(marks[format])))
  }

  @Test(
    "names that are none",
    arguments: [
      UsageError("audit nosuch", "unknown architecture 'nosuch'; known: "),
      UsageError("audit mobilenet-v9", "unknown architecture 'mobilenet-v9'; did you mean"),
      UsageError(
        "audit v2@nosuch", "unknown dialect '@nosuch' of 'mobilenet-v2'; known: @d-li14,"),
      UsageError(
        "audit v2@timm", "no published counts of 'mobilenet-v2@timm'; there are counts of: deeplab-"
      ),
    ])
  func refused(_ error: UsageError) throws {
    let outcome = try Program.run(error.arguments)
    #expect(outcome.code == 64)
    #expect(outcome.output.isEmpty)
    #expect(outcome.complaint.hasPrefix("mobilenet: " + error.message), "\(outcome.complaint)")
    #expect(outcome.complaint.split(separator: "\n").count == 1)
  }

  @Test("a convention of a folder is tried")
  func convention() throws {
    let scratch = try Scratch()
    try scratch.write(
      """
      published: Own
      tables:
        - source: own
          network: v2
          resolution: 224
          columns: [ parameters ]
          rows:
            - [ 3521928 ]

      """, to: "t/own.yaml")
    func figure() throws -> Answer.Figure {
      let arguments = ["audit", "v2", "--tables", "t", "--format", "json"]
      let answer = try Program.json(Answer.self, arguments, in: scratch)
      return try #require(answer.figures.first { $0.source == "own" })
    }
    #expect(try figure().verdict == "unexplained")
    try scratch.write(
      "convention: mine\nexplains: norms of 3\nparameters: {norm: 3}\n", to: "t/mine.yaml")
    #expect(try figure().verdict == "other convention")
    #expect(try figure().explanation == "norms of 3")
  }

  @Test("figures of a folder are audited too, and what is wrong with them is said")
  func folder() throws {
    let scratch = try Scratch()
    try scratch.write(
      """
      published: Own
      tables:
        - source: own
          network: v2
          resolution: 224
          columns: [ MACs ]
          rows:
            - [ 300774272 ]

      """, to: "t/own.yaml")
    let text = try Program.output(["audit", "v2", "--tables", "t"], in: scratch)
    #expect(text.contains("─ own ─"))
    try scratch.write("published: Own\ntable: []\n", to: "t/own.yaml")
    try Program.expectFailure(
      ["audit", "--tables", "t"], in: scratch, code: 1,
      """
      t/own.yaml:1:1: key 'tables' is missing
        published: Own
        ^
      t/own.yaml:2:1: unknown key 'table' in a file of published figures; did you mean 'tables'?
        table: []
        ^
      """)
  }
}
