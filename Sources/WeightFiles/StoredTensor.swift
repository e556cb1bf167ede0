/// A tensor as a checkpoint stores it: all about it but its numbers.
package struct StoredTensor: Sendable, Equatable {
  /// Where a tensor's numbers are.
  enum Numbers: Equatable {
    /// In the file, from the first element to the last.
    case file(bytes: Range<Int>)
    /// In the file, in pieces.
    case chunks(HDF5Chunks)
    /// In a compressed member of an archive: at these bytes of what it unfolds to.
    case member(ZipArchive.Member, bytes: Range<Int>)
    /// Nowhere: they follow from those of other tensors.
    case derived(Derivation)
    /// Here, in row-major order.
    case memory([Float])
  }

  /// The type of its elements in the file.
  package let element: ElementType
  /// Where in its storage its elements are.
  package let layout: TensorLayout
  /// Where its numbers are.
  let numbers: Numbers
  /// Whether its elements have their most significant byte first.
  var isBigEndian = false
  /// The checksum of the bytes in the file among which its own are, if there is one.
  var check: ContentCheck?

  /// The sizes of the dimensions, outermost first; empty for a single number.
  ///
  /// A convolution's weight is `[output channels, input channels per group, height, width]`.
  package var shape: [Int] { layout.shape }

  /// The number of elements.
  package var count: Int { layout.count }

  /// The offsets in the file of the bytes from its first element to its last; of its own elements
  /// alone if it is stored in row-major order. Nothing if they are compressed or computed, or were read when
  /// the checkpoint was opened.
  package var bytes: Range<Int>? {
    switch numbers {
    case .file(let bytes): bytes
    case .chunks, .member, .derived, .memory: nil
    }
  }

  /// The tensor with a layout in a storage whose elements begin at the file's byte `start`.
  package init(_ element: ElementType, _ layout: TensorLayout, storageStart start: Int) {
    self.element = element
    self.layout = layout
    numbers = .file(bytes: layout.bytes(of: element, from: start))
  }

  /// The tensor with a layout in a storage that is a member of an archive; `check` is that of the member.
  init(
    _ element: ElementType, _ layout: TensorLayout, in member: ZipArchive.Member,
    _ check: ContentCheck?, isBigEndian: Bool
  ) {
    self.element = element
    self.layout = layout
    self.isBigEndian = isBigEndian
    // What is compressed is checked when it is unfolded.
    self.check = member.isDeflated ? nil : check
    numbers =
      member.isDeflated
      ? .member(member, bytes: layout.bytes(of: element, from: 0))
      : .file(bytes: layout.bytes(of: element, from: member.bytes.lowerBound))
  }

  /// The tensor of an array whose elements are at the file's offsets `bytes`.
  init(_ array: TensorReference, at bytes: Range<Int>) {
    self.init(
      element: array.element, layout: array.layout, numbers: .file(bytes: bytes),
      isBigEndian: array.isBigEndian)
  }

  /// The tensor of an array whose elements are `bytes`.
  init(_ array: TensorReference, _ bytes: [UInt8]) {
    var stored: [Float] = []
    stored.reserveCapacity(array.layout.count)
    array.element.append(bytes, isBigEndian: array.isBigEndian, to: &stored)
    self.init(array.element, array.layout, stored)
  }

  /// The tensor of a layout whose elements are in chunks.
  init(_ element: ElementType, _ layout: TensorLayout, _ chunks: HDF5Chunks) {
    self.element = element
    self.layout = layout
    numbers = .chunks(chunks)
  }

  /// The tensor with a layout and the elements of its storage, which the file stores as `element`.
  package init(_ element: ElementType, _ layout: TensorLayout, _ values: [Float]) {
    self.element = element
    self.layout = layout
    numbers = .memory(layout.gather(values))
  }

  /// The same numbers in another shape; nothing if that has another number of them, or they do not lie in
  /// row-major order.
  package func reshaped(to shape: [Int]) -> Self? {
    guard let whole = try? TensorLayout(rowMajor: shape), whole.count == count, layout.isRowMajor
    else { return nil }
    var tensor = Self(
      element: element, layout: whole, numbers: numbers, isBigEndian: isBigEndian)
    tensor.check = check
    return tensor
  }

  /// The same numbers as a tensor whose first dimension varies fastest; nothing if they do not lie in row-major
  /// order in the file.
  package func columnMajor(_ shape: [Int]) -> Self? {
    guard case .file = numbers, layout.isRowMajor,
      let turned = try? TensorLayout(columnMajor: shape), turned.count == count
    else { return nil }
    var tensor = Self(
      element: element, layout: turned, numbers: numbers, isBigEndian: isBigEndian)
    tensor.check = check
    return tensor
  }

  /// The tensor in a file in which it begins `distance` bytes further back.
  func moved(by distance: Int) -> Self {
    var numbers = numbers
    switch numbers {
    case .file(let bytes):
      numbers = .file(bytes: bytes.lowerBound + distance..<bytes.upperBound + distance)
    case .member(let member, let bytes):
      numbers = .member(member.moved(by: distance), bytes: bytes)
    case .chunks(let chunks): numbers = .chunks(chunks.moved(by: distance))
    case .derived(let derivation): numbers = .derived(derivation.moved(by: distance))
    case .memory: break
    }
    var tensor = Self(
      element: element, layout: layout, numbers: numbers, isBigEndian: isBigEndian)
    tensor.check = check?.moved(by: distance)
    return tensor
  }

  private init(
    element: ElementType, layout: TensorLayout, numbers: Numbers, isBigEndian: Bool
  ) {
    (self.element, self.layout, self.numbers) = (element, layout, numbers)
    self.isBigEndian = isBigEndian
  }

  /// The tensor whose numbers follow from those of others.
  init(_ derivation: Derivation) throws(TensorProblem) {
    let first = derivation.first
    self.init(
      element: first.element, layout: try TensorLayout(rowMajor: first.shape),
      numbers: .derived(derivation), isBigEndian: false)
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

extension TensorLayout {
  /// Where the elements of a type lie, from the first to the last, if their storage begins at `start`.
  fileprivate func bytes(of element: ElementType, from start: Int) -> Range<Int> {
    start + span.lowerBound * element.width..<start + span.upperBound * element.width
  }
}
