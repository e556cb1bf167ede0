import Testing

@testable import WeightFiles

@Suite("PyTorch's archives are read")
struct TorchArchiveTests {
  private static let sample = TorchArchiveFile(.sample)

  private static let contents = [
    "conv.weight": TensorContent(shape: [2, 3], values: [0.5, -1, 2, 3.25, -0.125, 8]),
    "conv.column": TensorContent(shape: [2], values: [2, 8]),
    "batches": TensorContent(shape: [], values: [41]),
  ]

  @Test("with any folder, stored or compressed, with and without an order of bytes")
  func sample() throws {
    for folder in ["archive/", "mobilenet v2/", ""] {
      for isDeflated in [false, true] {
        for byteOrder in ["little", nil] {
          var file = Self.sample
          (file.folder, file.isDeflated, file.byteOrder) = (folder, isDeflated, byteOrder)
          let checkpoint = try Checkpoint(reading: MemoryByteSource(file.bytes))
          #expect(checkpoint.names == ["conv.weight", "conv.column", "batches"])
          #expect(try checkpoint.contents() == Self.contents)
          #expect(checkpoint.format == .torchArchive)
          #expect(checkpoint.place == nil)
          #expect(checkpoint.beside == [])
        }
      }
    }
  }

  @Test("stored numbers stay in the file, and are found where they are")
  func places() throws {
    let bytes = Self.sample.bytes
    let checkpoint = try Checkpoint(reading: MemoryByteSource(bytes))
    let place = try #require(checkpoint.tensors["conv.weight"]?.bytes)
    #expect(Array(bytes[place]) == LegacyFile.sample.runs[0].bytes)
    var deflated = Self.sample
    deflated.isDeflated = true
    let other = try Checkpoint(reading: MemoryByteSource(deflated.bytes))
    #expect(other.tensors["conv.weight"]?.bytes == nil)
  }

