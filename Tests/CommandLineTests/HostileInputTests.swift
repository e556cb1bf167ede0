import Foundation
import Testing

@Suite("What a folder of tables, a machine's limits and names may hold", .timeLimit(.minutes(3)))
struct HostileInputTests {
  private func path(_ scratch: Scratch, _ name: String) -> String {
    scratch.url.appending(path: name).path(percentEncoded: false)
  }

  @Test("pipes and devices among tables are named and refused at once")
  func kinds() throws {
    let scratch = try TinyNet.scratch()
    try scratch.folder("p")
    try scratch.folder("d/Labels")
    try #require(mkfifo(path(scratch, "p/net.yaml"), 0o600) == 0)
    try FileManager.default.createSymbolicLink(
      atPath: path(scratch, "d/net.yml"), withDestinationPath: "/dev/zero")
    try #require(mkfifo(path(scratch, "pipe"), 0o600) == 0)
    let begin = ContinuousClock.now
    for (folder, message) in [
      ("p", "'p/net.yaml' is a pipe, not a file"), ("d", "'d/net.yml' is a device, not a file"),
      ("pipe", "'pipe' is a pipe, not a folder"),
      ("/dev/null", "'/dev/null' is a device, not a folder"),
    ] {
      try Program.expectFailure(["list", "--tables", folder], in: scratch, code: 1, message)
    }
    #expect(ContinuousClock.now - begin < .seconds(8))
    try Program.expectFailure(
      ["run", "v2", "--image", "/dev/zero"], code: 1, "'/dev/zero' is a device, not a file")
  }

  @Test("a pipe in the place of class names")
  func labels() throws {
    let scratch = try Scratch()
    try scratch.write(
      TinyNet.table.replacing("name: tiny-net", with: "name: tiny-net\nlabels: four"),
      to: "t/tiny.yaml")
    try scratch.folder("t/Labels")
    try #require(mkfifo(path(scratch, "t/Labels/four.txt"), 0o600) == 0)
    try Program.expectFailure(
      ["run", "tiny-net", "--tables", "t"], in: scratch, code: 1,
      "'t/Labels/four.txt' is a pipe, not a file")
  }

  @Test("an unreadable folder is named", .enabled(if: getuid() != 0, "root may read all"))
  func unreadable() throws {
    let scratch = try TinyNet.scratch()
    try scratch.folder("tables/secret")
    try #require(chmod(path(scratch, "tables/secret"), 0) == 0)
    defer { chmod(path(scratch, "tables/secret"), 0o700) }
    try Program.expectFailure(
      ["list", "--tables", "tables"], in: scratch, code: 1,
      "cannot read 'tables/secret/': Permission denied")
  }

  @Test(
    "help that nobody gets", arguments: [["--help"], ["cost", "--help"], ["--version"]])
  func full(arguments: [String]) throws {
    guard let device = FileHandle(forWritingAtPath: "/dev/full") else { return }
    let outcome = try Program.run(arguments, to: device)
    #expect(outcome.code == 1)
    #expect(outcome.complaint == "mobilenet: cannot write to standard output\n")
  }

