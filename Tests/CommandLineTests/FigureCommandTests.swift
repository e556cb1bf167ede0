import Foundation
import Testing

/// draw, plot, reports and tour: everything that makes figures.
@Suite("Figures on the command line")
struct FigureCommandTests {
  /// What a file of each type begins with.
  private static let signatures: [(ending: String, bytes: [UInt8])] = [
    ("svg", Array("<?xml".utf8)), ("pdf", Array("%PDF-".utf8)),
    ("png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
  ]

  @Test(
    "the ending says the type",
    arguments: [
      ["plot", "activations"], ["draw", "mobilenet-v2"], ["draw", "v3-small", "--block"],
    ], ["svg", "pdf", "png"])
  func types(command: [String], ending: String) throws {
    let scratch = try Scratch()
    let text = try Program.output(command + ["--output", "figure.\(ending)"], in: scratch)
    #expect(text == "figure.\(ending)\n")
    #expect(try scratch.names() == ["figure.\(ending)"])
    let bytes = try scratch.bytes("figure.\(ending)")
    let signature = try #require(Self.signatures.first { $0.ending == ending }?.bytes)
    #expect(bytes.starts(with: signature))
    #expect(bytes.count > 1000)
  }

  @Test("without --output the figure has the name of what it shows")
  func names() throws {
    let scratch = try Scratch()
    for (arguments, name) in [
      (["plot", "activations"], "activations.svg"), (["draw", "v1"], "mobilenet-v1.svg"),
      (["draw", "v1", "--block"], "mobilenet-v1-block.svg"),
      (["draw", "v2@timm", "-o", "UPPER.SVG"], "UPPER.SVG"),
    ] {
      #expect(try Program.output(arguments, in: scratch) == name + "\n")
      #expect(try scratch.text(name).contains("<svg"))
    }
  }

  @Test("a link stays and leads to the file, a pipe gets the bytes")
  func links() throws {
    let scratch = try Scratch()
    try scratch.write("old", to: "real.svg")
    let path = scratch.url.path(percentEncoded: false)
    try FileManager.default.createSymbolicLink(
      atPath: path + "/link.svg", withDestinationPath: "real.svg")
    _ = try Program.output(["draw", "v1", "-o", "link.svg"], in: scratch)
    let kind = try FileManager.default.attributesOfItem(atPath: path + "/link.svg")[.type]
    #expect(kind as? FileAttributeType == .typeSymbolicLink)
    let figure = try scratch.bytes("real.svg")
    #expect(figure.starts(with: Array("<?xml".utf8)))

    try #require(mkfifo(path + "/pipe.svg", 0o600) == 0)
    let reader = Process()
    reader.executableURL = URL(filePath: "/bin/cat")
    reader.arguments = [path + "/pipe.svg"]
    reader.standardOutput = try scratch.file("copy.svg")
    try reader.run()
    _ = try Program.output(["draw", "v1", "-o", "pipe.svg"], in: scratch)
    let pipe = try FileManager.default.attributesOfItem(atPath: path + "/pipe.svg")[.type]
    if pipe as? FileAttributeType == .typeRegular { reader.terminate() }
    reader.waitUntilExit()
    #expect(try scratch.bytes("copy.svg") == figure)
  }

  @Test("the same figure has the same bytes each time, and the multipliers change it")
  func bytes() throws {
    let scratch = try Scratch()
    for (name, options) in [
      ("a.svg", []), ("b.svg", []), ("c.svg", ["--width", "0.5"]),
      ("d.svg", ["--resolution", "96"]),
    ] as [(String, [String])] {
      _ = try Program.output(["draw", "v3-large", "-o", name] + options, in: scratch)
    }
    let first = try scratch.bytes("a.svg")
    #expect(try scratch.bytes("b.svg") == first)
    #expect(try scratch.bytes("c.svg") != first)
    #expect(try scratch.bytes("d.svg") != first)
  }

  @Test("a figure replaces the one before")
  func replacing() throws {
    let scratch = try Scratch()
    try scratch.write("old", to: "a.svg")
    _ = try Program.output(["plot", "activations", "-o", "a.svg"], in: scratch)
    #expect(try scratch.text("a.svg").hasPrefix("<?xml"))
    #expect(try scratch.names() == ["a.svg"])
  }

  @Test(
    "places that cannot be written to",
    arguments: [
      ("none/a.svg", "No such file or directory"), ("file/a.svg", "Not a directory"),
    ], [["plot", "activations"], ["draw", "v2"]])
  func unwritable(place: (path: String, reason: String), command: [String]) throws {
    let scratch = try Scratch()
    try scratch.write("text", to: "file")
    try Program.expectFailure(
      command + ["-o", place.path], in: scratch, code: 1,
      "cannot write '\(place.path)': \(place.reason)")
    #expect(try scratch.names() == ["file"])
  }

  @Test("a table of one's own is drawn")
  func ownTable() throws {
    var table = try OwnTable(name: "my-net", alias: "mine")
    try table.remove(row: 11)
    let scratch = try Scratch()
    try scratch.write(table.text, to: "tables/MyNet.yaml")
    for ending in ["svg", "pdf", "png"] {
      _ = try Program.output(
        ["draw", "mine", "--tables", "tables", "-o", "net.\(ending)"], in: scratch)
      _ = try Program.output(
        ["draw", "mine", "--tables", "tables", "--block", "-o", "block.\(ending)"], in: scratch)
    }
    let built = try Program.output(["draw", "v3-large", "-o", "built.svg"], in: scratch)
    #expect(built == "built.svg\n")
    #expect(try scratch.bytes("net.svg") != scratch.bytes("built.svg"))
  }

  @Test("reports: tables and figures of every classifier, the same bytes each time")
  func reports() throws {
    let scratch = try Scratch()
    #expect(try Program.output(["reports", "-o", "one"], in: scratch) == "one\n")
    #expect(try Program.output(["reports", "--output", "two"], in: scratch) == "two\n")
    let names = try scratch.names().filter { $0.hasPrefix("one/") }.map { String($0.dropFirst(4)) }
    for name in ["mobilenet-v1", "mobilenet-v2", "mobilenet-v3-large", "mobilenet-v3-small"] {
      for file in ["\(name).md", "\(name).svg", "\(name)-block.svg"] {
        #expect(names.contains(file))
      }
    }
    #expect(names.contains("activations.svg") && names.contains("figures.versions.txt"))
    for name in names {
      #expect(try scratch.bytes("one/\(name)") == scratch.bytes("two/\(name)"), "\(name)")
    }
    let table = try scratch.text("one/mobilenet-v1.md")
    for mark in ["# MobileNetV1\n", "| **568,740,352** |", "![MobileNetV1](mobilenet-v1.svg)"] {
      #expect(table.contains(mark))
    }
    let versions = try Program.output(["reports", "--versions"])
    #expect(try scratch.text("one/figures.versions.txt") == versions)
  }

  @Test("the tour goes on without data, and says so")
  func tour() throws {
    let scratch = try Scratch()
    let text = try Program.output(["tour", "--data", "none", "--output", "Tour"], in: scratch)
    for mark in [
      "mobilenet cost mobilenet-v2", "300,774,272", "mobilenet draw mobilenet-v2", "Is it true?",
      "What does it see?", "no none/mobilenet_v2-b0353104.pth",
      "no photographs in none", "Who is there?", "nobody is looked for",
      "Every intermediate shape was checked against the table.",
    ] { #expect(text.contains(mark), "\(mark)") }
    for name in ["activations", "mobilenet-v2", "mobilenet-v2-block"] {
      for ending in ["svg", "pdf", "png"] {
        #expect(try !scratch.bytes("Tour/\(name).\(ending)").isEmpty)
      }
    }
  }
}
