/// A file in Hugging Face's safetensors format.
///
/// It is the length of a header as a little-endian 64-bit integer; the header, a JSON object that
/// gives each tensor's type, shape and place; and the numbers of all tensors, without gaps.
enum SafetensorsFile {
  /// The entry of the header that is no tensor but a dictionary of texts.
  static let metadata = "__metadata__"

  /// What the header says of a tensor.
  private struct Header {
    let name: String
    var type: String
    var shape: [Int]
    /// From its first byte to its last, counted from the end of the header.
    var begin: Int
    var end: Int
  }

  /// Reads the header and gives the tensors in its order.
  static func tensors(
    _ reader: inout ByteReader
  ) throws(CheckpointError) -> [Checkpoint.Entry] {
    let length = try reader.length(width: 8)
    try reader.require(length)
    let start = reader.position
    let headers = try headers(JSONReader(try reader.bytes(length), offset: start))
    var entries: [Checkpoint.Entry] = []
    entries.reserveCapacity(headers.count)
    for header in headers {
      do throws(TensorProblem) {
        let tensor = try tensor(header, start: reader.position, available: reader.remaining)
        entries.append((header.name, tensor))
      } catch {
        throw .tensor(name: header.name, error)
      }
    }
    try requireNoGaps(headers, available: reader.remaining)
    return entries
  }

  private static func tensor(
    _ header: Header, start: Int, available: Int
  ) throws(TensorProblem) -> StoredTensor {
    guard let element = ElementType(safetensors: header.type) else {
      throw .elementType(header.type)
    }
    let layout = try TensorLayout(rowMajor: header.shape)
    let (byteCount, overflow) = layout.count.multipliedReportingOverflow(by: element.width)
    guard !overflow else { throw .overflow }
    guard 0 <= header.begin, header.begin <= header.end, header.end <= available else {
      throw .byteRange(begin: header.begin, end: header.end, available: available)
    }
    guard header.end - header.begin == byteCount else {
      throw .byteCount(expected: byteCount, stored: header.end - header.begin)
    }
    return StoredTensor(element, layout, storageStart: start + header.begin)
  }

  private static func requireNoGaps(
    _ headers: [Header], available: Int
  ) throws(CheckpointError) {
    var end = 0
    for header in headers.sorted(by: { ($0.begin, $0.end) < ($1.begin, $1.end) }) {
      guard header.begin == end else {
        throw .tensor(name: header.name, .notAdjoining(begin: header.begin, previousEnd: end))
      }
      end = header.end
    }
    guard end == available else { throw .trailingBytes(count: available - end) }
  }

  // MARK: - The header

  private static func headers(_ reader: consuming JSONReader) throws(CheckpointError) -> [Header] {
    var headers: [Header] = []
    var names: Set<String> = []
    try reader.object { reader, name throws(CheckpointError) in
      guard names.insert(name).inserted else { throw .duplicateName(name) }
      if name == metadata { return try reader.skipValue() }
      headers.append(try header(&reader, name))
    }
    try reader.end()
    return headers
  }

  private static func header(
    _ reader: inout JSONReader, _ name: String
  ) throws(CheckpointError) -> Header {
    var types: [String] = []
    var shapes: [[Int]] = []
    var places: [[Int]] = []
    try reader.object { reader, key throws(CheckpointError) in
      switch key {
      case "dtype": types.append(try reader.string())
      case "shape": shapes.append(try reader.integers())
      case "data_offsets": places.append(try reader.integers())
      default: try reader.skipValue()
      }
    }
    guard types.count == 1, shapes.count == 1, places.count == 1, places[0].count == 2 else {
      throw .tensor(name: name, .entry)
    }
    return Header(
      name: name, type: types[0], shape: shapes[0], begin: places[0][0], end: places[0][1])
  }
}
