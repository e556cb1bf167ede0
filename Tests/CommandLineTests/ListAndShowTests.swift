import Foundation
import Testing

@Suite("list, show, help")
struct ListAndShowTests {
  @Test("every architecture has a line with its totals")
  func list() throws {
    let lines = try Program.output(["list"]).split(separator: "\n")
    for (name, short, parameters, macs, peak) in [
      ("mobilenet-v1", "v1", "4,231,976", "568,740,352", "4.59"),
      ("mobilenet-v2", "v2", "3,504,872", "300,774,272", "5.74"),
      ("mobilenet-v3-large", "v3-large", "5,483,032", "216,589,760", "3.83"),
      ("mobilenet-v3-small", "v3-small", "2,542,856", "56,510,400", "1.34"),
    ] {
      let line = try #require(lines.first { $0.hasPrefix(name + " ") })
      #expect(
        line.split(separator: " ").map(String.init) == [
          name, short, "224x224x3", parameters, macs, peak,
        ])
    }
    for name in [
      "lraspp-mobilenet-v3-large", "ssdlite-mobilenet-v3-large", "yolov5-mobilenet-v3-large",
      "yolov5-mobilenet-v3-small",
    ] {
      #expect(lines.contains { $0.hasPrefix(name + " ") })
    }
    #expect(lines.contains { $0.contains("@slim: ") && $0.contains("v1, v2, v3-large, v3-small") })
    let names = try Program.output(["list", "--names"]).split(separator: "\n")
    #expect(names.contains("mobilenet-v2") && names.contains("mobilenet-v2@timm"))
    #expect(!names.contains { $0.contains(" ") })
  }

  @Test("the list for programs: exact numbers, and the dialects of each")
  func listFormats() throws {
    let json = try Program.output(["list", "--format", "json"])
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let networks = try #require(object["networks"] as? [[String: Any]])
    let second = try #require(networks.first { $0["name"] as? String == "mobilenet-v2" })
    #expect(second["macs"] as? Int == 300_774_272 && second["parameters"] as? Int == 3_504_872)
    #expect((second["dialects"] as? String)?.contains("timm") == true)
    let csv = try Program.output(["list", "--format", "csv"])
    #expect(csv.contains("\nmobilenet-v2,\"MobileNets, their ancestors and heirs\",v2,\""))
    let refused = try Program.run(["list", "--names", "--format", "json"])
    #expect(refused.code == 64 && refused.complaint.contains("leave out --format"))
  }

  @Test("the table as its paper prints it, with the source's misprint starred")
  func show() throws {
    let text = try Program.output(["show", "mobilenet-v1"])
    #expect(text.contains("arXiv 1704.04861, Table 1\n"))
    #expect(text.contains("Conv dw / s1 *"))
    #expect(text.contains("* row 18, type / stride: the source prints 'Conv dw / s2'; "))
  }

  @Test("the same in every format", arguments: ["text", "markdown", "csv", "latex"])
  func showFormats(format: String) throws {
    let text = try Program.output(["show", "v3-small", "--format", format])
    let marks = [
      "text": " 5  bneck4 ",
      "markdown": "| 5 | backbone | bneck4 | 28x28x24 | bneck 5x5 | 96 | 40 |",
      "csv": "\n5,backbone,bneck4,28x28x24,bneck 5x5,96,40,1,HS,2,28x28x24,14x14x40\n",
      "latex": "5 & backbone & bneck4 & $28^2 \\times 24$ & bneck $5 \\times 5$ & 96 & 40 &",
    ]
    #expect(text.contains(try #require(marks[format])))
  }

  @Test("inferred shapes follow the multipliers, claims do not")
  func showScaled() throws {
    let text = try Program.output(
      ["show", "v2", "--width", "0.5", "--resolution", "128", "--format", "csv"])
    // The claim, then the inferred input and output.
    #expect(text.contains("112x112x32,bottleneck,1,16,1,1,64x64x16,64x64x8\n"))
  }

  @Test(
    "help for every command",
    arguments: [
      "list", "show", "cost", "reach", "plot", "draw", "verify", "run", "tour", "reports",
      "audit", "errata",
    ])
  func help(command: String) throws {
    let text = try Program.output([command, "--help"])
    #expect(text.hasPrefix("OVERVIEW: "))
    #expect(text.contains("USAGE: mobilenet \(command)"))
    #expect(try Program.output(["help", command]) == text)
  }

  @Test("without a command the program explains itself")
  func overview() throws {
    let text = try Program.output([])
    #expect(text.contains("\n  verify  "))
    #expect(try Program.output(["--help"]) == text)
    #expect(try Program.output(["--version"]).split(separator: ".").count == 3)
  }

  @Test("output that is no terminal has no color and the width of COLUMNS, or 120")
  func width() throws {
    for (columns, expected) in [
      ("80", 80), ("100", 100), ("no number", 120), ("0", 120), ("1", 40),
    ] {
      let text = try Program.output(["cost", "v2"], environment: ["COLUMNS": columns])
      let rule = try #require(text.split(separator: "\n").first { $0.hasPrefix("─") })
      #expect(rule.count <= expected)
      #expect(rule.count > expected - 40)
      #expect(!text.contains("\u{1B}"))
    }
  }

  @Test(
    "output that nothing takes ends the program with a sentence",
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "there is no /dev/full"))
  func full() throws {
    let device = try #require(FileHandle(forWritingAtPath: "/dev/full"))
    let outcome = try Program.run(["list"], to: device)
    #expect(outcome.code == 1)
    #expect(outcome.complaint == "mobilenet: cannot write to standard output\n")
  }
}
