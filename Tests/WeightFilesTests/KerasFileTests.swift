import Foundation
import Testing

@testable import WeightFiles

/// Files that Keras and h5py wrote; `Keras/make.py` makes them.
enum KerasFixture {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Keras")

  /// The bytes of a file.
  static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appending(path: name)))
  }

  /// The shapes of the tensors, as the file has them.
  static let shapes: [(name: String, shape: [Int])] = [
    ("first/bias", [3]), ("first/kernel", [2, 1, 2, 3]), ("inner/kernel", [1, 1, 3, 3]),
    ("inner_bn/beta", [3]), ("inner_bn/gamma", [3]), ("inner_bn/moving_mean", [3]),
    ("inner_bn/moving_variance", [3]), ("last/bias", [2]), ("last/kernel", [3, 2]),
    ("second/kernel", [1, 2, 3, 1]),
  ]

  /// All tensors, whose numbers count up from a hundred times the tensor's own number.
  static let contents = Dictionary(
    uniqueKeysWithValues: shapes.enumerated().map { number, tensor in
      let values = (0..<tensor.shape.reduce(1, *)).map { Float(100 * number + $0) }
      return (tensor.name, TensorContent(shape: tensor.shape, values: values))
    })
}

@Suite("Files of Keras are read")
struct KerasFileTests {
  private static func contents(_ bytes: [UInt8]) throws -> [String: TensorContent] {
    try Checkpoint(reading: MemoryByteSource(bytes)).contents()
  }

  @Test(
    "every form gives the same tensors, by the names of the layers",
    arguments: [
      "whole.h5", "numbered.weights.h5", "archive.keras", "old.h5", "latest.h5", "chunked.h5",
    ])
  func forms(name: String) throws {
    #expect(try Self.contents(KerasFixture.bytes(name)) == KerasFixture.contents)
  }

