import TestSupport
import Testing

@Suite("identify names a file")
struct IdentifyTests {
  private static func lines(_ arguments: String, in scratch: Scratch) throws -> [Substring] {
    try Program.output(
      ["identify", "--tables", "tables"] + arguments.split(separator: " ").map(String.init),
      in: scratch
    ).split(separator: "\n")
  }

  private static func value(_ name: String, _ lines: [Substring]) -> Substring? {
    lines.first { $0.hasPrefix(name + " ") }.map {
      let rest = $0.dropFirst(name.count)
      return rest.drop { $0 == " " }
    }
  }

  @Test("a checkpoint of a table, with the command that runs it")
  func checkpoint() throws {
    let scratch = try TinyNet.scratch()
    let lines = try Self.lines("tiny.pth", in: scratch)
    #expect(Self.value("format", lines) == "a PyTorch checkpoint in the format before version 1.6")
    #expect(Self.value("network", lines) == "tiny-net")
    #expect(Self.value("classes", lines) == "4")
    #expect(Self.value("batch norms", lines) == "not folded")
    #expect(Self.value("complete", lines) == "all 7 tensors that the network needs")
    let command = try #require(Self.value("command", lines))
    #expect(command == "mobilenet run tiny-net --weights tiny.pth --image PICTURE")
  }

  @Test("folded, with another number of classes, behind a prefix, with something missing")
  func variants() throws {
    let scratch = try TinyNet.scratch()
    _ = try Program.output(
      [
        "fold", "tiny", "--tables", "tables", "--weights", "tiny.pth", "--output",
        "folded.safetensors",
      ],
      in: scratch)
    let folded = try Self.lines("folded.safetensors", in: scratch)
    #expect(Self.value("format", folded) == "a safetensors file")
    #expect(Self.value("batch norms", folded) == "folded")

    let other = TinyNet.tensors(weight: 1).map { tensor in
      switch tensor.name {
      case "classifier.linear.weight":
        ("module." + tensor.name, [9, 4], [Float](repeating: 1, count: 36))
      case "classifier.linear.bias": ("module." + tensor.name, [9], [Float](repeating: 0, count: 9))
      default: ("module." + tensor.name, tensor.shape, tensor.values)
      }
    }
    try scratch.write(legacyCheckpoint(other), to: "nine.pth")
    let nine = try Self.lines("nine.pth", in: scratch)
    #expect(Self.value("classes", nine) == "9")
    #expect(Self.value("prefix", nine) == "'module.', taken off")
    #expect(
      Self.value("command", nine)
        == "mobilenet run tiny-net --classes 9 --weights nine.pth --image PICTURE")

    let some = TinyNet.tensors(weight: 1).dropLast() + [("head.scale", [2], [1, 2])]
    try scratch.write(legacyCheckpoint(Array(some)), to: "some.pth")
    let incomplete = try Self.lines("some.pth", in: scratch)
    #expect(Self.value("missing", incomplete) == "classifier.linear.bias")
    #expect(Self.value("left over", incomplete) == "head.scale")
    #expect(Self.value("complete", incomplete) == nil)
  }

  @Test("tensors of no table, and files that are no weights")
  func unknown() throws {
    let scratch = try TinyNet.scratch()
    try scratch.write(legacyCheckpoint([("a.b", [2], [1, 2])]), to: "other.pth")
    let lines = try Self.lines("other.pth", in: scratch)
    #expect(Self.value("network", lines) == "unknown: no table has half of its tensors here")
    #expect(Self.value("command", lines) == nil)
    try scratch.write(Array("<!DOCTYPE html>".utf8), to: "page.pth")
    let page = try Program.run(["identify", "page.pth"], in: scratch)
    #expect(page.code == 1)
    #expect(
      page.complaint
        == "mobilenet: 'page.pth': this file is a web page; the download has failed, so fetch the file itself\n"
    )
  }

  @Test("the formats, and which of them are opened")
  func formats() throws {
    let text = try Program.output(["identify", "--formats"])
    for phrase in [
      "a safetensors file", "an ONNX model", "WebP", "weights, by --weights FILE",
      "files that are refused", ".tflite",
    ] {
      #expect(text.contains(phrase), "\(phrase)")
    }
    let json = try Program.output(["identify", "--formats", "--format", "json"])
    #expect(json.contains("\"use\""))
  }

  @Test(
    "either a file or --formats",
    arguments: [
      (["identify"], "Missing expected argument '<file>'"),
      (["identify", "a.pth", "--formats"], "--formats takes no FILE"),
    ])
  func usage(arguments: [String], message: String) throws {
    let outcome = try Program.run(arguments)
    #expect(outcome.code == 64)
    #expect(outcome.complaint.contains(message))
  }
}
