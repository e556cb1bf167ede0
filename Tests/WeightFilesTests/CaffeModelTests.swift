import CaffeSchema
import SwiftProtobuf
import Testing

@testable import WeightFiles

@Suite("Caffe models")
struct CaffeModelTests {
  private static func blob(_ shape: [Int64], _ values: [Float]) -> Caffe_Blob {
    var blob = Caffe_Blob()
    blob.shape.dim = shape
    blob.data = values
    return blob
  }

  /// A blob from before blobs had shapes.
  private static func oldBlob(_ sizes: [Int32], _ values: [Float]) -> Caffe_Blob {
    var blob = Caffe_Blob()
    (blob.num, blob.channels, blob.height, blob.width) = (sizes[0], sizes[1], sizes[2], sizes[3])
    blob.data = values
    return blob
  }

  private static func layer(_ name: String, _ type: String, _ blobs: [Caffe_Blob]) -> Caffe_Layer {
    var layer = Caffe_Layer()
    (layer.name, layer.type, layer.blobs) = (name, type, blobs)
    return layer
  }

  private static func oldLayer(
    _ name: String, _ type: Int32, _ blobs: [Caffe_Blob]
  ) -> Caffe_OldLayer {
    var layer = Caffe_OldLayer()
    (layer.name, layer.type, layer.blobs) = (name, type, blobs)
    return layer
  }

  private static func file(_ layers: [Caffe_Layer]) throws -> [UInt8] {
    var net = Caffe_Net()
    net.layers = layers
    return try net.serializedBytes()
  }

  private static func contents(_ bytes: [UInt8]) throws -> [String: TensorContent] {
    try Checkpoint(reading: MemoryByteSource(bytes)).contents()
  }

  /// A convolution, its norm and scale, a normalization and a fully connected layer.
  private static func sample() throws -> [UInt8] {
    try file([
      layer("input", "Input", []),
      layer("conv0", "Convolution", [blob([2, 1, 1, 3], [1, 2, 3, 4, 5, 6])]),
      layer("conv0/bn", "BatchNorm", [blob([2], [8, -4]), blob([2], [2, 1]), blob([1], [4])]),
      layer("conv0/scale", "Scale", [blob([2], [5, 6]), blob([2], [7, 8])]),
      layer("conv0/relu", "ReLU", []),
      layer("norm", "Normalize", [blob([2], [20, 19])]),
      layer("fc", "InnerProduct", [blob([2, 3], [6, 5, 4, 3, 2, 1]), blob([2], [9, 10])]),
    ])
  }