  @Test("a flipped bit of a storage is found by every tensor of it, until one has found it whole")
  func flipped() throws {
    for isDeflated in [false, true] {
      var file = Self.sample
      file.isDeflated = isDeflated
      let zip = file.zip()
      let storage = try #require(zip.members.first { $0.name.hasPrefix("archive/data/") })
      let data = isDeflated ? ZipWriter.deflated(storage.content) : storage.content
      let start = try #require(zip.bytes.firstRange(of: data)).lowerBound
      for bit in 0..<8 * storage.content.count {
        var bytes = zip.bytes
        bytes[start + min(bit / 8, data.count - 2)] ^= 1 << UInt8(bit % 8)
        let checkpoint = try Checkpoint(reading: MemoryByteSource(bytes))
        // The second one is a view of some numbers of the first.
        for name in ["conv.column", "conv.weight"] {
          let tensor = try #require(checkpoint.tensors[name])
          #expect(throws: CheckpointError.self, "bit \(bit)") { try checkpoint.values(of: tensor) }
        }
        #expect(try checkpoint.values(of: try #require(checkpoint.tensors["batches"])) == [41])
      }
    }
    let checkpoint = try Checkpoint(reading: MemoryByteSource(Self.sample.bytes))
    let (view, whole) = (checkpoint.tensors["conv.column"], checkpoint.tensors["conv.weight"])
    #expect(view?.check?.isPassed == false)
    _ = try checkpoint.values(of: try #require(view))
    #expect(whole?.check?.isPassed == true)
  }

  @Test("an archive without checksums says so, also without its prefix")
  func unchecked() throws {
    var zip = Self.sample.zip()
    #expect(try !Checkpoint(reading: MemoryByteSource(zip.bytes)).isUnchecked)
    for index in zip.members.indices { zip.members[index].checksum = 0 }
    let checkpoint = try Checkpoint(reading: MemoryByteSource(zip.bytes))
    #expect(checkpoint.isUnchecked && checkpoint.removing(prefix: "conv.").isUnchecked)
    #expect(try checkpoint.contents() == Self.contents)
  }

  @Test("big-endian numbers are turned around")
  func bigEndian() throws {
    var file = LegacyFile()
    file.add("float", shape: [2], elements: [[0x3F, 0x80, 0, 0], [0xC0, 0, 0, 0]])
    file.add("long", shape: [], storageClass: "LongStorage", elements: [[0, 0, 0, 0, 0, 0, 1, 2]])
    file.add("byte", shape: [2], storageClass: "ByteStorage", elements: [[7], [8]])
    for isDeflated in [false, true] {
      var archive = TorchArchiveFile(file)
      (archive.byteOrder, archive.isDeflated) = ("big", isDeflated)
      let contents = try Checkpoint(reading: MemoryByteSource(archive.bytes)).contents()
      #expect(contents["float"]?.values == [1, -2])
      #expect(contents["long"]?.values == [258])
      #expect(contents["byte"]?.values == [7, 8])
    }
    var archive = TorchArchiveFile(file)
    archive.byteOrder = "middle"
    #expect(failure(archive.bytes) == .byteOrder(found: "middle"))
  }

  @Test("types without a class of storages name themselves")
  func untyped() throws {
    func read(_ type: String, _ bytes: [UInt8], count: Int) throws -> [Float]? {
      var file = LegacyFile()
      file.add(
        "w", shape: [count], storageClass: "UntypedStorage", elements: bytes.map { [$0] })
      var pickle = PickleWriter()
      pickle.code("}")
      pickle.text("w")
      pickle.global("torch._utils", "_rebuild_tensor_v3")
      pickle.mark()
      pickle.mark()
      pickle.text("storage")
      pickle.global("torch.storage", "UntypedStorage")
      pickle.text("key 0")
      pickle.text("cpu")
      pickle.integer(bytes.count)
      pickle.tuple()
      pickle.code("Q")
      pickle.integer(0)
      pickle.integers([count])
      pickle.integers([1])
      pickle.boolean(false)
      pickle.orderedDictionary()
      pickle.global("torch", type)
      pickle.tuple()
      pickle.reduce()
      pickle.code("s")
      let bytes = TorchArchiveFile(file).zip(object: pickle).bytes
      return try Checkpoint(reading: MemoryByteSource(bytes)).contents()["w"]?.values
    }
    #expect(try read("uint16", [1, 0, 0xFF, 0xFF], count: 2) == [1, 65535])
    #expect(try read("uint32", [0, 0, 0, 0x80], count: 1) == [2_147_483_648])
    #expect(try read("uint64", [2, 0, 0, 0, 0, 0, 0, 0x80], count: 1) == [0x1p63])
    #expect(try read("bool", [0, 1, 2], count: 3) == [0, 1, 1])
    #expect(try read("bfloat16", [0x80, 0x3F], count: 1) == [1])
    for type in ["float8_e4m3fn", "complex64"] {
      #expect(
        throws: CheckpointError.tensor(
          name: "w", .elementType("the global \"torch.\(type)\""))
      ) { try read(type, [0, 0, 0, 0, 0, 0, 0, 0], count: 1) }
    }
    #expect(
      throws: CheckpointError.tensor(name: "w", .largerThanStorage(elements: 2, storage: 1))
    ) { try read("uint16", [0, 0, 0], count: 2) }
  }

  @Test(
    "random dictionaries come back from every format, whatever their strides and types",
    arguments: 0..<40)
  func random(seed: UInt64) throws {
    var generator = Generator(state: seed)
    let (file, expected) = RandomStateDictionary.make(&generator)
    var archive = TorchArchiveFile(file)
    archive.isDeflated = Bool.random(using: &generator)
    for bytes in [file.bytes, archive.bytes, archive.bytes(under: "state_dict")] {
      let checkpoint = try Checkpoint(reading: MemoryByteSource(bytes))
      #expect(checkpoint.names == file.tensors.map(\.name))
      #expect(try checkpoint.contents() == expected)
    }
  }

  @Test("a code archive, NumPy's arrays and others are named")
  func otherArchives() {
    var script = Self.sample
    script.others = [("constants.pkl", [0x80, 2, 0x29, 0x2E]), ("code/net.py", [])]
    #expect(failure(script.bytes) == .unsupportedFormat(.torchScript))
    #expect(
      failure(ZipWriter([("a.npy", []), ("b.npy", [])]).bytes) == .unsupportedFormat(.numpyArchive))
    for members in [["readme.txt"], [], ["a/b/data.pkl"]] {
      let zip = ZipWriter(members.map { ($0, []) })
      #expect(failure(zip.bytes) == .unsupportedFormat(.zipArchive))
    }
  }

  @Test("storages that lack, or that have another size than the tensors say")
  func storages() {
    var file = Self.sample
    file.file.runs.removeLast()
    #expect(failure(file.bytes) == .storage(key: "key 1", .missing))
    file = Self.sample
    file.file.runs[0].bytes.removeLast()
    #expect(failure(file.bytes) == .storage(key: "key 0", .bytes(declared: 24, stored: 23)))
    file = Self.sample
    file.file.tensors[0].storageCount = 1 << 62
    file.file.tensors[1].storageCount = 1 << 62
    #expect(failure(file.bytes) == .storage(key: "key 0", .bytes(declared: .max, stored: 24)))
  }

  @Test("bytes behind the pickle")
  func trailing() {
    var pickle = Self.sample.object
    pickle.raw([0x2E, 0x4E])
    #expect(failure(Self.sample.zip(object: pickle).bytes) == .trailingBytes(count: 2))
  }

  @Test("2,000 damaged archives give an error or tensors that are within the file")
  func damaged() throws {
    var generator = Generator(state: 4)
    for round in 0..<2000 {
      var file = Self.sample
      file.isDeflated = round.isMultiple(of: 3)
      var zip = file.zip()
      // Half of the damage is done to the pickle, in an archive that is whole.
      if round.isMultiple(of: 2) {
        damage(&zip.members[0].content, &generator)
      }
      var bytes = zip.bytes
      if !round.isMultiple(of: 2) { damage(&bytes, &generator) }
      guard case .success(let checkpoint) = read(bytes) else { continue }
      for tensor in checkpoint.tensors.values {
        if let place = tensor.bytes { #expect(place.upperBound <= bytes.count) }
        if let values = try? checkpoint.values(of: tensor) { #expect(values.count == tensor.count) }
      }
    }
  }

  private func damage(_ bytes: inout [UInt8], _ generator: inout Generator) {
    for _ in 0..<Int.random(in: 1...3, using: &generator) {
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      case 1:
        bytes[place] = PickleOpcode.allCases.randomElement(using: &generator)?.rawValue ?? 0
      case 2: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
      default: bytes.remove(at: place)
      }
    }
  }
}
