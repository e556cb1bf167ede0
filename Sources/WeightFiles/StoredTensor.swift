/// A tensor as a checkpoint stores it: all about it but its numbers.
public struct StoredTensor: Sendable, Equatable {
  /// The type of its elements in the file.
  public let element: ElementType
  /// The offsets in the file of the bytes from its first element to its last; of its own elements
  /// alone if it is stored in row-major order.
  public let bytes: Range<Int>
  /// Where in its storage its elements are.
  let layout: TensorLayout

  /// The sizes of the dimensions, outermost first; empty for a single number.
  ///
  /// A convolution's weight is `[output channels, input channels per group, height, width]`.
  public var shape: [Int] { layout.shape }

  /// The number of elements.
  public var count: Int { layout.count }

  /// The tensor with a layout in a storage whose elements begin at the file's byte `start`.
  init(_ element: ElementType, _ layout: TensorLayout, storageStart start: Int) {
    self.element = element
    self.layout = layout
    bytes =
      start + layout.span.lowerBound * element.width..<start + layout.span.upperBound
      * element.width
  }
}