  @Test("layers become named tensors, in the file's order")
  func layers() throws {
    let checkpoint = try Checkpoint(reading: MemoryByteSource(Self.sample()))
    #expect(
      checkpoint.names == [
        "conv0.weight", "conv0/bn.running_mean", "conv0/bn.running_var", "conv0/scale.weight",
        "conv0/scale.bias", "norm.weight", "fc.weight", "fc.bias",
      ])
    #expect(
      try checkpoint.contents() == [
        "conv0.weight": TensorContent(shape: [2, 1, 1, 3], values: [1, 2, 3, 4, 5, 6]),
        "conv0/bn.running_mean": TensorContent(shape: [2], values: [2, -1]),
        "conv0/bn.running_var": TensorContent(shape: [2], values: [0.5, 0.25]),
        "conv0/scale.weight": TensorContent(shape: [2], values: [5, 6]),
        "conv0/scale.bias": TensorContent(shape: [2], values: [7, 8]),
        "norm.weight": TensorContent(shape: [2], values: [20, 19]),
        "fc.weight": TensorContent(shape: [2, 3], values: [6, 5, 4, 3, 2, 1]),
        "fc.bias": TensorContent(shape: [2], values: [9, 10]),
      ])
  }

  @Test("a norm that averaged nothing is zero")
  func zeroFactor() throws {
    let norm = Self.layer(
      "bn", "BatchNorm",
      [Self.blob([1], [8]), Self.blob([1], [2]), Self.blob([1], [0])])
    let contents = try Self.contents(Self.file([norm]))
    #expect(contents["bn.running_mean"]?.values == [0])
    #expect(contents["bn.running_var"]?.values == [0])
  }

  @Test("layers of the older generation, and blobs with four sizes")
  func old() throws {
    var net = Caffe_Net()
    net.oldLayers = [
      Self.oldLayer("data", 5, []),
      Self.oldLayer(
        "conv1", 4,
        [Self.oldBlob([2, 1, 1, 1], [1, 2]), Self.oldBlob([1, 1, 1, 2], [3, 4])]),
      Self.oldLayer(
        "fc8", 14,
        [Self.oldBlob([1, 1, 2, 3], [1, 2, 3, 4, 5, 6]), Self.oldBlob([1, 1, 1, 2], [7, 8])]),
    ]
    #expect(
      try Self.contents(net.serializedBytes()) == [
        "conv1.weight": TensorContent(shape: [2, 1, 1, 1], values: [1, 2]),
        "conv1.bias": TensorContent(shape: [2], values: [3, 4]),
        "fc8.weight": TensorContent(shape: [2, 3], values: [1, 2, 3, 4, 5, 6]),
        "fc8.bias": TensorContent(shape: [2], values: [7, 8]),
      ])
  }

  @Test("numbers in double precision")
  func doubles() throws {
    var blob = Caffe_Blob()
    blob.shape.dim = [2]
    blob.doubleData = [0.1, -2]
    let bytes = try Self.file([Self.layer("a", "Convolution", [blob])])
    let tensor = try #require(try Checkpoint(reading: MemoryByteSource(bytes)).tensors["a.weight"])
    #expect(tensor.element == .float64 && tensor.bytes == nil)
    #expect(try Self.contents(bytes)["a.weight"]?.values == [0.1, -2])
  }

  /// The fields by their numbers and kinds, so that the schema itself is tested; with gradients (6)
  /// and other fields that the schema does not have.
  @Test("the bytes of a model")
  func bytes() throws {
    func field(_ key: [UInt8], _ content: [UInt8]) -> [UInt8] {
      key + [UInt8(content.count)] + content
    }
    let numbers = [Float(1.5), -2].flatMap { littleEndian($0.bitPattern) }
    let shape = field([0x0A], [1, 2])
    let blob = field([0x2A], numbers) + field([0x32], numbers) + field([0x3A], shape)
    let layer =
      field([0x0A], Array("ip".utf8)) + field([0x12], Array("PReLU".utf8))
      + field([0x1A], Array("data".utf8)) + field([0x3A], blob)
    let old =
      field([0x22], Array("c".utf8)) + [0x28, 4]
      + field([0x32], [0x08, 1, 0x10, 1, 0x18, 2, 0x20, 1] + field([0x2A], numbers))
    // Numbers one by one, as some writers have them, are read too.
    let unpacked =
      field([0x0A], Array("u".utf8)) + field([0x12], Array("Scale".utf8))
      + field([0x3A], [0x2D] + numbers[..<4] + [0x2D] + numbers[4...] + field([0x3A], [0x08, 2]))
    let model =
      field([0x0A], Array("net".utf8)) + field([0x12], old) + field([0xA2, 0x06], layer)
      + field([0xA2, 0x06], unpacked)
    #expect(
      try Self.contents(model) == [
        "c.weight": TensorContent(shape: [1, 1, 2, 1], values: [1.5, -2]),
        "ip.weight": TensorContent(shape: [1, 2], values: [1.5, -2]),
        "u.weight": TensorContent(shape: [2], values: [1.5, -2]),
      ])
  }

  @Test(
    "blobs that make no sense are refused",
    arguments: [
      ("BatchNorm", [blob([1], [1])], .blobCount(layer: "a", type: "BatchNorm", count: 1)),
      (
        "BatchNorm", [blob([1], [1]), blob([1], [1]), blob([2], [1, 1])],
        .tensor(name: "a.factor", .elementCount(expected: 1, stored: 2))
      ),
      (
        "LSTM", Array(repeating: blob([1], [1]), count: 3),
        .blobCount(layer: "a", type: "LSTM", count: 3)
      ),
      (
        "Convolution", [blob([3], [1])],
        .tensor(name: "a.weight", .elementCount(expected: 3, stored: 1))
      ),
      ("Convolution", [blob([-1], [1])], .tensor(name: "a.weight", .negative(-1))),
      ("Convolution", [blob([1 << 62, 4], [1])], .tensor(name: "a.weight", .overflow)),
      (
        "Convolution", [blob([1], [1]), blob([2, 1], [1, 2])],
        .tensor(name: "a.bias", .notVector([2, 1]))
      ),
    ] as [(String, [Caffe_Blob], CheckpointError)])
  func refused(type: String, blobs: [Caffe_Blob], error: CheckpointError) throws {
    #expect(failure(try Self.file([Self.layer("a", type, blobs)])) == error)
  }

  @Test("two layers of one name, and a name that is no text")
  func names() throws {
    let layer = Self.layer("a", "Scale", [Self.blob([1], [1])])
    #expect(failure(try Self.file([layer, layer])) == .duplicateName("a.weight"))
    #expect(failure([0xA2, 6, 3, 0x0A, 1, 0xFF]) == .protobuf(.invalidText))
  }

  @Test("a file of nothing but empty layers or blobs is refused before they take memory")
  func bombs() {
    let problem = CheckpointError.protobuf(.tooManyMessages(limit: 1 << 16))
    func empty(_ key: [UInt8], _ count: Int) -> [UInt8] {
      Array(repeatElement(key + [0], count: count).joined())
    }
    #expect(failure(empty([0x12], 100_000)) == problem)
    #expect(failure(empty([0xA2, 6], 100_000)) == problem)
    #expect(failure(empty([0xA2, 6], 1 << 16)) == nil)
    // One layer with so many blobs: its length is 200,000, seven bits a byte.
    #expect(failure([0xA2, 6, 0xC0, 0x9A, 0x0C] + empty([0x3A], 100_000)) == problem)
    #expect(failure([0x12, 0xC0, 0x9A, 0x0C] + empty([0x32], 100_000)) == problem)
    // A group, which no model has.
    #expect(failure([0x12, 0, 0x0B, 0x0C]) == .protobuf(.malformed))
  }

  @Test("a truncated model is an error unless it ends between two layers")
  func truncated() throws {
    let bytes = try Self.sample()
    var whole = 0
    for length in bytes.indices.dropFirst() {
      switch read(Array(bytes.prefix(length))) {
      case .success: whole += 1
      case .failure(let error):
        guard case .protobuf = error else {
          // A file so short is no model.
          #expect(length < 3, "\(length): \(error)")
          continue
        }
      }
    }
    #expect(whole == 6)
  }

  @Test("2,000 damaged models give an error or tensors no larger than the file", arguments: 0..<4)
  func damaged(seed: UInt64) throws {
    var generator = Generator(state: seed)
    let original = try Self.sample()
    for _ in 0..<500 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let place = Int.random(in: bytes.indices, using: &generator)
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 2:
          bytes.insert(
            [0x0A, 0x2A, 0x3A, 0x80, 0xFF].randomElement(using: &generator) ?? 0, at: place)
        case 3: bytes.remove(at: place)
        // A length that claims almost anything.
        default:
          bytes.replaceSubrange(
            place..<min(place + 5, bytes.count), with: [0xFF, 0xFF, 0xFF, 0xFF, 0x7F])
        }
      }
      guard case .success(let checkpoint) = read(bytes) else { continue }
      let elements = try checkpoint.contents().values.reduce(0) { $0 + $1.values.count }
      #expect(elements <= bytes.count)
    }
  }
}
