extension HDF5Chunks {
  /// The bytes of all elements in row-major order; zeros where no chunk is.
  func content(_ source: CheckedBytes) throws(CheckpointError) -> [UInt8] {
    let count = shape.reduce(1, *) * width
    var content = [UInt8](repeating: 0, count: count)
    for chunk in chunks { place(try unfiltered(chunk, source), at: chunk.origin, &content) }
    return content
  }

  /// The elements of a chunk as they were before filters were applied.
  private func unfiltered(
    _ chunk: Chunk, _ source: CheckedBytes
  ) throws(CheckpointError) -> [UInt8] {
    let count = chunkShape.reduce(1, *) * width
    var bytes = try source.load(chunk.bytes)
    for (index, filter) in filters.enumerated().reversed()
    where index >= Int.bitWidth || chunk.skipped >> index & 1 == 0 {
      switch filter {
      case .shuffle: bytes = unshuffled(bytes)
      case .deflate:
        do throws(Inflation.Problem) {
          bytes = try Inflation.inflate(bytes, count: count, form: .zlib)
        } catch {
          switch error {
          case .damaged: throw .hdf5(.malformed("chunk", offset: chunk.bytes.lowerBound))
          case .unavailable: throw .hdf5(.unsupported("compression, which cannot be undone here"))
          }
        }
      }
    }
    guard bytes.count == count else {
      throw .hdf5(.malformed("chunk", offset: chunk.bytes.lowerBound))
    }
    return bytes
  }

  private func unshuffled(_ bytes: [UInt8]) -> [UInt8] {
    let count = bytes.count / width
    var result = bytes
    for part in 0..<width {
      for element in 0..<count { result[element * width + part] = bytes[part * count + element] }
    }
    return result
  }

  /// Copies a chunk into the whole, row by row, as far as it is inside.
  private func place(_ chunk: [UInt8], at origin: [Int], _ content: inout [UInt8]) {
    let last = shape.count - 1
    let length = min(chunkShape[last], shape[last] - origin[last]) * width
    var indices = Array(repeating: 0, count: last)
    var start = 0
    while true {
      var row = 0
      for axis in 0..<last { row = row * shape[axis] + origin[axis] + indices[axis] }
      let isInside = (0..<last).allSatisfy { origin[$0] + indices[$0] < shape[$0] }
      if isInside {
        let target = (row * shape[last] + origin[last]) * width
        for index in 0..<length { content[target + index] = chunk[start + index] }
      }
      start += chunkShape[last] * width
      var axis = last - 1
      while axis >= 0 {
        indices[axis] += 1
        if indices[axis] < chunkShape[axis] { break }
        indices[axis] = 0
        axis -= 1
      }
      if axis < 0 { return }
    }
  }
}
