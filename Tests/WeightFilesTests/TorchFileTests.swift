import Foundation
import Testing

@testable import WeightFiles

/// Files that PyTorch and safetensors themselves wrote (Scripts/torch-fixtures.py). The tensors hold
/// 0, 1, 2, ... in the order of their storages.
@Suite("Files that PyTorch wrote are read")
struct TorchFileTests {
  private static func bytes(_ name: String) throws -> [UInt8] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Torch")
    return Array(try Data(contentsOf: folder.appending(path: name)))
  }

  private func open(_ name: String) throws -> Checkpoint {
    try Checkpoint(reading: MemoryByteSource(Self.bytes(name)))
  }

  private func content(_ shape: [Int], _ values: [Int]) -> TensorContent {
    TensorContent(shape: shape, values: values.map { Float($0) })
  }

  @Test("views of all kinds, in both formats", arguments: ["views.pth", "views-legacy.pth"])
  func views(name: String) throws {
    let checkpoint = try open(name)
    #expect(checkpoint.names.first == "whole")
    let transposed = (0..<6).flatMap { column in (0..<4).map { $0 * 6 + column } }
    #expect(
      try checkpoint.contents() == [
        "whole": content([4, 6], Array(0..<24)), "transposed": content([6, 4], transposed),
        "column": content([4], [2, 8, 14, 20]),
        "corner": content([2, 3], [9, 10, 11, 15, 16, 17]),
        "steps": content([2, 2], [0, 3, 12, 15]), "scalar": content([], [23]),
        "expanded": content([3, 1], [0, 1, 2]), "parameter": content([2, 2], [0, 1, 2, 3]),
        "none": content([0, 3], []), "channels last": content([1, 3, 2, 2], Array(0..<12)),
      ])
  }

  @Test(
    "every type of numbers", arguments: ["types.pth", "types-4.pth", "types.safetensors"])
  func types(name: String) throws {
    let contents = try open(name).contents()
    let kinds = [
      "float16", "bfloat16", "float32", "float64", "uint8", "int8", "uint16", "int16", "uint32",
      "int32", "uint64", "int64",
    ]
    #expect(Set(contents.keys) == Set(kinds + ["bool"]))
    for kind in kinds { #expect(contents[kind] == content([2, 3], Array(0..<6)), "\(kind)") }
    #expect(contents["bool"] == content([2, 3], [0, 1, 1, 1, 1, 1]))
  }

  @Test(
    "a training's checkpoint, with what lies beside",
    arguments: ["training.pth", "training-5.pth", "training-legacy.pth"])
  func training(name: String) throws {
    let checkpoint = try open(name)
    #expect(checkpoint.place == "state_dict")
    #expect(
      checkpoint.names == [
        "module.conv.weight", "module.norm.weight", "module.norm.bias",
        "module.norm.running_mean", "module.norm.running_var", "module.norm.num_batches_tracked",
      ])
    #expect(try checkpoint.contents()["module.norm.bias"] == content([2], [0, 1]))
    #expect(checkpoint.averages.map { $0.name } == ["ema"])
    let beside = checkpoint.beside.map { "\($0.name): \($0.description)" }
    #expect(beside.count == 10)
    for item in [
      "epoch: 3", "best_acc1: a tensor", "optimizer: a dictionary of 2 entries",
      "args: an object of \"argparse.Namespace\"", "ema: a dictionary of 6 tensors",
      "random: a tuple", "done: True", "log: a list of 2 elements",
    ] {
      #expect(beside.contains(item), "\(item) in \(beside)")
    }
  }

  @Test("a whole model is named by its class")
  func whole() throws {
    #expect(throws: CheckpointError.wholeObject(class: "__main__.Net")) { try open("whole.pth") }
  }

  @Test("every truncation of an archive is an error, and so is that of a safetensors file")
  func truncated() throws {
    for name in ["views.pth", "types.safetensors"] {
      let bytes = try Self.bytes(name)
      for length in stride(from: 1, to: bytes.count, by: 7) {
        #expect(failure(Array(bytes.prefix(length))) != nil, "\(name), \(length) bytes")
      }
    }
  }

  @Test(
    "2,000 damaged files give an error or tensors that are within the file",
    arguments: ["views.pth", "training-5.pth", "types.safetensors"])
  func damaged(name: String) throws {
    let whole = try Self.bytes(name)
    var generator = Generator(state: 5)
    for _ in 0..<700 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1: bytes[place] = [0, 0x7F, 0x80, 0xFF].randomElement(using: &generator) ?? 0
        default: bytes.remove(at: place)
        }
      }
      guard case .success(let checkpoint) = read(bytes) else { continue }
      for tensor in checkpoint.tensors.values {
        if let place = tensor.bytes { #expect(place.upperBound <= bytes.count) }
        if let values = try? checkpoint.values(of: tensor) { #expect(values.count == tensor.count) }
      }
    }
  }
}