  @Test("layers without names are called by kind and number")
  func nameless() throws {
    let names = [
      "first": "conv2d_0", "second": "depthwise_conv2d_0", "last": "dense_0",
      "inner": "sequential_0/conv2d_0", "inner_bn": "sequential_0/batch_normalization_0",
    ]
    let expected = KerasFixture.contents.map { name, content in
      let parts = name.split(separator: "/")
      return ("\(names["\(parts[0])"] ?? "")/\(parts[1])", content)
    }
    #expect(
      try Self.contents(KerasFixture.bytes("nameless.weights.h5"))
        == Dictionary(uniqueKeysWithValues: expected))
  }

  @Test("a flipped bit in a header that has a checksum is found")
  func flippedHeaders() throws {
    let bytes = try KerasFixture.bytes("latest.h5")
    var headers: [Int] = []
    for start in 0..<bytes.count - 4
    where bytes[start..<start + 4].elementsEqual("OHDR".utf8)
      || bytes[start..<start + 4].elementsEqual("OCHK".utf8)
    {
      headers.append(start)
    }
    #expect(headers.count > 10)
    for start in [0] + headers {
      // Behind the signature, and within the shortest superblock and header.
      for place in stride(from: start + 8, to: start + 20, by: 5) {
        var changed = bytes
        changed[place] ^= 1 << UInt8(place % 8)
        #expect(throws: CheckpointError.self, "byte \(place)") { try Self.contents(changed) }
      }
    }
  }

  @Test("a flipped bit anywhere in an archive's weights is found by the first tensor that is read")
  func flipped() throws {
    let bytes = try KerasFixture.bytes("archive.keras")
    let archive = try ZipArchive(CheckedBytes(MemoryByteSource(bytes)))
    let weights = try #require(archive.member("model.weights.h5"))
    #expect(!weights.isDeflated)
    for place in stride(from: weights.bytes.lowerBound, to: weights.bytes.upperBound, by: 97) {
      var changed = bytes
      changed[place] ^= 1 << UInt8(place % 8)
      #expect(throws: CheckpointError.self, "byte \(place)") {
        let checkpoint = try Checkpoint(reading: MemoryByteSource(changed))
        for tensor in checkpoint.tensors.values { _ = try checkpoint.values(of: tensor) }
      }
    }
  }

  @Test("number types")
  func types() throws {
    let checkpoint = try Checkpoint(
      reading: MemoryByteSource(KerasFixture.bytes("types.h5")))
    let expected = KerasFixture.contents.mapValues { content in
      TensorContent(
        shape: content.shape,
        values: content.values.map { $0.truncatingRemainder(dividingBy: 100) })
    }
    #expect(try checkpoint.contents() == expected)
    #expect(
      KerasFixture.shapes.map { checkpoint.tensors[$0.name]?.element } == [
        .float16, .float64, .int32, .int64, .bfloat16, .float32, .int16, .int8, .float16, .float64,
      ])
  }

  @Test("numbers are read when they are asked for, and only those")
  func onDemand() throws {
    let checkpoint = try Checkpoint(
      reading: MemoryByteSource(KerasFixture.bytes("whole.h5")))
    #expect(checkpoint.tensors.values.allSatisfy { $0.bytes?.count == 4 * $0.count })
  }

  @Test(
    "weights are called by their layers",
    arguments: [
      (["conv1/kernel:0", "conv1/bias:0"], "conv1", ["conv1/kernel", "conv1/bias"]),
      (["sequential/dense/kernel"], "dense", ["dense/kernel"]),
      (["conv1_3/kernel:0"], "conv1", ["conv1/kernel"]),
      (["a/depthwise_kernel:0"], "a", ["a/kernel"]),
      (
        ["a/depthwise_kernel:0", "a/pointwise_kernel:0"], "a",
        ["a/depthwise_kernel", "a/pointwise_kernel"]
      ),
      (["e/depthwise/depthwise_kernel:0"], "e/depthwise", ["e/depthwise/kernel"]),
      // A model as a layer.
      (["Conv1/kernel", "bn/gamma"], "model", ["Conv1/kernel", "bn/gamma"]),
      (
        ["outer/model/Conv1/kernel", "outer/model/bn/gamma"], "model", ["Conv1/kernel", "bn/gamma"]
      ),
      (["kernel:0"], "conv1", ["conv1/kernel"]),
    ])
  func names(paths: [String], layer: String, names: [String]) {
    #expect(KerasFile.names(of: paths, in: layer) == names)
  }

  @Test(
    "classes as groups are called",
    arguments: [
      ("Conv2D", "conv2d"), ("DepthwiseConv2D", "depthwise_conv2d"),
      ("BatchNormalization", "batch_normalization"), ("Dense", "dense"), ("PReLU", "p_re_lu"),
      ("Functional", "functional"), ("InputLayer", "input_layer"), ("ReLU", "re_lu"),
      ("GlobalAveragePooling2D", "global_average_pooling2d"), ("", ""),
    ])
  func kinds(name: String, kind: String) {
    #expect(KerasLayerNames.kind(ofClass: name) == kind)
  }

  @Test("names of layers by kind, from a configuration")
  func configuration() throws {
    let text = """
      {"module": "x", "class_name": "Functional", "config": {"name": "net", "layers": [
        {"class_name": "Conv2D", "config": {"name": "a", "kernel_size": [3, 3]}, "name": "a"},
        {"config": {"layers": [{"class_name": "Conv2D", "config": {"name": "b"}}], "name": "m"},
         "class_name": "Functional", "inbound_nodes": [{"args": [{"config": {"x": [1]}}]}]},
        {"class_name": "Conv2D", "config": {"name": "c"}}]}, "build_config": null}
      """
    let names = try KerasLayerNames(configuration: Array(text.utf8))
    #expect(names.names == ["conv2d": ["a", "c"], "functional": ["m"]])
    #expect(names.models["functional"]?[0].names == ["conv2d": ["b"]])
    #expect(throws: CheckpointError.header(offset: 1)) {
      try KerasLayerNames(configuration: Array("{1}".utf8))
    }
  }

  @Test("HDF5 that Keras did not write, and what is no longer whole")
  func refused() throws {
    let bytes = try KerasFixture.bytes("old.h5")
    var other = bytes
    let name = Array("layer_names".utf8)
    for start in other.indices.dropLast(name.count)
    where other[start..<start + name.count].elementsEqual(name) {
      other[start] = UInt8(ascii: "x")
    }
    #expect(failure(other) == .hdf5(.notKeras))
    #expect(
      failure(Array(bytes.dropLast(100)))
        == .hdf5(.truncated(size: bytes.count - 100, declared: bytes.count)))
    var newer = bytes
    newer[8] = 9
    #expect(failure(newer) == .hdf5(.unsupported("a superblock of version 9")))
  }
}
