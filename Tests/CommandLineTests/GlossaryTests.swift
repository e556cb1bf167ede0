import Foundation
import Testing

@Suite("Terms")
struct GlossaryTests {
  private struct Term: Decodable {
    var term: String
    var english: String
    var chinese: String
    var command: String?
  }

  private struct Terms: Decodable { var terms: [Term] }

  private static func terms(_ arguments: [String]) throws -> [Term] {
    let text = try Program.output(["explain"] + arguments + ["--format", "json"])
    return try JSONDecoder().decode(Terms.self, from: Data(text.utf8)).terms
  }

  /// What the entries say to try, each once.
  private static let commands: [String] =
    Set(((try? terms(["--terms"])) ?? []).compactMap(\.command)).sorted()

  @Test("all are listed")
  func list() throws {
    #expect(try Self.terms(["--terms"]).count >= 60)
    #expect(Self.commands.count >= 30)
    for format in ["text", "markdown", "csv", "latex"] {
      let text = try Program.output(["explain", "--terms", "--format", format])
      #expect(text.contains("inverted residual") && text.contains("倒残差结构"))
    }
  }

  @Test("every command to try succeeds", arguments: commands)
  func tried(command: String) throws {
    let scratch = try Scratch()
    let outcome = try Program.shell(command, in: scratch)
    #expect(outcome.code == 0 && outcome.complaint.isEmpty && !outcome.output.isEmpty)
  }

  @Test(
    "any case and spelling, in one word or several",
    arguments: [
      ["hswish"], ["H_Swish"], ["HS"], ["hard swish"], ["h", "swish"], ["Hard", "Swish"],
    ])
  func spellings(words: [String]) throws {
    #expect(
      try Program.output(["explain"] + words) == Program.output(["explain", "h-swish"]))
    #expect(try Self.terms(words).map(\.term) == ["h-swish"])
  }

  @Test("in Chinese where it is asked for, or in Chinese")
  func languages() throws {
    let chinese = try Program.output(["explain", "receptive field", "--language", "zh"])
    #expect(chinese.hasPrefix("术语         感受野\n"))
    #expect(try Program.output(["explain", "感受野"]) == chinese)
    let english = try Program.output(["explain", "receptive field"])
    #expect(english.hasPrefix("term         receptive field\n"))
    #expect(try Program.output(["explain", "感受野", "--language", "en"]) == english)
  }

  @Test("every format", arguments: ["markdown", "csv", "latex", "json"])
  func formats(format: String) throws {
    let text = try Program.output(["explain", "NBN", "--format", format])
    #expect(text.contains("No batch norm"))
  }

  @Test("a row's arithmetic is what it was, also where a term has the row's name")
  func rows() throws {
    let text = try Program.output(["explain", "mobilenet-v3-large", "stem"])
    #expect(text.hasPrefix("MobileNetV3-Large (mobilenet-v3-large)"))
  }

  @Test(
    "impossible command lines",
    arguments: [
      UsageError("explain h-swsh", "unknown term 'h-swsh'; did you mean 'h-swish'?"),
      UsageError(
        "explain qqqqqqqqqq", "unknown term 'qqqqqqqqqq'; 'mobilenet explain --terms' lists all"),
      UsageError(
        "explain mobilenet-v2",
        "'mobilenet-v2' is a network, so a row is missing; try 'mobilenet explain mobilenet-v2 stem'"
      ),
      UsageError(
        "explain MobileNetV1@timm",
        "'MobileNetV1@timm' is a network, so a row is missing; try 'mobilenet explain MobileNetV1@timm"
          + " stem'"),
      UsageError("explain v3", "'v3' is ambiguous: mobilenet-v3-large or mobilenet-v3-small?"),
      UsageError(
        "explain v9 stem9", "unknown architecture 'v9'; did you mean 'v1'?"),
      UsageError(
        "explain alpha --width 0.5",
        "--width, --resolution, --rho, --classes and --part go with a row of a network, not with a term"
      ),
      UsageError(
        "explain --terms --classes 10",
        "--width, --resolution, --rho, --classes and --part go with a row of a network, not with"
          + " --terms"),
      UsageError(
        "explain v2 3 --language zh", "--language goes with a term, not with a row of a network"),
    ])
  func errors(error: UsageError) throws {
    try Program.expectFailure(error.arguments, code: 64, error.message)
  }

  @Test(
    "what does not go together",
    arguments: [
      ("explain", "Error: give a NAME and a ROW, or a TERM\n"),
      ("explain --terms alpha", "Error: --terms takes no NAME, ROW or TERM\n"),
      ("explain --terms --language zh", "Error: --language goes with a TERM, not with --terms\n"),
      (
        "explain alpha --language fr",
        "Error: The value 'fr' is invalid for '--language <language>'. Please provide one of 'en' and"
          + " 'zh'.\n"
      ),
    ])
  func refused(line: String, message: String) throws {
    let outcome = try Program.run(line.split(separator: " ").map(String.init))
    #expect(outcome.code == 64 && outcome.output.isEmpty)
    #expect(outcome.complaint.hasPrefix(message))
  }

  @Test("a folder's entries stand beside the built-in ones, and what is wrong has its place")
  func folder() throws {
    let scratch = try Scratch()
    try scratch.write(
      "glossary: Mine\nterms:\n  - {term: my term, en: What I mean., zh: 我的意思。}\n",
      to: "t/mine.yaml")
    let own = try Program.output(["explain", "my", "term", "--tables", "t"], in: scratch)
    #expect(own == "term         my term\nmeaning      What I mean.\n")
    _ = try Program.output(["explain", "alpha", "--tables", "t"], in: scratch)
    try scratch.write("glossary: Mine\nterms:\n  - {term: my term, en: E}\n", to: "t/mine.yaml")
    try Program.expectFailure(
      ["explain", "alpha", "--tables", "t"], in: scratch, code: 1,
      """
      t/mine.yaml:3:5: key 'zh' is missing
          - {term: my term, en: E}
            ^
      """)
  }
}
