/// The list of the files over which Hugging Face's libraries spread a large model: a JSON object whose
/// `weight_map` names the file of each tensor.
public struct ShardIndex: Sendable {
  /// The names of the files, which lie beside the list.
  public let files: [String]

  /// For each file, the tensors that it should have.
  fileprivate let tensors: [Set<String>]

  /// Reads the list in `source`.
  public init(reading source: some ByteSource) throws(CheckpointError) {
    let bytes = CheckedBytes(source)
    var files: [String] = []
    var tensors: [Set<String>] = []
    var places: [String: Int] = [:]
    do throws(CheckpointError) {
      var reader = JSONReader(try bytes.load(0..<bytes.count))
      try reader.object { reader, key throws(CheckpointError) in
        guard key == "weight_map" else { return try reader.skipValue() }
        try reader.object { reader, name throws(CheckpointError) in
          let file = try reader.string()
          if places[file] == nil {
            // It is looked for beside the list, and nowhere else.
            guard !file.isEmpty, !file.utf8.contains(0x2F), !file.utf8.contains(0) else {
              throw .shardName(file)
            }
            places[file] = files.count
            files.append(file)
            tensors.append([])
          }
          guard let place = places[file], tensors[place].insert(name).inserted else {
            throw .duplicateName(name)
          }
        }
      }
      try reader.end()
    } catch .header(let offset) {
      throw .shardIndex(offset: offset)
    }
    (self.files, self.tensors) = (files, tensors)
  }
}

extension Checkpoint {
  /// Opens the checkpoint that a list of files describes; `sources` are the files in its order.
  ///
  /// - Throws: ``CheckpointError``; what is wrong with one of the files names that.
  public init(_ index: ShardIndex, sources: [some ByteSource]) throws(CheckpointError) {
    var entries: [Entry] = []
    var names: Set<String> = []
    var parts: [CheckedBytes] = []
    var start = 0
    var undone: [String] = []
    for (place, (file, source)) in zip(index.files, sources).enumerated() {
      let part = CheckedBytes(source)
      let shard: Checkpoint
      do throws(CheckpointError) {
        shard = try Checkpoint(part)
      } catch {
        throw .shard(file, error)
      }
      undone += shard.undone
      // Weights that are computed have other names than what they are computed of.
      if shard.undone.isEmpty, let missing = index.tensors[place].subtracting(shard.names).min() {
        throw .missingInShard(file, tensor: missing)
      }
      for name in shard.names {
        guard names.insert(name).inserted else { throw .duplicateName(name) }
        if let tensor = shard.tensors[name] { entries.append((name, tensor.moved(by: start))) }
      }
      parts.append(part)
      start += part.count
    }
    self.init(.shardIndex, entries, try CheckedBytes(joining: parts))
    self.undone = undone
  }
}
