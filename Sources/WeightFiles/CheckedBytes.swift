/// The bytes of any source, with everything that goes wrong as an error of the checkpoint.
struct CheckedBytes: Sendable {
  /// The number of bytes.
  let count: Int
  /// Reads the bytes at some offsets.
  let load: @Sendable (_ range: Range<Int>) throws(CheckpointError) -> [UInt8]

  /// The bytes of a source.
  init(_ source: some ByteSource) {
    count = source.count
    load = { range throws(CheckpointError) in try source.checkedBytes(in: range) }
  }
}

extension ByteSource {
  fileprivate func checkedBytes(in range: Range<Int>) throws(CheckpointError) -> [UInt8] {
    let bytes: [UInt8]
    do {
      bytes = try self.bytes(in: range)
    } catch {
      throw .source(error.description)
    }
    guard bytes.count == range.count else {
      throw .sourceLength(expected: range.count, received: bytes.count)
    }
    return bytes
  }
}
