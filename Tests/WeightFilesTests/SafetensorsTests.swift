import Testing

@testable import WeightFiles

@Suite("safetensors")
struct SafetensorsTests {
  /// A file of a header and numbers.
  static func file(_ header: String, numbers: [UInt8] = []) -> [UInt8] {
    littleEndian(Int64(header.utf8.count)) + Array(header.utf8) + numbers
  }

  /// A header's entry.
  static func entry(_ name: String, _ type: String, _ shape: [Int], _ place: [Int]) -> String {
    "\"\(name)\": {\"dtype\": \"\(type)\", \"shape\": \(shape), \"data_offsets\": \(place)}"
  }

  @Test("random tensors come back bit for bit, in their order", arguments: 0..<20)
  func roundTrip(seed: UInt64) throws {
    var generator = Generator(state: seed)
    let tensors = (0..<Int.random(in: 0...8, using: &generator)).map { index in
      let rank = Int.random(in: 0...4, using: &generator)
      let shape = (0..<rank).map { _ in Int.random(in: 0...5, using: &generator) }
      let values = (0..<shape.reduce(1, *)).map { _ in
        Float.random(in: -1e9...1e9, using: &generator)
      }
      return (name: "\"layer\\\u{1} \(index)\n\u{FC}\u{1F600}", shape: shape, values: values)
    }
    let bytes = try SafetensorsWriter.file(tensors)
    #expect(bytes.count % 4 == 0 && bytes[8] == UInt8(ascii: "{"))
    let checkpoint = try Checkpoint(reading: MemoryByteSource(bytes))
    #expect(checkpoint.names == tensors.map(\.name))
    for tensor in tensors {
      let stored = try #require(checkpoint.tensors[tensor.name])
      #expect(stored.shape == tensor.shape && stored.element == .float32)
      #expect(try checkpoint.values(of: stored) == tensor.values)
    }
  }

  @Test("every element type converts to 32-bit floats")
  func elementTypes() throws {
    let types: [(String, [UInt8], [Float])] = [
      ("F64", [0.1, -1e300].flatMap { littleEndian($0.bitPattern) }, [0.1, -.infinity]),
      ("I64", [Int64.min, 7].flatMap { littleEndian($0) }, [-0x1p63, 7]),
      ("F32", [Float.pi, -0.0].flatMap { littleEndian($0.bitPattern) }, [.pi, -0.0]),
      ("I32", [Int32.min, 7].flatMap { littleEndian($0) }, [-0x1p31, 7]),
      ("F16", [0x3C00, 0x3555].flatMap { littleEndian(UInt16($0)) }, [1, 0.33325195]),
      ("BF16", [0x3F80, 0xC049].flatMap { littleEndian(UInt16($0)) }, [1, -3.140625]),
      ("I16", [Int16.min, 7].flatMap { littleEndian($0) }, [-32768, 7]),
      ("U8", [0, 255], [0, 255]), ("I8", [0, 255], [0, -1]),
    ]
    var entries: [String] = []
    var numbers: [UInt8] = []
    for (type, bytes, _) in types {
      let place = [numbers.count, numbers.count + bytes.count]
      entries.append(Self.entry(type, type, [2], place))
      numbers += bytes
    }
    let header = "{\(entries.joined(separator: ", "))}"
    let bytes = Self.file(header, numbers: numbers)
    let contents = try Checkpoint(reading: MemoryByteSource(bytes)).contents()
    for (type, _, values) in types { #expect(contents[type]?.values == values, "\(type)") }
  }

  @Test("headers as other programs write them")
  func header() throws {
    let header =
      " {\"__metadata__\" : {\"format\": \"pt\", \"n\": [1.5e3, {}, [], true, null]},"
      + "\"b\": {\"data_offsets\":[4,8],\"shape\":[],\"more\":-1,\"dtype\":\"F32\"},\n\t"
      + "\"\\u0061\\/\\ud83d\\ude00\": {\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[0,4]},"
      + Self.entry("none", "I64", [3, 0], [8, 8]) + "}   "
    let numbers = [Float(1), 2].flatMap { littleEndian($0.bitPattern) }
    // The blank at the front makes it no safetensors by its ninth byte.
    let bytes = Self.file(String(header.dropFirst()), numbers: numbers)
    let checkpoint = try Checkpoint(reading: MemoryByteSource(bytes))
    #expect(checkpoint.names == ["b", "a/\u{1F600}", "none"])
    #expect(
      try checkpoint.contents() == [
        "b": TensorContent(shape: [], values: [2]),
        "a/\u{1F600}": TensorContent(shape: [1, 1], values: [1]),
        "none": TensorContent(shape: [3, 0], values: []),
      ])
    #expect(checkpoint.tensors["b"]?.bytes == bytes.count - 4..<bytes.count)
  }

