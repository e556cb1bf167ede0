import Foundation
import Testing

@Suite("errata")
struct ErrataCommandTests {
  @Test("claims with their verdicts, then what the tables' sources print, in 120 columns")
  func text() throws {
    let lines = try Program.output(["errata"]).split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 120 })
    let line = try #require(lines.first { $0.contains("growth of the MACs of conv0") })
    #expect(line.hasPrefix("ssd-mobilenet-v1 "))
    let words = line.split(separator: " ")
    #expect(words.drop { $0 != "2.913" }.prefix(3) == ["2.913", "2.811", "explained"])
    #expect(lines.contains { $0.hasPrefix("─ the note on YOLOv5 ─") })
    // An erratum of a table, broken at a blank.
    let place = try #require(lines.firstIndex { $0.contains("18 type / stride") })
    #expect(lines[place].hasSuffix("its input and the rows after it"))
    #expect(lines[place + 1].hasSuffix("are 7x7, and every released"))
  }

  @Test("narrow terminals get every word", arguments: ["40", "60", "80", "100"])
  func narrow(columns: String) throws {
    let text = try Program.output(["errata", "v1"], environment: ["COLUMNS": columns])
    let words = text.split { $0 == " " || $0 == "\n" }
    for word in ["Table", "3x3", "wrong", "implementation", "533.8"] {
      #expect(words.contains(Substring(word)), "\(word)")
    }
    if columns != "40" {
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= Int(columns) ?? 0 })
    }
  }

  private struct Answer: Decodable {
    struct Claim: Decodable {
      var network: String
      var text: String
      var claim: String
      var claimed: String
      var value: Double
      var verdict: String
      var answer: String
      var because: String?
    }

    struct Erratum: Decodable {
      var network: String
      var row: Int?
      var column: String?
      var printed: String
      var reason: String
    }

    var claims: [Claim]
    var errata: [Erratum]
    var holds: Int
    var wrong: Int
    var explained: Int
  }

  @Test("as JSON, with the expressions")
  func json() throws {
    let answer = try Program.json(Answer.self, ["errata", "v1", "--format", "json"])
    #expect(answer.holds + answer.wrong + answer.explained == answer.claims.count)
    let claim = try #require(answer.claims.first { $0.claimed == "4866 M" })
    #expect(claim.verdict == "explained" && claim.value == 4_867_293_184)
    #expect(claim.because == "macs(row stem) + standard()")
    #expect(answer.claims.allSatisfy { $0.network == "mobilenet-v1" })
    #expect(answer.errata.map(\.row) == [18, nil, nil])
    // A network with errata but no claims has both keys.
    let other = try Program.json(
      Answer.self, ["errata", "yolov3-mobilenet-v3-large", "--format", "json"])
    #expect(other.claims.isEmpty && !other.errata.isEmpty)
  }

  @Test("in the other formats", arguments: ["markdown", "csv", "latex"])
  func formats(format: String) throws {
    let text = try Program.output(["errata", "v1", "--format", format])
    let marks = [
      "markdown":
        "| mobilenet-v1 | MobileNetV1's paper | Table 2: % of the multiply-adds in 3x3 convolutions | 1.19 | 1.906 | wrong |",
      "csv":
        "mobilenet-v1,MobileNetV1's paper,Table 2: % of the multiply-adds in 3x3 convolutions,1.19,1.906,wrong,",
      "latex":
        "Table 2: \\% of the multiply-adds in $3 \\times 3$ convolutions & 1.19 & 1.906 & wrong &",
    ]
    #expect(text.contains(try #require(marks[format])))
  }

  @Test("a table that is empty is left out of what people read")
  func empty() throws {
    let text = try Program.output(["errata", "yolov3-mobilenet-v3-large"])
    #expect(!text.contains("claimed") && text.contains("the note on PaddleDetection"))
  }

  @Test(
    "names that are none, or have none",
    arguments: [
      UsageError("errata nosuch", "unknown architecture 'nosuch'; known: "),
      UsageError("errata v9", "unknown architecture 'v9'; did you mean 'v1'?"),
      UsageError("errata lraspp", "no known errata of 'lraspp-mobilenet-v3-large'"),
    ])
  func refused(_ error: UsageError) throws {
    let outcome = try Program.run(error.arguments)
    #expect(outcome.code == 64)
    #expect(outcome.output.isEmpty)
    #expect(outcome.complaint.hasPrefix("mobilenet: " + error.message), "\(outcome.complaint)")
  }

  @Test("claims of a folder are answered too; what cannot be answered is said with its place")
  func folder() throws {
    let scratch = try Scratch()
    func claim(_ answer: String) -> String {
      """
      published: Own
      claims:
        - {network: v2, text: own, claim: blocks, claimed: 17, answer: \(answer)}

      """
    }
    try scratch.write(claim("blocks(kind inverted-residual)"), to: "t/own.yaml")
    let text = try Program.output(["errata", "v2", "--tables", "t"], in: scratch)
    #expect(text.contains("─ own ─"))
    try scratch.write(claim("stride(row 99)"), to: "t/own.yaml")
    try Program.expectFailure(
      ["errata", "--tables", "t"], in: scratch, code: 1,
      """
      t/own.yaml:3:5: 'mobilenet-v2' has no row '99'
          - {network: v2, text: own, claim: blocks, claimed: 17, answer: stride(row 99)}
            ^
      """)
  }
}
