import Testing

@Suite("export")
struct ExportTests {
  private static let tiny = ["export", "tiny", "--tables", "tables"]

  @Test("the model is written under the given name, or under the network's")
  func names() throws {
    let scratch = try TinyNet.scratch()
    let before = try scratch.names()
    #expect(try Program.output(Self.tiny, in: scratch) == "tiny-net.onnx\n")
    #expect(try Program.output(Self.tiny + ["-o", "a.bin"], in: scratch) == "a.bin\n")
    #expect(try scratch.names() == (before + ["a.bin", "tiny-net.onnx"]).sorted())
    #expect(try scratch.bytes("a.bin") == scratch.bytes("tiny-net.onnx"))
  }

  @Test("weights are those of the checkpoint, folded if asked")
  func weights() throws {
    let scratch = try TinyNet.scratch()
    let weights = ["--weights", "tiny.pth", "--output"]
    _ = try Program.output(Self.tiny + ["--output", "seeded.onnx"], in: scratch)
    _ = try Program.output(Self.tiny + weights + ["trained.onnx"], in: scratch)
    _ = try Program.output(Self.tiny + weights + ["folded.onnx", "--folded"], in: scratch)
    // 0.5, as the checkpoint has it everywhere, 108 times.
    let stem = (0..<108).flatMap { _ in [0, 0, 0, 0x3F] as [UInt8] }
    #expect(try scratch.bytes("trained.onnx").contains(stem))
    #expect(try !scratch.bytes("seeded.onnx").contains(stem))
    #expect(try !scratch.bytes("folded.onnx").contains(stem))
    for (name, hasNorm) in [("trained.onnx", true), ("folded.onnx", false)] {
      let bytes = try scratch.bytes(name)
      #expect(bytes.contains(Array("BatchNormalization".utf8)) == hasNorm)
      #expect(bytes.contains(Array("stem.convolution.weight".utf8)))
    }
  }

  @Test(
    "places that cannot be written to",
    arguments: [
      ("none/a.onnx", "No such file or directory"), ("file/a.onnx", "Not a directory"),
    ])
  func unwritable(path: String, reason: String) throws {
    let scratch = try TinyNet.scratch()
    try scratch.write("text", to: "file")
    let before = try scratch.names()
    try Program.expectFailure(
      Self.tiny + ["--output", path], in: scratch, code: 1,
      "cannot write '\(path)': \(reason)")
    #expect(try scratch.names() == before)
  }

  @Test("names, files and sizes that cannot be")
  func refusals() throws {
    let scratch = try Scratch()
    try Program.expectFailure(
      ["export", "mobilenet-v9"], in: scratch, code: 64,
      "unknown architecture 'mobilenet-v9'; did you mean 'mobilenet-v1'?")
    try Program.expectFailure(
      ["export", "v2", "--weights", "none.pth"], in: scratch, code: 1, "no file 'none.pth'")
    try Program.expectFailure(
      ["export", "v2", "--width", "16"], in: scratch, code: 1,
      "the weights take 2161 MiB, but an ONNX file must be smaller than 2048 MiB; choose a smaller width"
    )
    #expect(try scratch.names().isEmpty)
  }
}
