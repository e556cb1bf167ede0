/// How the elements of a tensor that lie without gaps, but in another order of dimensions, come into row-major
/// order while they are read: as matrices, whose rows and columns are exchanged a block at a time.
struct Transposition {
  /// A dimension, as it lies in the storage.
  struct Axis {
    var size: Int
    /// How far its indices are from each other in the result.
    var step: Int
  }

  /// The elements that lie next to each other.
  private let columns: Axis
  /// The runs of these that follow each other.
  private let rows: Axis
  /// What is around, outermost first.
  private let outer: [Axis]

  /// How many rows are exchanged with columns at a time: a line of the cache is written at once.
  private static let block = 16

  /// The order of a layout; nothing if there are gaps, or elements that come twice.
  init?(_ layout: TensorLayout) {
    var axes: [(axis: Axis, stride: Int)] = []
    var step = 1
    for (size, stride) in zip(layout.shape, layout.strides).reversed() where size != 1 {
      axes.append((Axis(size: size, step: step), stride))
      step *= size
    }
    axes.sort { $0.stride > $1.stride }
    var expected = 1
    for (axis, stride) in axes.reversed() {
      guard stride == expected else { return nil }
      expected *= axis.size
    }
    guard expected == layout.count, layout.count > 0 else { return nil }
    var merged: [Axis] = []
    for (axis, _) in axes {
      if let last = merged.last, last.step == axis.size * axis.step {
        merged[merged.count - 1] = Axis(size: last.size * axis.size, step: axis.step)
      } else {
        merged.append(axis)
      }
    }
    columns = merged.popLast() ?? Axis(size: 1, step: 1)
    rows = merged.popLast() ?? Axis(size: 1, step: 0)
    outer = merged
  }

  /// How many elements are best read at once, if about so many may be.
  func pieceCount(about count: Int) -> Int {
    max(1, count / (Self.block * columns.size)) * Self.block * columns.size
  }

  /// Puts elements, which are whole rows from the element `first` on, where they belong.
  func place(_ elements: [Float], from first: Int, in result: UnsafeMutablePointer<Float>) {
    elements.withUnsafeBufferPointer { elements in
      guard let source = elements.baseAddress else { return }
      var row = first / columns.size
      let end = row + elements.count / columns.size
      while row < end {
        let inner = row % rows.size
        let count = min(Self.block, end - row, rows.size - inner)
        place(
          source + (row * columns.size - first), rows: count,
          in: result + (offset(row / rows.size) + inner * rows.step))
        row += count
      }
    }
  }

  private func place(
    _ source: UnsafePointer<Float>, rows count: Int, in result: UnsafeMutablePointer<Float>
  ) {
    for column in 0..<columns.size {
      let target = result + column * columns.step
      for row in 0..<count {
        (target + row * rows.step).initialize(to: source[row * columns.size + column])
      }
    }
  }

  /// Where in the result the matrix of a number begins.
  private func offset(_ number: Int) -> Int {
    var (rest, offset) = (number, 0)
    for axis in outer.reversed() {
      offset += rest % axis.size * axis.step
      rest /= axis.size
    }
    return offset
  }
}