  @Test("memory that there is not: how much, no trap, and nothing is left behind")
  func memory() throws {
    let scratch = try Scratch()
    for (command, limit) in [
      ("export vgg-16 --output big.onnx", 900_000), ("export yolov3 --output big.onnx", 200_000),
      ("run vgg-16", 700_000), ("detect ssdlite --classes 20000", 900_000),
    ] {
      let outcome = try Program.shell("ulimit -v \(limit) && mobilenet \(command)", in: scratch)
      #expect(outcome.code == 1, "\(command): \(outcome.complaint)")
      let said = outcome.complaint
      #expect(
        said.hasPrefix("mobilenet: cannot allocate ")
          || said.hasPrefix("mobilenet: the run needs "),
        "\(command): \(said)")
      #expect(said.split(separator: "\n").count == 1)
    }
    #expect(try scratch.names().isEmpty)
  }

  @Test("a limit on addresses is a limit of the run")
  func limit() throws {
    let outcome = try Program.shell(
      "ulimit -v 700000 && mobilenet run vgg-16", in: try Scratch())
    #expect(outcome.complaint.hasPrefix("mobilenet: the run needs "))
    #expect(outcome.complaint.contains("MiB of memory, but may use only "))
  }

  private static let marked = """
    name: marked
    title: "A</text>&\\x01\\e[31mRED\\ufffe \\u202e\\nB"
    input: {shape: [32, 32, 3]}
    variables: {classes: 4}
    labels: four
    columns: [operator, out, s]
    rows:
    - "\\e]0;pwn\\a<b>&\\"'\\x02": [conv2d 3x3, 16, 2]
    - [global-pool, ~, ~]
    - ["conv2d 1x1, NBN", classes, ~]

    """

  @Test("control characters and marks of direction are shown as escapes")
  func controls() throws {
    let scratch = try Scratch()
    try scratch.write(Self.marked, to: "t/net.yaml")
    try scratch.write("no\u{1B}[2Jrth\nea\u{202E}st\nsouth\nwest\n", to: "t/Labels/four.txt")
    let table = ["marked", "--tables", "t"]
    for arguments in [
      ["show"] + table, ["cost"] + table, ["run"] + table, ["cost"] + table + ["--by", "layer"],
      ["explain", "marked", "1", "--tables", "t"], ["compare", "marked", "v1", "--tables", "t"],
      ["diff", "marked", "v1", "--tables", "t"], ["list", "--tables", "t"],
      ["cost"] + table + ["--format", "markdown"], ["cost"] + table + ["--format", "latex"],
      ["show"] + table + ["--format", "latex", "--standalone"], ["verify"] + table,
      ["memory"] + table, ["worksheet"] + table, ["run"] + table + ["--format", "markdown"],
      ["run"] + table + ["--plan"],
    ] {
      let text = try Program.output(arguments, in: scratch)
      #expect(!text.unicodeScalars.contains(where: Self.isHidden), "\(arguments)")
    }
    let cost = try Program.output(["cost"] + table, in: scratch)
    #expect(cost.hasPrefix(#"A</text>&\x01\x1b[31mRED\ufffe \u202e\nB (marked)"#))
    #expect(cost.contains(#"\x1b]0;pwn\x07<b>&"'\x02"#))
    for name in ["a.svg", "b.pdf", "c.png"] {
      _ = try Program.output(["draw"] + table + ["--output", name], in: scratch)
    }
    let figure = try scratch.text("a.svg")
    #expect(!figure.unicodeScalars.contains(where: Self.isHidden))
    // Programs get what there is.
    #expect(
      try Program.output(["cost"] + table + ["--format", "json"], in: scratch)
        .contains(#"\u001b]0;pwn\u0007<b>&\"'\u0002"#))
  }

  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A: false
    case 0...0x1F, 0x7F...0x9F, 0x202A...0x202E, 0xFFFE: true
    default: false
    }
  }

  @Test("what is wrong is said with escapes, too")
  func complaints() throws {
    let scratch = try Scratch()
    try scratch.write(
      "name: x\ntitle: [a]\n\"\\e[31m\": 1\ncolumns: [operator]\nrows: []\n", to: "t/n.yaml")
    for arguments in [
      ["cost", "x", "--tables", "t"], ["cost", "\u{1B}[31m"], ["cost", "v1", "\u{7}"],
    ] {
      let outcome = try Program.run(arguments, in: scratch)
      #expect(outcome.code != 0)
      #expect(!outcome.complaint.unicodeScalars.contains(where: Self.isHidden), "\(arguments)")
    }
  }

  @Test(
    "titles, names and cells of a megabyte are shown in time",
    arguments: ["cost", "show", "draw", "cost --format markdown", "show --format latex"],
    ["title", "words", "row"])
  func long(command: String, place: String) throws {
    let scratch = try Scratch()
    let text = String(repeating: place == "words" ? "x y " : "wxyz", count: 250_000)
    try scratch.write(
      "name: long\ntitle: \(place == "row" ? "T" : text)\ninput: {shape: [8, 8, 3]}\n"
        + "rules: {width: undefined, activation: RE, padding: symmetric, norm: {epsilon: 1e-5}}\n"
        + "columns: [operator, out]\nrows:\n- ? \(place == "row" ? text : "r")\n"
        + "  : [conv2d 3x3, 8]\n", to: "t/n.yaml")
    let parts = command.split(separator: " ").map(String.init)
    let outcome = try Program.run(
      [parts[0], "long", "--tables", "t"] + parts.dropFirst(), in: scratch)
    #expect(outcome.code == 0, "\(outcome.complaint.prefix(300))")
  }
}
