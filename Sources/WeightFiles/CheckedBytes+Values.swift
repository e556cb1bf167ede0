extension CheckedBytes {
  /// How many bytes of numbers are read at once; a multiple of every element's width.
  private static let pieceLength = 1 << 16

  /// The numbers of a tensor of the source, in row-major order.
  ///
  /// Only the bytes of ``StoredTensor/bytes`` are touched, a small piece at a time, so that the
  /// result is all the memory that a tensor in row-major order takes.
  package func values(of tensor: StoredTensor) throws(CheckpointError) -> [Float] {
    switch tensor.numbers {
    case .memory(let values): return values
    case .chunks(let chunks):
      var values: [Float] = []
      values.reserveCapacity(tensor.count)
      tensor.append(try chunks.content(self), to: &values)
      return values
    case .member(let member, let bytes):
      var stored: [Float] = []
      stored.reserveCapacity(tensor.layout.span.count)
      tensor.append(Array(try content(of: member)[bytes]), to: &stored)
      return tensor.layout.gather(stored)
    case .file(let bytes):
      var stored: [Float] = []
      stored.reserveCapacity(tensor.layout.span.count)
      var position = bytes.lowerBound
      while position < bytes.upperBound {
        let end = min(position + Self.pieceLength, bytes.upperBound)
        tensor.append(try load(position..<end), to: &stored)
        position = end
      }
      return tensor.layout.gather(stored)
    }
  }
}

extension StoredTensor {
  /// Appends elements as the file has them, whose bytes are a multiple of their width.
  fileprivate func append(_ bytes: [UInt8], to values: inout [Float]) {
    element.append(bytes, isBigEndian: isBigEndian, to: &values)
  }
}

extension ElementType {
  /// Appends the elements in bytes of either order, whose number is a multiple of the width.
  func append(_ bytes: [UInt8], isBigEndian: Bool, to values: inout [Float]) {
    guard isBigEndian else { return append(bytes, to: &values) }
    var turned = bytes
    for start in stride(from: 0, to: turned.count, by: width) {
      turned[start..<start + width].reverse()
    }
    append(turned, to: &values)
  }
}