  @Test(
    "what does not fit is refused",
    arguments: [
      (
        "{\(entry("a", "F32", [2], [0, 4]))}",
        .tensor(name: "a", .byteCount(expected: 8, stored: 4))
      ),
      ("{\(entry("a", "F8", [4], [0, 4]))}", .tensor(name: "a", .elementType("F8"))),
      (
        "{\(entry("a", "F32", [2], [0, 8]))}",
        .tensor(name: "a", .byteRange(begin: 0, end: 8, available: 4))
      ),
      (
        "{\(entry("a", "F32", [1], [4, 0]))}",
        .tensor(name: "a", .byteRange(begin: 4, end: 0, available: 4))
      ),
      (
        "{\(entry("a", "F32", [1], [-4, 0]))}",
        .tensor(name: "a", .byteRange(begin: -4, end: 0, available: 4))
      ),
      ("{\(entry("a", "F32", [-1], [0, 4]))}", .tensor(name: "a", .negative(-1))),
      ("{\(entry("a", "F32", [1 << 62, 4], [0, 4]))}", .tensor(name: "a", .overflow)),
      ("{\(entry("a", "F32", [1 << 62], [0, 4]))}", .tensor(name: "a", .overflow)),
      (
        "{\(entry("a", "U8", Array(repeating: 1, count: 65), [0, 1]))}",
        .tensor(name: "a", .tooManyDimensions(65, limit: 64))
      ),
      (
        "{\(entry("a", "U8", [3], [0, 3])), \(entry("b", "U8", [2], [2, 4]))}",
        .tensor(name: "b", .notAdjoining(begin: 2, previousEnd: 3))
      ),
      (
        "{\(entry("a", "U8", [1], [3, 4])), \(entry("b", "U8", [2], [0, 2]))}",
        .tensor(name: "a", .notAdjoining(begin: 3, previousEnd: 2))
      ),
      ("{\(entry("a", "U8", [3], [0, 3]))}", .trailingBytes(count: 1)),
      ("{}", .trailingBytes(count: 4)),
      (
        "{\(entry("a", "U8", [4], [0, 4])), \(entry("a", "U8", [0], [4, 4]))}", .duplicateName("a")
      ),
      ("{\"a\": {\"dtype\": \"F32\", \"shape\": [1]}}", .tensor(name: "a", .entry)),
      (
        "{\"a\": {\"dtype\": \"U8\", \"shape\": [4], \"shape\": [4], \"data_offsets\": [0, 4]}}",
        .tensor(name: "a", .entry)
      ),
      ("{\(entry("a", "U8", [4], [0]))}", .tensor(name: "a", .entry)),
      ("{\"a\": 1}", .header(offset: 14)),
      ("{\"a\": {\"shape\": [1.0]}}", .header(offset: 25)),
      ("{\"a\": {\"shape\": [01]}}", .header(offset: 25)),
      ("{\"a\": {\"shape\": [99999999999999999999]}}", .header(offset: 25)),
      ("{\"a", .header(offset: 11)),
      ("{\"\\ud800\"", .header(offset: 16)),
      ("{} {}", .header(offset: 11)),
    ] as [(String, CheckpointError)])
  func refused(header: String, error: CheckpointError) {
    #expect(failure(Self.file(header, numbers: [0, 0, 0, 0])) == error)
  }

  @Test("texts that are not UTF-8 and values too deep are refused")
  func hostileHeaders() {
    #expect(
      failure(littleEndian(Int64(5)) + Array("{\"".utf8) + [0xFF, 0x22, 0x7D])
        == .header(offset: 11))
    let deep = String(repeating: "[", count: 100_000)
    #expect(failure(Self.file("{\"__metadata__\":\(deep)")) == .header(offset: 8 + 16 + 16))
  }

  private static let sample: [UInt8] = {
    let entries = [
      "\"__metadata__\": {\"format\": \"pt\"}", entry("stem.weight", "F32", [2, 3], [0, 24]),
      entry("stem.bias", "F16", [2], [24, 28]), entry("count", "I64", [], [28, 36]),
    ]
    return file("{\(entries.joined(separator: ","))}", numbers: Array(0..<36))
  }()

  @Test("every truncation is an error")
  func truncated() {
    #expect(failure(Self.sample) == nil)
    for length in Self.sample.indices.dropFirst() {
      #expect(failure(Array(Self.sample.prefix(length))) != nil, "\(length) bytes")
    }
  }

  @Test("2,000 damaged headers give an error or tensors that are within the file")
  func damaged() throws {
    var generator = Generator(state: 1)
    let headerEnd = Self.sample.count - 36
    for _ in 0..<2000 {
      var bytes = Self.sample
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 0..<headerEnd, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1: bytes[place] = "{}[]\",:0123456789-".utf8.randomElement(using: &generator) ?? 0
        case 2: bytes.insert("{}[]\",:9-".utf8.randomElement(using: &generator) ?? 0, at: place)
        default: bytes.remove(at: place)
        }
      }
      // Some damage changes only the length; let it be right in half of the cases.
      if Bool.random(using: &generator) {
        bytes.replaceSubrange(0..<8, with: littleEndian(Int64(bytes.count - 8 - 36)))
      }
      guard case .success(let checkpoint) = read(bytes) else { continue }
      for tensor in checkpoint.tensors.values {
        let place = try #require(tensor.bytes)
        #expect(place.lowerBound >= 8 && place.upperBound <= bytes.count)
        #expect(try checkpoint.values(of: tensor).count == tensor.count)
      }
    }
  }

  @Test("the writer refuses what it could not write")
  func unwritable() {
    let tensor = (name: "a", shape: [2], values: [Float(1), 2])
    #expect(throws: CheckpointError.duplicateName("a")) {
      try SafetensorsWriter.file([tensor, tensor])
    }
    #expect(throws: CheckpointError.duplicateName("__metadata__")) {
      try SafetensorsWriter.file([(name: "__metadata__", shape: [], values: [1])])
    }
    #expect(throws: CheckpointError.tensor(name: "b", .elementCount(expected: 3, stored: 1))) {
      try SafetensorsWriter.file([(name: "b", shape: [3], values: [1])])
    }
  }
}
