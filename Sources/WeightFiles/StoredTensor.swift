/// A tensor as a checkpoint stores it: all about it but its numbers.
package struct StoredTensor: Sendable, Equatable {
  /// Where a tensor's numbers are.
  enum Numbers: Equatable {
    /// In the file, from the first element to the last.
    case file(bytes: Range<Int>)
    /// Here, in row-major order.
    case memory([Float])
  }

  /// The type of its elements in the file.
  package let element: ElementType
  /// Where in its storage its elements are.
  package let layout: TensorLayout
  /// Where its numbers are.
  let numbers: Numbers

  /// The sizes of the dimensions, outermost first; empty for a single number.
  ///
  /// A convolution's weight is `[output channels, input channels per group, height, width]`.
  package var shape: [Int] { layout.shape }

  /// The number of elements.
  package var count: Int { layout.count }

  /// The offsets in the file of the bytes from its first element to its last; of its own elements
  /// alone if it is stored in row-major order. Nothing if its numbers were read when the checkpoint
  /// was opened.
  package var bytes: Range<Int>? {
    switch numbers {
    case .file(let bytes): bytes
    case .memory: nil
    }
  }

  /// The tensor with a layout in a storage whose elements begin at the file's byte `start`.
  package init(_ element: ElementType, _ layout: TensorLayout, storageStart start: Int) {
    self.element = element
    self.layout = layout
    let span = layout.span
    numbers = .file(
      bytes: start + span.lowerBound * element.width..<start + span.upperBound * element.width)
  }

  /// The tensor with a layout and the elements of its storage, which the file stores as `element`.
  package init(_ element: ElementType, _ layout: TensorLayout, _ values: [Float]) {
    self.element = element
    self.layout = layout
    numbers = .memory(layout.gather(values))
  }

  /// The tensor of a shape with its numbers, which the file stores as `element`.
  ///
  /// - Throws: ``TensorProblem`` if the shape is invalid or has another number of elements.
  init(_ element: ElementType, shape: [Int], _ values: [Float]) throws(TensorProblem) {
    self.element = element
    layout = try TensorLayout(rowMajor: shape)
    guard layout.count == values.count else {
      throw .elementCount(expected: layout.count, stored: values.count)
    }
    numbers = .memory(values)
  }
}
