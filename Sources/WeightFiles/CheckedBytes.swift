/// The bytes of any source, with everything that goes wrong as an error of the checkpoint.
package struct CheckedBytes: Sendable {
  /// The number of bytes.
  package let count: Int
  /// Reads the bytes at some offsets.
  package let load: @Sendable (_ range: Range<Int>) throws(CheckpointError) -> [UInt8]

  /// The bytes of a source.
  package init(_ source: some ByteSource) {
    count = source.count
    load = { range throws(CheckpointError) in try source.checkedBytes(in: range) }
  }

  /// Several runs of bytes as one, in their order; no range that is loaded may reach over two of them.
  package init(joining parts: [CheckedBytes]) throws(CheckpointError) {
    var starts: [Int] = []
    var count = 0
    for part in parts {
      starts.append(count)
      let (sum, overflow) = count.addingReportingOverflow(part.count)
      guard !overflow else { throw .tooManyElements(limit: .max) }
      count = sum
    }
    self.count = count
    load = { [starts] range throws(CheckpointError) in
      guard let index = starts.lastIndex(where: { $0 <= range.lowerBound }) else { return [] }
      let start = starts[index]
      return try parts[index].load(range.lowerBound - start..<range.upperBound - start)
    }
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
