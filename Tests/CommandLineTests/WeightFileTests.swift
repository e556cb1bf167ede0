import Foundation
import TestSupport
import Testing

@Suite("run with files: weights and pictures")
struct WeightFileTests {
  @Test("weights of a file make the classes")
  func weights() throws {
    let scratch = try TinyNet.scratch()
    let text = try Program.output(TinyNet.run, in: scratch)
    #expect(text.contains("weights tiny.pth   picture seeded\n"))
    // All four sums are equal, so only the biases differ: e^b / (1 + e + e^2 + e^3).
    let answer = try Program.json(
      RunAnswer.self, TinyNet.run + ["--format", "json"], in: scratch)
    #expect(answer.weights == "tiny.pth")
    #expect(answer.classes.map(\.index) == [3, 2, 1, 0])
    let sum = (0...3).reduce(0) { $0 + exp(Double($1)) }
    for entry in answer.classes {
      #expect(abs(entry.probability - exp(Double(entry.index)) / sum) < 1e-6)
    }
  }

  @Test("a picture is brought to the size of the network")
  func picture() throws {
    let scratch = try TinyNet.scratch()
    try scratch.write(Self.png, to: "picture.png")
    let answer = try Program.json(
      RunAnswer.self, TinyNet.run + ["--image", "picture.png", "--format", "json"], in: scratch)
    #expect(answer.image == "picture.png")
    #expect(answer.taps.first?.shape == [4, 4, 4])
    // White is 1 in all channels: at the corner 2 x 2 of 9 places and 3 channels, 0.5 each.
    let first = try #require(answer.taps.first?.first.first)
    #expect(abs(first - 6 / 1.00001.squareRoot()) < 1e-4)
  }

  @Test("a dialect given by hand is used, otherwise the names in the file choose it")
  func dialect() throws {
    let outcome = try Program.run(
      ["run", "v3-small@timm", "--weights", "tiny.pth"], in: try TinyNet.scratch())
    #expect(outcome.code == 1)
    let lines = outcome.complaint.split(separator: "\n")
    #expect(lines.first?.hasPrefix("mobilenet: 'tiny.pth': ") ?? false)
    #expect(lines.contains("  missing: conv_stem.weight"))
    #expect(lines.contains("  missing: conv_head.bias"))
    #expect(lines.contains("  extra: classifier.linear.bias"))
  }

  @Test("a checkpoint that does not fit: everything that is wrong, with the file's name")
  func misfit() throws {
    let scratch = try TinyNet.scratch()
    var tensors = TinyNet.tensors(weight: 1)
    tensors.remove(at: 2)
    tensors[0].shape = [4, 3, 9, 1]
    tensors.append(("anchors", [2], [1, 2]))
    try scratch.write(legacyCheckpoint(tensors), to: "other.pth")
    try Program.expectFailure(
      ["run", "tiny", "--tables", "tables", "--weights", "other.pth"], in: scratch, code: 1,
      """
      'other.pth': the checkpoint does not fit the network
        missing: stem.convolution.norm.bias
        extra: anchors
        wrong shape: stem.convolution.weight is [4, 3, 9, 1], not [4, 3, 3, 3]
      """)
  }

  @Test(
    "a truncated checkpoint, wherever it was cut", arguments: [0.02, 0.2, 0.45, 0.6, 0.8, 0.999])
  func truncated(share: Double) throws {
    let scratch = try TinyNet.scratch()
    let bytes = try scratch.bytes("tiny.pth")
    try scratch.write(bytes.prefix(Int(Double(bytes.count) * share)), to: "tiny.pth")
    let outcome = try Program.run(TinyNet.run, in: scratch)
    #expect(outcome.code == 1)
    #expect(outcome.complaint.hasPrefix("mobilenet: 'tiny.pth': the file is "))
    #expect(outcome.complaint.split(separator: "\n").count == 1)
  }

  private static let others =
    "PyTorch and Paddle checkpoints, safetensors files, Keras and Caffe models and frozen TensorFlow"
    + " graphs can be read, but this file is "

