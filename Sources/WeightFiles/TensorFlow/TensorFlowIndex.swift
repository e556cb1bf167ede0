/// The index of a TensorFlow checkpoint: which tensors it has, and where their numbers are in its other files.
///
/// Nothing in it says what a tensor is for, so the order of dimensions follows from names and shapes, as
/// TensorFlow 1 writes them: those of four dimensions are convolutions', in TF-slim's `depthwise_weights`
/// depthwise ones', and those of two are matrices. What a training has beside a tensor `NAME`, such as
/// `NAME/Momentum`, and single numbers are no weights.
public struct TensorFlowIndex: Sendable {
  /// A tensor, and where its numbers are.
  fileprivate struct Entry {
    var name: String
    var type: UInt64 = 0
    var shape: [Int] = []
    var shard = 0
    var offset = 0
    var length = 0
    /// The checksum of the bytes; nothing if the file does not say it.
    var checksum: UInt32?
    /// Whether it is a part of a tensor that several machines share.
    var isPart = false
  }

  fileprivate let entries: [Entry]

  /// How the names of the files with the numbers end, where the index's own name ends with `.index`.
  public let suffixes: [String]

  /// More files than these have no checkpoint.
  private static let mostShards: UInt64 = 1000

  /// Reads an index.
  public init(reading source: some ByteSource) throws(CheckpointError) {
    guard let table = try SortedTable(CheckedBytes(source)) else {
      throw .unsupportedFormat(.tensorFlowCheckpoint)
    }
    var entries: [Entry] = []
    var shards: UInt64 = 0
    try table.entries { key, value throws(CheckpointError) in
      if key.isEmpty {
        try Self.fields(of: value) { field, number, _ throws(CheckpointError) in
          if field == 1 { shards = number }
          if field == 2, number != 0 { throw .bigEndian }
        }
        return
      }
      guard let name = String(validating: key, as: UTF8.self) else { throw .index(.invalidText) }
      entries.append(try Self.entry(name, value))
    }
    guard (1...Self.mostShards).contains(shards) else { throw .index(.malformed) }
    func padded(_ number: UInt64) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(5 - digits.count, 0)) + digits
    }
    suffixes = (0..<shards).map { ".data-\(padded($0))-of-\(padded(shards))" }
    self.entries = entries
  }

  private static func entry(
    _ name: String, _ bytes: ArraySlice<UInt8>
  ) throws(CheckpointError) -> Entry {
    var entry = Entry(name: name)
    try fields(of: bytes) { field, number, content throws(CheckpointError) in
      switch field {
      case 1: entry.type = number
      case 2: entry.shape = try shape(content)
      case 3: entry.shard = Int(clamping: number)
      case 4: entry.offset = Int(clamping: number)
      case 5: entry.length = Int(clamping: number)
      case 6: entry.checksum = SortedTable.checksum(content)
      case 7: entry.isPart = true
      default: break
      }
    }
    return entry
  }

  private static func shape(_ bytes: ArraySlice<UInt8>) throws(CheckpointError) -> [Int] {
    var shape: [Int] = []
    try fields(of: bytes) { field, _, content throws(CheckpointError) in
      guard field == 2 else { return }
      var size = 0
      try fields(of: content) { field, number, _ throws(CheckpointError) in
        if field == 1 { size = Int(clamping: Int64(bitPattern: number)) }
      }
      shape.append(size)
    }
    return shape
  }

  /// Hands out the fields of a message: its number, or what it holds.
  private static func fields(
    of message: ArraySlice<UInt8>,
    _ read: (UInt64, _ number: UInt64, _ content: ArraySlice<UInt8>) throws(CheckpointError) -> Void
  ) throws(CheckpointError) {
    var rest = message
    while !rest.isEmpty {
      guard let key = CaffeModelFile.varint(&rest) else { throw .index(.truncated) }
      var (number, length) = (UInt64(0), UInt64(0))
      switch key & 7 {
      case 0, 2:
        guard let value = CaffeModelFile.varint(&rest) else { throw .index(.truncated) }
        if key & 7 == 0 { number = value } else { length = value }
      case 1: length = 8
      case 5: length = 4
      default: throw .index(.malformed)
      }
      guard length <= rest.count else { throw .index(.truncated) }
      try read(key >> 3, number, rest.prefix(Int(length)))
      rest = rest.dropFirst(Int(length))
    }
  }
}

extension Checkpoint {
  /// Opens the checkpoint of an index; `sources` are its files in the order of the suffixes.
  ///
  /// - Throws: ``CheckpointError``.
  public init(_ index: TensorFlowIndex, sources: [some ByteSource]) throws(CheckpointError) {
    let parts = sources.map { CheckedBytes($0) }
    let whole = try CheckedBytes(joining: parts)
    var ends: [Int] = []
    for part in parts { ends.append((ends.last ?? 0) + part.count) }
    let names = Set(index.entries.map { $0.name })
    guard names.count == index.entries.count else { throw .index(.malformed) }
    var entries: [Entry] = []
    var beside: [(name: String, count: Int)] = []
    for entry in index.entries {
      if let slot = Self.slot(entry.name, names) ?? (entry.shape.isEmpty ? entry.name : nil) {
        if let place = beside.firstIndex(where: { $0.name == slot }) {
          beside[place].count += 1
        } else {
          beside.append((slot, 1))
        }
        continue
      }
      guard parts.indices.contains(entry.shard) else { throw .index(.malformed) }
      do throws(TensorProblem) {
        let count = parts[entry.shard].count
        let tensor = try entry.tensor(in: count, from: ends[entry.shard] - count)
        entries.append((entry.name, tensor))
      } catch {
        throw .tensor(name: entry.name, error)
      }
    }
    self.init(
      .tensorFlowCheckpoint, entries, whole,
      beside: beside.map { SavedItem(name: $0.name, tensorCount: $0.count) })
  }

  /// What a training calls a tensor that it has beside another one.
  private static func slot(_ name: String, _ names: Set<String>) -> String? {
    var end = name.utf8.endIndex
    while let slash = name.utf8[..<end].lastIndex(of: 0x2F) {
      if names.contains(String(name[..<slash])) {
        return String(name[name.utf8.index(after: slash)...])
      }
      end = slash
    }
    return nil
  }
}

extension TensorFlowIndex.Entry {
  /// The tensor in a file of `count` bytes that begins at `start` of all.
  fileprivate func tensor(in count: Int, from start: Int) throws(TensorProblem) -> StoredTensor {
    guard !isPart else { throw .entry }
    guard let element = ElementType(tensorFlow: type) else { throw .elementType("\(type)") }
    let layout: TensorLayout
    switch shape.count {
    case 4:
      let isDepthwise = name.hasSuffix("depthwise_weights")
      layout = try (isDepthwise ? FrozenGraphFile.Use.depthwise : .convolution).layout(shape)
    case 2: layout = try FrozenGraphFile.Use.matrix.layout(shape)
    default: layout = try TensorLayout(rowMajor: shape)
    }
    let (expected, overflow) = layout.count.multipliedReportingOverflow(by: element.width)
    guard !overflow else { throw .overflow }
    guard offset <= count, length <= count - offset, length == expected else {
      throw .byteCount(expected: expected, stored: min(length, max(count - offset, 0)))
    }
    var tensor = StoredTensor(element, layout, storageStart: start + offset)
    let bytes = start + offset..<start + offset + length
    tensor.check = checksum.map { ContentCheck(.tensor(name), at: bytes, expecting: $0) }
    return tensor
  }
}
