import Testing

@testable import WeightFiles

@Suite("Sharded safetensors files are read by their list")
struct ShardTests {
  private static let first = file([("a", [2], [1, 2]), ("b", [1], [3])])
  private static let second = file([("c", [3], [4, 5, 6])])

  private static func file(_ tensors: [(name: String, shape: [Int], values: [Float])]) -> [UInt8] {
    (try? SafetensorsWriter.file(tensors)) ?? []
  }

  private func open(_ map: String, _ shards: [[UInt8]]) throws(CheckpointError) -> Checkpoint {
    let text = "{\"metadata\": {\"total_size\": 24}, \"weight_map\": \(map)}"
    let index = try ShardIndex(reading: MemoryByteSource(Array(text.utf8)))
    return try Checkpoint(index, sources: shards.map { MemoryByteSource($0) })
  }

  private static let map =
    "{\"a\": \"1.safetensors\", \"c\": \"2.safetensors\", \"b\": \"1.safetensors\"}"

  @Test("all tensors come back, in the order of the shards")
  func whole() throws {
    let checkpoint = try open(Self.map, [Self.first, Self.second])
    #expect(checkpoint.names == ["a", "b", "c"])
    #expect(
      try checkpoint.contents() == [
        "a": TensorContent(shape: [2], values: [1, 2]), "b": TensorContent(shape: [1], values: [3]),
        "c": TensorContent(shape: [3], values: [4, 5, 6]),
      ])
  }

  @Test("shards may be of any format, compressed ones too")
  func archives() throws {
    var archive = TorchArchiveFile(.sample)
    archive.isDeflated = true
    let checkpoint = try open(
      "{\"a\": \"1.bin\", \"conv.weight\": \"2.bin\"}", [Self.first, archive.bytes])
    #expect(try checkpoint.contents()["conv.column"]?.values == [2, 8])
  }

  @Test("what lacks is named")
  func errors() {
    #expect(throws: CheckpointError.missingInShard("2.safetensors", tensor: "c")) {
      try open(Self.map, [Self.first, Self.first])
    }
    #expect(throws: CheckpointError.duplicateName("a")) {
      try open("{\"a\": \"1\", \"b\": \"2\"}", [Self.first, Self.first])
    }
    #expect(throws: CheckpointError.duplicateName("a")) {
      try open("{\"a\": \"1\", \"a\": \"1\"}", [Self.first])
    }
    #expect(throws: CheckpointError.shard("1.safetensors", .empty)) {
      try open(Self.map, [[], Self.second])
    }
    for name in ["../1.safetensors", "/etc/passwd", ""] {
      #expect(throws: CheckpointError.shardName(name)) {
        try open("{\"a\": \"\(name)\"}", [Self.first])
      }
    }
    #expect(throws: CheckpointError.shardIndex(offset: 53)) { try open("{\"a\": 1}", []) }
  }
}
