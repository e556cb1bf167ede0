extension CheckedBytes {
  /// How many bytes of numbers are read at once; a multiple of every element's width.
  private static let pieceLength = 1 << 16

  /// The numbers of a tensor of the source, in row-major order.
  ///
  /// Only the bytes of ``StoredTensor/bytes`` are touched, and once those that share their checksum, a small
  /// piece at a time, so that the result is all the memory that a tensor in row-major order takes.
  package func values(of tensor: StoredTensor) throws(CheckpointError) -> [Float] {
    switch tensor.numbers {
    case .memory(let values): return values
    case .derived(let derivation): return try derivation.values(in: self)
    case .chunks(let chunks):
      if let check = tensor.check { try pass(check) }
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
      guard !tensor.layout.isRowMajor, let turn = Transposition(tensor.layout) else {
        var stored: [Float] = []
        stored.reserveCapacity(tensor.layout.span.count)
        try checkedPieces(of: bytes, tensor.check) { tensor.append($0, to: &stored) }
        return tensor.layout.gather(stored)
      }
      return try turned(tensor, bytes, turn)
    }
  }

  /// The numbers of a tensor that lie in another order than they are needed, each put in its place as soon as
  /// it is read.
  private func turned(
    _ tensor: StoredTensor, _ bytes: Range<Int>, _ turn: Transposition
  ) throws(CheckpointError) -> [Float] {
    var problem: CheckpointError?
    let values = [Float](unsafeUninitializedCapacity: tensor.count) { result, count in
      guard let start = result.baseAddress else { return }
      let pieceCount = turn.pieceCount(about: Self.pieceLength / tensor.element.width)
      var first = 0
      var piece: [Float] = []
      do throws(CheckpointError) {
        try checkedPieces(of: bytes, tensor.check, pieceCount * tensor.element.width) { bytes in
          piece.removeAll(keepingCapacity: true)
          tensor.append(bytes, to: &piece)
          turn.place(piece, from: first, in: start)
          first += piece.count
        }
        count = tensor.count
      } catch { problem = error }
    }
    if let problem { throw problem }
    return values
  }

  /// Reads a run of bytes in pieces, and the bytes around it for its checksum alone, if nobody has before.
  private func checkedPieces(
    of bytes: Range<Int>, _ check: ContentCheck?, _ length: Int = pieceLength,
    _ read: (_ piece: [UInt8]) -> Void
  ) throws(CheckpointError) {
    guard let check, !check.isPassed, !bytes.isEmpty else {
      return try eachPiece(of: bytes, length, read)
    }
    var sum: UInt32 = 0
    try eachPiece(of: check.bytes.lowerBound..<bytes.lowerBound) {
      sum = check.checksum($0, after: sum)
    }
    try eachPiece(of: bytes, length) {
      sum = check.checksum($0, after: sum)
      read($0)
    }
    try eachPiece(of: bytes.upperBound..<check.bytes.upperBound) {
      sum = check.checksum($0, after: sum)
    }
    try check.require(sum)
  }

  /// Takes the checksum of a run of bytes, unless it was taken before.
  private func pass(_ check: ContentCheck) throws(CheckpointError) {
    guard !check.isPassed else { return }
    var sum: UInt32 = 0
    try eachPiece(of: check.bytes) { sum = check.checksum($0, after: sum) }
    try check.require(sum)
  }

  /// Reads a run of bytes in pieces.
  private func eachPiece(
    of range: Range<Int>, _ length: Int = pieceLength, _ read: (_ piece: [UInt8]) -> Void
  ) throws(CheckpointError) {
    var position = range.lowerBound
    while position < range.upperBound {
      let end = min(position + length, range.upperBound)
      read(try load(position..<end))
      position = end
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
