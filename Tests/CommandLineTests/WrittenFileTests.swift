import Foundation
import Testing

@Suite("Files that are written")
struct WrittenFileTests {
  private func path(_ scratch: Scratch, _ name: String = "") -> String {
    scratch.url.path(percentEncoded: false) + (name.isEmpty ? "" : "/\(name)")
  }

  private func status(_ path: String) throws -> stat {
    var status = stat()
    try #require(stat(path, &status) == 0)
    return status
  }

  private static let plot = ["plot", "activations", "--output"]

  @Test("a signal leaves no temporary file", arguments: [SIGINT, SIGTERM])
  func signal(number: CInt) throws {
    let scratch = try Scratch()
    let process = Process()
    process.executableURL = Program.executable
    process.arguments = ["export", "vgg-16", "--output", "big.onnx"]
    process.currentDirectoryURL = scratch.url
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    while process.isRunning {
      if try scratch.names().contains(where: { $0.hasPrefix(".mobilenet-") }) {
        kill(process.processIdentifier, number)
        break
      }
    }
    process.waitUntilExit()
    let names = try scratch.names()
    #expect(names.isEmpty || names == ["big.onnx"])
    if names.isEmpty { #expect(process.terminationReason == .uncaughtSignal) }
  }

  @Test("what a process that is gone has left is removed by the next, and nothing else")
  func stale() throws {
    let scratch = try Scratch()
    let alive = ".mobilenet-\(ProcessInfo.processInfo.processIdentifier)-1"
    let others = [alive, ".mobilenet-notes", ".mobilenet--1-1", "mobilenet-4194399-1"]
    for name in others + [".mobilenet-4194399-1"] { try scratch.write("x", to: name) }
    _ = try Program.output(Self.plot + ["a.svg"], in: scratch)
    #expect(try scratch.names() == (others + ["a.svg"]).sorted())
  }

  @Test("a file keeps its mode and its owner")
  func owner() throws {
    let scratch = try Scratch()
    try scratch.write("old", to: "a.svg")
    try #require(chmod(path(scratch, "a.svg"), 0o640) == 0)
    // Only root may give files away.
    let isGiven = chown(path(scratch, "a.svg"), 12345, 54321) == 0
    let before = try status(path(scratch, "a.svg"))
    _ = try Program.output(Self.plot + ["a.svg"], in: scratch)
    let after = try status(path(scratch, "a.svg"))
    #expect(after.st_mode == before.st_mode)
    #expect((after.st_uid, after.st_gid) == (before.st_uid, before.st_gid))
    #expect(!isGiven || after.st_uid == 12345)
    #expect(after.st_size > 1000)
  }

  @Test("links: what is not there yet is made, circles are refused, and open files stay open")
  func links() throws {
    let scratch = try Scratch()
    try scratch.folder("inner")
    for (link, target) in [
      ("new.svg", "inner/target.svg"), ("inner/target.svg", "last.svg"), ("a.svg", "b.svg"),
      ("b.svg", "a.svg"),
    ] {
      try FileManager.default.createSymbolicLink(
        atPath: path(scratch, link), withDestinationPath: target)
    }
    _ = try Program.output(Self.plot + ["new.svg"], in: scratch)
    #expect(try scratch.bytes("inner/last.svg").starts(with: Array("<?xml".utf8)))
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: path(scratch, "new.svg"))
        == "inner/target.svg")
    try Program.expectFailure(
      Self.plot + ["a.svg"], in: scratch, code: 1,
      "cannot write 'a.svg': Too many levels of symbolic links")
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: path(scratch, "a.svg")) == "b.svg")
  }

  @Test("a name that is not UTF-8 is written as given, and shown as bytes")
  func bytes() throws {
    let scratch = try Scratch()
    let outcome = try Program.shell(
      #"mobilenet plot activations -o "$(printf 'caf\351.svg')" | od -An -tx1 && ls | od -An -c"#,
      in: scratch)
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("63 61 66 e9 2e 73 76 67 0a"))
    #expect(outcome.output.contains("351"))
    let refusal = try Program.shell(
      #"mobilenet plot activations -o "$(printf 'caf\351.doc')""#, in: scratch)
    #expect(refusal.complaint.hasPrefix(#"mobilenet: 'caf\xe9.doc' must end with "#))
    // And read.
    let reading = try Program.shell(
      #"d="$(printf 'd\377')"; mkdir "$d"; cp "$(printf 'caf\351.svg')" "$d/$(printf '\200.yaml')";"#
        + #" mobilenet list --tables "$d""#, in: scratch)
    #expect(reading.complaint.hasPrefix(#"mobilenet: d\xff/\x80.yaml:1:"#))
  }

  @Test("a home folder in quotes is asked about")
  func tilde() throws {
    let scratch = try Scratch()
    let environment = ["HOME": "/home/somebody"]
    for (arguments, path, name) in [
      (Self.plot + ["~/a.svg"], "~/a.svg", "/a.svg"),
      (["export", "v2", "--output", "~/a.onnx"], "~/a.onnx", "/a.onnx"),
      (["cost", "v2", "--tables", "~/t"], "~/t", "/t"),
      (["run", "v2", "--weights", "~/w.pth"], "~/w.pth", "/w.pth"),
      (["run", "v2", "--image", "~/p.png"], "~/p.png", "/p.png"),
      (["reports", "--output", "~"], "~", ""),
    ] {
      let outcome = try Program.run(arguments, in: scratch, environment: environment)
      #expect(outcome.code == 64)
      #expect(
        outcome.complaint == "mobilenet: '\(path)' begins with '~', which the shell replaces only"
          + " outside quotes: did you mean '/home/somebody\(name)'? (A folder of that name is"
          + " './~'.)\n")
    }
    #expect(try scratch.names().isEmpty)
    // One's own name for a file.
    _ = try Program.output(Self.plot + ["~a.svg"], in: scratch)
    #expect(try scratch.names() == ["~a.svg"])
  }

  @Test("what a command reads is written over only by force")
  func force() throws {
    let scratch = try TinyNet.scratch()
    try FileManager.default.createSymbolicLink(
      atPath: path(scratch, "link.onnx"), withDestinationPath: "tiny.pth")
    let weights = ["--tables", "tables", "--weights", "tiny.pth"]
    let before = try scratch.bytes("tiny.pth")
    for (arguments, output, input) in [
      (["export", "tiny"] + weights, "./tiny.pth", "tiny.pth"),
      (["export", "tiny"] + weights, "link.onnx", "tiny.pth"),
      (["fold", "tiny"] + weights, "tiny.pth", "tiny.pth"),
      (["fold", "tiny"] + weights, "tables/tiny.yaml", "tables/tiny.yaml"),
    ] {
      try Program.expectFailure(
        arguments + ["--output", output], in: scratch, code: 64,
        "'\(output)' is read as '\(input)'; to write over it, give --force")
    }
    #expect(try scratch.bytes("tiny.pth") == before)
    _ = try Program.output(
      ["export", "tiny"] + weights + ["--output", "tiny.pth", "--force"], in: scratch)
    #expect(try scratch.bytes("tiny.pth") != before)
  }

  @Test("reports and the tour write over nothing that they read, and nothing before they know")
  func folders() throws {
    let scratch = try TinyNet.scratch()
    try scratch.write("a photograph", to: "Data/astronaut.png")
    try scratch.folder("Reports")
    for (link, target) in [
      ("Reports/tiny-net.md", "../tables/tiny.yaml"), ("Data/person.png", "astronaut.png"),
    ] {
      try FileManager.default.createSymbolicLink(
        atPath: path(scratch, link), withDestinationPath: target)
    }
    let before = try scratch.names()
    for (arguments, output, input) in [
      (["reports", "--tables", "tables"], "Reports/tiny-net.md", "tables/tiny.yaml"),
      (["tour", "--data", "Data", "--output", "Data"], "Data/person.png", "Data/astronaut.png"),
    ] {
      try Program.expectFailure(
        arguments, in: scratch, code: 64,
        "'\(output)' is read as '\(input)'; to write over it, give --force")
    }
    #expect(try scratch.names() == before)
    #expect(try scratch.text("tables/tiny.yaml") == TinyNet.table)
    #expect(try scratch.text("Data/astronaut.png") == "a photograph")
    _ = try Program.output(["reports", "--tables", "tables", "--force"], in: scratch)
    #expect(try scratch.text("tables/tiny.yaml").hasPrefix("# Tiny\n"))
  }

  @Test("a picture is not drawn over itself")
  func picture() throws {
    let scratch = try Scratch()
    _ = try Program.output(["plot", "activations", "--output", "a.png"], in: scratch)
    try Program.expectFailure(
      ["detect", "ssdlite", "--image", "a.png", "--output", "./a.png"], in: scratch, code: 64,
      "'./a.png' is read as 'a.png'; to write over it, give --force")
  }
}
