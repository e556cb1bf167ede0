import TestSupport
import Testing

@Suite("An ONNX file stands in place of a name")
struct ONNXFileTests {
  private static func scratch() throws -> Scratch {
    let scratch = try TinyNet.scratch()
    _ = try Program.output(
      ["export", "tiny", "--tables", "tables", "--weights", "tiny.pth", "--output", "net.onnx"],
      in: scratch)
    return scratch
  }

  private static func output(_ command: String, in scratch: Scratch) throws -> String {
    try Program.output(
      command.split(separator: " ").map(String.init) + ["--tables", "tables"], in: scratch)
  }

  @Test("where it equals a table, costs and answers are the table's")
  func equal() throws {
    let scratch = try Self.scratch()
    let table = try Self.output("cost tiny --format csv", in: scratch).split(separator: "\n")
    let file = try Self.output("cost net.onnx --format csv", in: scratch).split(separator: "\n")
    #expect(!table.isEmpty && table.count == file.count)
    let heading = try Self.output("cost net.onnx", in: scratch)
    #expect(heading.contains("Equals tiny-net"))
    let own = try Self.output("run tiny --weights tiny.pth", in: scratch).split(separator: "\n")
    let read = try Self.output("run net.onnx", in: scratch).split(separator: "\n")
    #expect(own.suffix(4) == read.suffix(4))
    let identity = try Self.output("identify net.onnx", in: scratch)
    #expect(identity.contains("tiny-net"))
  }

  @Test("a model is not written over the one that it is made from")
  func written() throws {
    let scratch = try Self.scratch()
    for command in ["export net.onnx", "export ./net.onnx", "fold net.onnx --output net.onnx"] {
      let outcome = try Program.run(
        command.split(separator: " ").map(String.init) + ["--tables", "tables"], in: scratch)
      #expect(outcome.code == 64, "\(command): \(outcome.complaint)")
      #expect(outcome.complaint.contains("to write over it, give --force"), "\(outcome.complaint)")
    }
  }

  @Test(
    "in every command that takes a network",
    arguments: [
      "show net.onnx", "memory net.onnx", "roofline net.onnx --gflops 100 --bandwidth 30",
      "draw net.onnx --output net.svg", "diff net.onnx tiny", "reach net.onnx",
    ])
  func commands(command: String) throws {
    let scratch = try Self.scratch()
    let outcome = try Program.run(
      command.split(separator: " ").map(String.init) + ["--tables", "tables"], in: scratch)
    #expect(outcome.code == 0, "\(command): \(outcome.complaint)")
  }

  @Test(
    "what a file fixes is refused",
    arguments: ["--width 0.5", "--classes 7", "--part backbone"])
  func fixed(option: String) throws {
    let scratch = try Self.scratch()
    let outcome = try Program.run(
      ["cost", "net.onnx"] + option.split(separator: " ").map(String.init), in: scratch)
    #expect(outcome.code == 64)
    #expect(outcome.output.isEmpty)
    #expect(
      outcome.complaint.hasPrefix("mobilenet: 'net.onnx': "), "\(outcome.complaint)")
  }

  @Test("another number of classes than the table's has classes without names")
  func otherClasses() throws {
    let scratch = try Scratch()
    _ = try Program.output(
      ["export", "mobilenet-v1", "--width", "0.25", "--classes", "7", "--output", "seven.onnx"],
      in: scratch)
    let answer = try Program.output(["run", "seven.onnx", "--top", "7"], in: scratch)
    for place in 0..<7 { #expect(answer.contains("  class \(place) ")) }
  }

  @Test("a file of another kind is named for what it is")
  func otherFiles() throws {
    let scratch = try TinyNet.scratch()
    try scratch.write(Array("version https://git-lfs.github.com/spec/v1\n".utf8), to: "lfs.onnx")
    try scratch.write(scratch.bytes("tiny.pth"), to: "weights.onnx")
    try Program.expectFailure(
      ["cost", "lfs.onnx"], in: scratch, code: 1,
      "'lfs.onnx': this file is a pointer of Git LFS, which stands for the file itself; fetch the file by"
        + " 'git lfs pull' where the pointer comes from")
    try Program.expectFailure(
      ["cost", "weights.onnx"], in: scratch, code: 1,
      "'weights.onnx': this is a checkpoint, not an ONNX model; its network stands here, which "
        + "'mobilenet identify weights.onnx' names, and --weights takes the file")
  }

  @Test("a file that is missing, empty or cut off has one message")
  func damaged() throws {
    let scratch = try Self.scratch()
    let bytes = try scratch.bytes("net.onnx")
    try scratch.write([], to: "empty.onnx")
    try scratch.write(Array(bytes.prefix(bytes.count / 2)), to: "cut.onnx")
    for name in ["none.onnx", "empty.onnx", "cut.onnx"] {
      let outcome = try Program.run(["cost", name], in: scratch)
      #expect(outcome.code == 1, "\(name)")
      #expect(outcome.output.isEmpty, "\(name)")
      #expect(outcome.complaint.split(separator: "\n").count == 1, "\(name)")
      #expect(outcome.complaint.contains("'\(name)'"), "\(name)")
    }
  }
}
