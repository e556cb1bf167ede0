import Foundation
import Testing

@testable import WeightFiles

/// Files that Paddle and Python's pickler wrote; `Paddle/make.py` makes them.
enum PaddleFixture {
  /// The bytes of a file.
  static func bytes(_ name: String) throws -> [UInt8] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Paddle")
    return Array(try Data(contentsOf: folder.appending(path: name)))
  }

  static func open(_ name: String) throws -> Checkpoint {
    try Checkpoint(reading: MemoryByteSource(bytes(name)))
  }

  /// 0, 1, 2, ... up to 99 and over again.
  static func counted(_ shape: [Int]) -> TensorContent {
    TensorContent(shape: shape, values: (0..<shape.reduce(1, *)).map { Float($0 % 100) })
  }

  /// The tensors of the network in the files, whose matrix has so many columns.
  static func network(columns: Int) -> [(name: String, shape: [Int])] {
    [("0.weight", [3, 2, 1, 2])]
      + ["weight", "bias", "_mean", "_variance"].map { ("1." + $0, [3]) }
      + [("3.weight", [24, columns]), ("3.bias", [columns])]
  }
}

@Suite("Files of Paddle are read")
struct PaddleFileTests {
  @Test("every protocol of paddle.save gives the same tensors", arguments: 2...4)
  func protocols(version: Int) throws {
    let checkpoint = try PaddleFixture.open("network-\(version).pdparams")
    let expected = PaddleFixture.network(columns: 50)
    #expect(checkpoint.format == .arrayPickle)
    #expect(checkpoint.names == expected.map { $0.name })
    #expect(checkpoint.beside.isEmpty && checkpoint.place == nil)
    let contents = try checkpoint.contents()
    for (name, shape) in expected {
      #expect(contents[name] == PaddleFixture.counted(shape), "\(name)")
    }
  }

  @Test("bytes are read where they are, texts when the file is opened")
  func places() throws {
    for (version, isLater) in [(2, false), (3, true), (4, true)] {
      let checkpoint = try PaddleFixture.open("network-\(version).pdparams")
      #expect(checkpoint.tensors.values.allSatisfy { ($0.bytes != nil) == isLater })
    }
  }

  @Test("every type of numbers", arguments: [2, 4])
  func types(version: Int) throws {
    let contents = try PaddleFixture.open("types-\(version).pdparams").contents()
    for kind in [
      "float16", "float32", "float64", "bfloat16", "uint8", "int8", "int16", "int32", "int64",
    ] {
      #expect(contents[kind] == PaddleFixture.counted([2, 3]), "\(kind)")
    }
    #expect(contents["bool"] == TensorContent(shape: [2, 3], values: [0, 1, 1, 1, 1, 1]))
  }

  @Test("arrays in any order of their elements and bytes", arguments: 2...5)
  func arrays(version: Int) throws {
    let contents = try PaddleFixture.open("arrays-\(version).pkl").contents()
    func values(_ shape: [Int], _ values: [Int]) -> TensorContent {
      TensorContent(shape: shape, values: values.map { Float($0) })
    }
    let transposed = (0..<6).flatMap { column in (0..<4).map { $0 * 6 + column } }
    #expect(
      contents == [
        "whole": PaddleFixture.counted([4, 6]), "transposed": values([6, 4], transposed),
        "columns first": PaddleFixture.counted([2, 3, 4]),
        "big-endian": PaddleFixture.counted([2, 3]),
        "big-endian columns": PaddleFixture.counted([2, 3]),
        "steps": values([2, 2], [0, 3, 12, 15]), "scalar": values([], [23]),
        "none": values([0, 3], []), "high": TensorContent(shape: [2], values: [-1.5, 200.25]),
      ])
  }

  @Test("the weights of a training, beside an optimizer that has more tensors", arguments: [2, 4])
  func training(version: Int) throws {
    let checkpoint = try PaddleFixture.open("training-\(version).pdparams")
    let expected = PaddleFixture.network(columns: 2)
    #expect(checkpoint.place == "model")
    #expect(checkpoint.names == expected.map { $0.name })
    #expect(try checkpoint.contents()["3.weight"] == PaddleFixture.counted([24, 2]))
    #expect(
      checkpoint.beside.map { "\($0.name): \($0.description)" } == [
        "epoch: 3", "optimizer: a dictionary of 20 tensors", "ema: a dictionary of 7 tensors",
      ])
    #expect(checkpoint.averages.map { $0.name } == ["ema"])
  }

  @Test("an optimizer alone and a single tensor are named for what they are")
  func others() throws {
    #expect(
      failure(try PaddleFixture.bytes("network.pdopt"))?.description
        == "this file is the state of an optimizer, without weights; give the checkpoint of the"
        + " network that was trained with it")
    #expect(
      failure(try PaddleFixture.bytes("single.pdtensor"))
        == .notStateDictionary(found: "a single array"))
  }

  @Test("an archive of PyTorch may hold arrays as well")
  func archive() throws {
    let pickle = try PaddleFixture.bytes("arrays-2.pkl")
    for isDeflated in [false, true] {
      let archive = ZipWriter([("model/data.pkl", pickle)], isDeflated: isDeflated)
      let checkpoint = try Checkpoint(reading: MemoryByteSource(archive.bytes))
      #expect(checkpoint.format == .torchArchive)
      #expect(try checkpoint.contents() == PaddleFixture.open("arrays-2.pkl").contents())
    }
  }
}
