import Testing

@testable import WeightFiles

@Suite("A written checkpoint is read back")
struct RoundTripTests {
  @Test("names, shapes and values come back in the file's order")
  func sample() throws {
    let checkpoint = try Checkpoint(reading: MemoryByteSource(LegacyFile.sample.bytes))
    #expect(checkpoint.names == ["conv.weight", "conv.column", "batches"])
    #expect(
      try checkpoint.contents() == [
        "conv.weight": TensorContent(
          shape: [2, 3], values: [0.5, -1, 2, 3.25, -0.125, 8]),
        "conv.column": TensorContent(shape: [2], values: [2, 8]),
        "batches": TensorContent(shape: [], values: [41]),
      ])
  }

  @Test("a checkpoint without tensors is empty")
  func noTensors() throws {
    let checkpoint = try Checkpoint(reading: MemoryByteSource(LegacyFile().bytes))
    #expect(checkpoint.names.isEmpty)
    #expect(checkpoint.tensors.isEmpty)
  }

  @Test("random row-major tensors come back bit for bit", arguments: 0..<20)
  func random(seed: UInt64) throws {
    var generator = Generator(state: seed)
    var file = LegacyFile()
    var expected: [String: TensorContent] = [:]
    for index in 0..<Int.random(in: 1...8, using: &generator) {
      let rank = Int.random(in: 0...4, using: &generator)
      let shape = (0..<rank).map { _ in Int.random(in: 0...5, using: &generator) }
      let count = shape.reduce(1, *)
      let values = (0..<count).map { _ in Float.random(in: -1e9...1e9, using: &generator) }
      file.add("tensor \(index)", shape: shape, values)
      expected["tensor \(index)"] = TensorContent(shape: shape, values: values)
    }
    let checkpoint = try Checkpoint(reading: MemoryByteSource(file.bytes))
    #expect(checkpoint.names == file.tensors.map(\.name))
    #expect(try checkpoint.contents() == expected)
  }

  @Test("every storage class converts to 32-bit floats")
  func storageClasses() throws {
    var file = LegacyFile()
    func add(_ storageClass: String, _ elements: [[UInt8]]) {
      file.add(
        storageClass, shape: [elements.count], storageClass: storageClass, elements: elements)
    }
    add("HalfStorage", [0x3C00, 0xC000, 0x3555].map { littleEndian(UInt16($0)) })
    add("FloatStorage", [Float.pi, -0.0, .infinity].map { littleEndian($0.bitPattern) })
    add("DoubleStorage", [0.1, -1e300, 5].map { littleEndian($0.bitPattern) })
    add("ByteStorage", [[0], [128], [255]])
    add("CharStorage", [[0], [128], [255]])
    add("ShortStorage", [Int16.min, -1, .max].map { littleEndian($0) })
    add("IntStorage", [Int32.min, -1, .max].map { littleEndian($0) })
    add("LongStorage", [Int64.min, -1, .max].map { littleEndian($0) })
    let tensors = try Checkpoint(reading: MemoryByteSource(file.bytes)).contents()
    #expect(tensors["HalfStorage"]?.values == [1, -2, 0.33325195])
    #expect(tensors["FloatStorage"]?.values == [.pi, -0.0, .infinity])
    #expect(tensors["DoubleStorage"]?.values == [0.1, -.infinity, 5])
    #expect(tensors["ByteStorage"]?.values == [0, 128, 255])
    #expect(tensors["CharStorage"]?.values == [0, -128, -1])
    #expect(tensors["ShortStorage"]?.values == [-32768, -1, 32767])
    #expect(tensors["IntStorage"]?.values == [Int32.min, -1, .max].map { Float($0) })
    #expect(tensors["LongStorage"]?.values == [Int64.min, -1, .max].map { Float($0) })
  }

  @Test("tied weights share a storage")
  func tied() throws {
    var file = LegacyFile()
    file.add("encoder", shape: [3], [1, 2, 3])
    var twin = file.tensors[0]
    twin.name = "decoder"
    file.tensors.append(twin)
    let tensors = try Checkpoint(reading: MemoryByteSource(file.bytes)).contents()
    #expect(tensors["encoder"] == tensors["decoder"])
  }

  @Test("storages larger than the reader's window arrive whole")
  func largeStorage() throws {
    var file = LegacyFile()
    let large = (0..<50_000).map { Float($0) }
    file.add("large", shape: [50, 1000], large)
    file.add("small", shape: [2], [7, 8])
    file.add("larger", shape: [100_000], large + large)
    let tensors = try Checkpoint(reading: MemoryByteSource(file.bytes)).contents()
    #expect(tensors["large"]?.values == large)
    #expect(tensors["small"]?.values == [7, 8])
    #expect(tensors["larger"]?.values == large + large)
  }

  @Test("a dictionary of many entries spans several windows")
  func manyTensors() throws {
    var file = LegacyFile()
    for index in 0..<1500 { file.add("layer \(index)", shape: [1], [Float(index)]) }
    let checkpoint = try Checkpoint(reading: MemoryByteSource(file.bytes))
    #expect(checkpoint.names == (0..<1500).map { "layer \($0)" })
    #expect(try checkpoint.contents()["layer 1499"]?.values == [1499])
  }
}
