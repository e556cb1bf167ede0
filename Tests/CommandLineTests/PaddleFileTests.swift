import Foundation
import TestSupport
import Testing

/// What a user of Paddle may give for weights and is none (`WeightFilesTests/Paddle/make.py` makes the files).
@Suite("run with files of Paddle")
struct PaddleFileTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "WeightFilesTests/Paddle")

  private static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appending(path: name)))
  }

  private func expectFailure(_ name: String, _ bytes: [UInt8], _ message: String) throws {
    let scratch = try Scratch()
    try scratch.write(bytes, to: name)
    for command in [["run", "v3-small", "--weights", name], ["identify", name]] {
      try Program.expectFailure(command, in: scratch, code: 1, "'\(name)': \(message)")
    }
  }

  private static let wayOut =
    "give the .pdparams that it was made from, or make an ONNX model of it by paddle2onnx and run that"

  @Test("an optimizer's state and a program for inference are named, with the way out")
  func others() throws {
    try expectFailure(
      "model.pdopt", Self.bytes("network.pdopt"),
      "this file is the state of an optimizer, without weights; give the checkpoint of the"
        + " network that was trained with it")
    try expectFailure(
      "model.pdmodel",
      [0x0A, 0xF9, 0x2C, 8, 0, 0x10] + [UInt8](repeating: 0xFF, count: 9) + [1, 0x1A, 0x22],
      "this file is a Paddle program for inference, without its weights; \(Self.wayOut)")
    try expectFailure(
      "model.pdiparams", [UInt8](repeating: 0, count: 16) + [4, 0, 0, 0, 8, 5, 0x10, 2, 0, 0],
      "this file is the numbers of a Paddle program, without their names; \(Self.wayOut)")
  }

  @Test("a file that was cut off, whose tensors are no network's, and a single tensor")
  func noWeights() throws {
    let bytes = try Self.bytes("network-2.pdparams")
    try expectFailure(
      "cut.pdparams", Array(bytes.dropLast(1)),
      "the file is truncated: the item at byte \(bytes.count - 1) runs past the end at byte"
        + " \(bytes.count - 1)")
    try expectFailure(
      "one.pdtensor", Self.bytes("single.pdtensor"),
      "the checkpoint should contain a dictionary of tensors, not a single array")
  }

  @Test("a file is named by what is in it, and its training is told", arguments: [2, 4])
  func identify(version: Int) throws {
    let scratch = try Scratch()
    try scratch.write(Self.bytes("training-\(version).pdparams"), to: "last.pdparams")
    let text = try Program.output(["identify", "last.pdparams"], in: scratch)
    #expect(text.contains("format       a pickle of NumPy's arrays, as Paddle writes\n"))
    #expect(text.contains("tensors      7 float32   "))
    #expect(text.contains("optimizer (a dictionary of 20 tensors)"))
    #expect(text.contains("ema (a dictionary of 7 tensors)"))
  }
}
