/// Where in a storage a tensor's elements lie.
///
/// The element with the indices i, j, ... is at the position
/// `offset + i * strides[0] + j * strides[1] + ...`. All positions are within the storage.
package struct TensorLayout: Equatable {
  /// The sizes of the dimensions, outermost first.
  package let shape: [Int]
  /// Elements of the storage from one index of a dimension to the next.
  package let strides: [Int]
  /// The number of elements, the product of the shape.
  package let count: Int
  /// The positions from the first element to the last.
  let span: Range<Int>

  /// The most dimensions that PyTorch supports in its element-wise operations.
  static let maximumDimensions = 64

  /// Checks a layout against a storage of `storageCount` elements.
  ///
  /// A tensor with more elements than its storage, which only zero strides can make, is refused:
  /// it would let a small file ask for any amount of memory.
  package init(
    offset: Int, shape: [Int], strides: [Int], storageCount: Int
  ) throws(TensorProblem) {
    guard shape.count == strides.count else {
      throw .strideCount(sizes: shape.count, strides: strides.count)
    }
    let count = try Self.count(shape)
    for number in [offset] + strides where number < 0 { throw .negative(number) }
    guard count <= storageCount else {
      throw .largerThanStorage(elements: count, storage: storageCount)
    }
    // Without elements, the offset alone has to make sense: it may be the storage's end.
    var end = offset
    if count > 0 {
      for (size, stride) in zip(shape, strides) {
        let reach = try Self.exact((size - 1).multipliedReportingOverflow(by: stride))
        end = try Self.exact(end.addingReportingOverflow(reach))
      }
    }
    guard count > 0 ? end < storageCount : end <= storageCount else {
      throw .outsideStorage(position: end, storage: storageCount)
    }
    self.shape = shape
    self.strides = strides
    self.count = count
    span = offset..<(count > 0 ? end + 1 : end)
  }

  /// The layout of a tensor that is stored alone, in row-major order.
  package init(rowMajor shape: [Int]) throws(TensorProblem) {
    self.shape = shape
    count = try Self.count(shape)
    span = 0..<count
    // Without elements, the strides do not matter, and their products could overflow.
    guard count > 0 else {
      strides = Array(repeating: 0, count: shape.count)
      return
    }
    strides = shape.indices.map { shape[($0 + 1)...].reduce(1, *) }
  }

  /// The layout of a tensor that is stored alone, with the first dimension varying fastest.
  package init(columnMajor shape: [Int]) throws(TensorProblem) {
    let rowMajor = try TensorLayout(rowMajor: shape)
    let turned = try TensorLayout(rowMajor: shape.reversed())
    self.shape = shape
    strides = turned.strides.reversed()
    (count, span) = (rowMajor.count, rowMajor.span)
  }

  /// The number of elements of a shape.
  private static func count(_ shape: [Int]) throws(TensorProblem) -> Int {
    guard shape.count <= maximumDimensions else {
      throw .tooManyDimensions(shape.count, limit: maximumDimensions)
    }
    var count = 1
    for size in shape {
      guard size >= 0 else { throw .negative(size) }
      count = try exact(count.multipliedReportingOverflow(by: size))
    }
    return count
  }

  private static func exact(
    _ result: (partialValue: Int, overflow: Bool)
  ) throws(TensorProblem) -> Int {
    guard !result.overflow else { throw .overflow }
    return result.partialValue
  }

  /// The tensor's elements in row-major order, out of those of its span.
  func gather<Element>(_ stored: [Element]) -> [Element] {
    if isRowMajor { return stored }
    // A dimension of size 1 never moves, so its stride may be anything.
    let axes = zip(shape, strides).filter { $0.0 != 1 }
    var indices = Array(repeating: 0, count: axes.count)
    var position = 0
    var elements: [Element] = []
    elements.reserveCapacity(count)
    while elements.count < count {
      elements.append(stored[position])
      for axis in axes.indices.reversed() {
        let (size, stride) = axes[axis]
        indices[axis] += 1
        position += stride
        if indices[axis] < size { break }
        indices[axis] = 0
        position -= size * stride
      }
    }
    return elements
  }

  /// Whether the elements lie next to each other in row-major order.
  var isRowMajor: Bool {
    guard count > 0 else { return true }
    var expected = 1
    for (size, stride) in zip(shape, strides).reversed() where size != 1 {
      if stride != expected { return false }
      expected *= size
    }
    return true
  }
}
