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

  /// How many bytes of numbers are read at once; a multiple of every element's width.
  private static let pieceLength = 1 << 16

  /// The numbers of a tensor of the source, in row-major order.
  ///
  /// Only the bytes of ``StoredTensor/bytes`` are touched, a small piece at a time, so that the
  /// result is all the memory that a tensor in row-major order takes.
  package func values(of tensor: StoredTensor) throws(CheckpointError) -> [Float] {
    switch tensor.numbers {
    case .memory(let values): return values
    case .file(let bytes):
      var stored: [Float] = []
      stored.reserveCapacity(tensor.layout.span.count)
      var position = bytes.lowerBound
      while position < bytes.upperBound {
        let end = min(position + Self.pieceLength, bytes.upperBound)
        tensor.element.append(try load(position..<end), to: &stored)
        position = end
      }
      return tensor.layout.gather(stored)
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