  @Test(
    "other files for weights",
    arguments: [
      ("empty", [], "the file is empty"),
      (
        "garbage", [0xB0, 0x8F, 0xBE, 0xB1, 0x07, 0xFA, 0x13, 0x8C, 0x55, 0xAA],
        others + "in an unknown format that begins with the bytes b0 8f be b1 07 fa 13 8c"
      ),
      (
        "zip", [0x50, 0x4B, 3, 4, 0, 0, 8, 8, 0, 0],
        "the ZIP archive is truncated or damaged: it does not end with a list of its members"
      ),
      (
        "hdf5", [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A],
        "the HDF5 file has a malformed superblock at byte 0"
      ),
      (
        "safetensors", [2, 0, 0, 0, 0, 0, 0, 0, 0x7B, 0x7B],
        "the safetensors header is not a JSON object of tensors: unexpected byte at 9"
      ),
      (
        "caffe", [0x12, 4, 0x22, 9],
        "the Caffe model is truncated or damaged: a field runs past the end of its message"
      ),
      (
        "graph", [0x0A, 20, 0x0A, 1, 0x61, 0x12, 5] + Array("Const".utf8),
        "the TensorFlow graph is truncated or damaged: a field runs past the end of its message"
      ),
      (
        "404.pth", Array("<!DOCTYPE html>\n<html><head><title>404</title></head></html>\n".utf8),
        "this file is a web page; the download has failed, so fetch the file itself"
      ),
      (
        "text", Array("hello\n".utf8),
        others + "in an unknown format that begins with the bytes 68 65 6c 6c 6f 0a"
      ),
    ] as [(String, [UInt8], String)])
  func otherWeights(name: String, bytes: [UInt8], message: String) throws {
    let scratch = try Scratch()
    try scratch.write(bytes, to: name)
    try Program.expectFailure(
      ["run", "v3-small", "--weights", name], in: scratch, code: 1, "'\(name)': \(message)")
  }

  @Test("folders and missing files", arguments: ["--weights", "--image"])
  func noFile(option: String) throws {
    let scratch = try Scratch()
    try scratch.folder("folder")
    for (path, message) in [
      ("folder", "'folder' is a folder, not a file"), ("none.png", "no file 'none.png'"),
      ("folder/none", "no file 'folder/none'"),
    ] {
      try Program.expectFailure(
        ["run", "v3-small", "--resolution", "32", option, path], in: scratch, code: 1, message)
    }
  }

  @Test("weights are read in parts, which not every file allows")
  func device() throws {
    try Program.expectFailure(
      ["run", "v3-small", "--weights", "/dev/null"], code: 1,
      "'/dev/null' is not a regular file, so it cannot be read in parts")
  }

  @Test(
    "files that are no pictures",
    arguments: [
      (
        "text.png", Array("hello\n".utf8),
        "only PNG, JPEG and WebP pictures can be read, but this is text"
      ),
      ("empty.jpg", [], "the file is empty"),
    ] as [(String, [UInt8], String)])
  func noPicture(name: String, bytes: [UInt8], message: String) throws {
    let scratch = try Scratch()
    try scratch.write(bytes, to: name)
    try Program.expectFailure(
      ["run", "v3-small", "--resolution", "32", "--image", name], in: scratch, code: 1,
      "'\(name)': \(message)")
  }

  @Test("a truncated picture")
  func truncatedPicture() throws {
    let scratch = try Scratch()
    for count in [20, 45] {
      try scratch.write(Self.png.prefix(count), to: "cut.png")
      let outcome = try Program.run(
        ["run", "v3-small", "--resolution", "32", "--image", "cut.png"], in: scratch)
      #expect(outcome.code == 1)
      #expect(outcome.complaint.hasPrefix("mobilenet: 'cut.png': "))
      #expect(outcome.complaint.split(separator: "\n").count == 1)
    }
  }

  @Test("a run that no memory holds")
  func memory() throws {
    let outcome = try Program.run(["run", "v2", "--width", "16", "--resolution", "16384"])
    #expect(outcome.code == 1)
    #expect(outcome.complaint.hasPrefix("mobilenet: the run needs "))
    #expect(outcome.complaint.hasSuffix(" MiB; choose a smaller resolution or fewer classes\n"))
  }

  /// One white pixel: signature, header, compressed data, end.
  private static let png: [UInt8] = [
    0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D, 0x49, 0x48, 0x44, 0x52, 0, 0, 0,
    1, 0, 0, 0, 1, 8, 2, 0, 0, 0, 0x90, 0x77, 0x53, 0xDE, 0, 0, 0, 0x0C, 0x49, 0x44, 0x41, 0x54,
    0x78, 0xDA, 0x63, 0xF8, 0xFF, 0xFF, 0x3F, 0, 5, 0xFE, 2, 0xFE, 0x33, 0x12, 0x95, 0x14, 0, 0, 0,
    0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
  ]
}
