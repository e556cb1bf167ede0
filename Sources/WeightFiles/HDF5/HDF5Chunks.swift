/// The chunks of a dataset that is stored in pieces of one shape, each of which may be compressed.
struct HDF5Chunks: Equatable, Sendable {
  /// What was done to a chunk when it was written.
  enum Filter: Equatable {
    /// The first bytes of all elements stand before the second ones, and so on.
    case shuffle
    /// Deflation by zlib.
    case deflate
  }

  /// A piece of the dataset.
  struct Chunk: Equatable {
    /// The indices of its first element.
    let origin: [Int]
    /// Where its bytes are in the source.
    let bytes: Range<Int>
    /// The filters that were left out, by their bits.
    let skipped: Int
  }

  /// The sizes of the dataset.
  let shape: [Int]
  /// The sizes of every chunk, also of those that reach over the edge.
  private(set) var chunkShape: [Int] = []
  /// Bytes of an element.
  let width: Int
  /// The filters in the order of writing.
  let filters: [Filter]
  private(set) var chunks: [Chunk] = []

  /// Bytes of a chunk.
  private static let mostBytes = 1 << 25
  /// Chunks of a dataset.
  private static let mostChunks = 1 << 16
  /// Levels of a tree.
  private static let mostLevels = 8

  /// Reads where the chunks are, from what follows in the message of a layout.
  init(
    _ layout: HDF5Fields, shape: [Int], width: Int, filters: [Filter],
    _ reader: inout HDF5Reader
  ) throws(CheckpointError) {
    (self.shape, self.width, self.filters) = (shape, width, filters)
    var layout = layout
    // The elements' width counts as a dimension.
    let rank = try layout.integer(1) - 1
    try layout.require(rank == shape.count && rank > 0)
    let tree = try layout.address(reader.addressWidth)
    var bytes = width
    for _ in 0..<rank {
      let size = try layout.integer(4)
      let (product, overflow) = bytes.multipliedReportingOverflow(by: size)
      guard !overflow, product <= Self.mostBytes else {
        throw .hdf5(.unsupported("chunks of more than \(Self.mostBytes) bytes"))
      }
      try layout.require(size > 0)
      bytes = product
      chunkShape.append(size)
    }
    guard let tree else { return }
    var nodes: Set<Int> = []
    try readNode(&reader, at: tree, &nodes, levels: Self.mostLevels)
  }

  private mutating func readNode(
    _ reader: inout HDF5Reader, at offset: Int, _ nodes: inout Set<Int>, levels: Int
  ) throws(CheckpointError) {
    guard nodes.insert(offset).inserted else { throw .hdf5(.loop(offset: offset)) }
    let prefixLength = 8 + 2 * reader.addressWidth
    var prefix = try reader.fields("tree of chunks", at: offset, count: prefixLength)
    try prefix.require(try prefix.take(4) == Array("TREE".utf8))
    try prefix.require(try prefix.integer(1) == 1)
    let level = try prefix.integer(1)
    try prefix.require(level < levels)
    let count = try prefix.integer(2)
    let entryLength = 8 + 8 * (shape.count + 1) + reader.addressWidth
    var entries = try reader.fields(
      prefix.part, at: offset + prefixLength, count: count * entryLength)
    for _ in 0..<count {
      let length = try entries.integer(4)
      let skipped = try entries.integer(4)
      var origin: [Int] = []
      for _ in shape { origin.append(try entries.integer(8)) }
      try entries.skip(8)
      guard let child = try entries.address(reader.addressWidth) else { throw entries.malformed }
      if level > 0 {
        try readNode(&reader, at: child, &nodes, levels: level)
        continue
      }
      guard child <= reader.size, length <= reader.size - child else {
        throw .hdf5(.outside(offset: child))
      }
      guard chunks.count < Self.mostChunks else { throw .hdf5(.tooLarge) }
      // Chunks beyond the edge are left of a dataset that was made smaller.
      guard zip(origin, shape).allSatisfy({ $0 < $1 }) else { continue }
      let start = reader.start + child
      chunks.append(Chunk(origin: origin, bytes: start..<start + length, skipped: skipped))
    }
  }

  /// Reads the message of filters.
  static func filters(_ message: HDF5Fields) throws(CheckpointError) -> [Filter] {
    var fields = message
    let version = try fields.integer(1)
    let count = try fields.integer(1)
    if version == 1 { try fields.skip(6) }
    var filters: [Filter] = []
    for _ in 0..<count {
      let number = try fields.integer(2)
      // Newer versions leave out names of the filters that are the format's own.
      let nameLength = version == 1 || number >= 256 ? try fields.integer(2) : 0
      try fields.skip(2)
      let values = try fields.integer(2)
      try fields.skip(version == 1 ? (nameLength + 7) / 8 * 8 : nameLength)
      try fields.skip(4 * (version == 1 ? (values + 1) / 2 * 2 : values))
      switch number {
      case 1: filters.append(.deflate)
      case 2: filters.append(.shuffle)
      default:
        throw .hdf5(.unsupported(names[number].map { "\($0)" } ?? "the filter \(number)"))
      }
    }
    return filters
  }

  /// The chunks in a source in which they begin `distance` bytes further back.
  func moved(by distance: Int) -> Self {
    var moved = self
    moved.chunks = chunks.map { chunk in
      let bytes = chunk.bytes.lowerBound + distance..<chunk.bytes.upperBound + distance
      return Chunk(origin: chunk.origin, bytes: bytes, skipped: chunk.skipped)
    }
    return moved
  }

  private static let names = [
    3: "checksums of chunks", 4: "compression by szip", 32000: "compression by LZF",
    32001: "compression by Blosc", 32015: "compression by Zstandard",
  ]
}
