import Architecture
import WeightFiles

/// A tensor that does not depend on the picture: weights, sizes, bounds.
struct Constant: Sendable {
  /// Where its numbers are.
  enum Content: Sendable {
    /// Here, in row-major order.
    case numbers([Double])
    /// In the file, so many elements from one index of a dimension to the next.
    case stored(ONNXTensor, strides: [Int])
    /// Nowhere: they would have to be computed. With what computes them.
    case computed(by: String)
  }

  /// The sizes of the dimensions.
  var shape: [Int]
  /// Whether its elements are whole numbers.
  var isInteger: Bool
  /// Where its numbers are.
  var content: Content

  /// The most elements that are computed with while a graph is read.
  static let limit = 1 << 16

  /// Whether ONNX's number for a type of elements stands for floating-point ones.
  static func isFloatingPoint(_ type: Int) -> Bool { [1, 10, 11, 16].contains(type) }

  /// A list of whole numbers.
  init(_ integers: [Int]) {
    shape = [integers.count]
    isInteger = true
    content = .numbers(integers.map { Double($0) })
  }

  /// Numbers of a shape.
  init(_ numbers: [Double], shape: [Int], isInteger: Bool = false) {
    self.shape = shape
    self.isInteger = isInteger
    content = .numbers(numbers)
  }

  /// A tensor whose numbers would have to be computed.
  init(computedBy operation: String, shape: [Int], isInteger: Bool) {
    self.shape = shape
    self.isInteger = isInteger
    content = .computed(by: operation)
  }

  /// A tensor of the file. Throws if its shape makes no sense.
  init(_ tensor: ONNXTensor) throws(ONNXError) {
    do throws(TensorProblem) {
      let layout = try TensorLayout(rowMajor: tensor.shape)
      guard Self.count(tensor.shape) != nil else { throw .overflow }
      shape = tensor.shape
      isInteger = !tensor.isFloatingPoint
      content = .stored(tensor, strides: layout.strides)
    } catch { throw .tensor(tensor.name, error) }
  }

  /// The number of elements, which is countable: every constant's shape was checked.
  var count: Int { Self.count(shape) ?? 0 }

  /// Its numbers if they are few; nothing if they are many or would have to be computed.
  func numbers(in source: CheckedBytes) throws(ONNXError) -> [Double]? {
    switch content {
    case .numbers(let numbers): return numbers
    case .computed: return nil
    case .stored(let tensor, let strides):
      guard count <= Self.limit else { return nil }
      if isInteger {
        let integers = try tensor.integers(in: source)
        guard integers.count == count else {
          throw .tensor(tensor.name, .elementCount(expected: count, stored: integers.count))
        }
        return isRowMajor(strides) ? integers.map { Double($0) } : nil
      }
      let stored = try tensor.stored(try layout(strides, tensor), in: source)
      do throws(CheckpointError) {
        return try source.values(of: stored).map { Double($0) }
      } catch { throw .reading(error) }
    }
  }

  /// All its numbers, however many; for weights that a network runs with.
  func values(in source: CheckedBytes) throws(ONNXError) -> [Float] {
    switch content {
    case .numbers(let numbers): return numbers.map { Float($0) }
    case .computed(let operation):
      throw .malformedNode(operation, reason: "computes weights, which is not supported")
    case .stored(let tensor, let strides):
      let stored = try tensor.stored(try layout(strides, tensor), in: source)
      do throws(CheckpointError) { return try source.values(of: stored) } catch {
        throw .reading(error)
      }
    }
  }

  private func layout(
    _ strides: [Int], _ tensor: ONNXTensor
  ) throws(ONNXError) -> TensorLayout {
    do throws(TensorProblem) {
      return try TensorLayout(
        offset: 0, shape: shape, strides: strides, storageCount: max(count, 1))
    } catch { throw .tensor(tensor.name, error) }
  }

  private func isRowMajor(_ strides: [Int]) -> Bool {
    var expected = 1
    for (size, stride) in zip(shape, strides).reversed() where size != 1 {
      if stride != expected { return false }
      expected *= size
    }
    return true
  }

  /// The same with its dimensions in another order.
  func transposed(_ order: [Int]) -> Constant? {
    guard order.sorted() == Array(shape.indices) else { return nil }
    var result = self
    result.shape = order.map { shape[$0] }
    switch content {
    case .stored(let tensor, let strides):
      result.content = .stored(tensor, strides: order.map { strides[$0] })
    case .computed: break
    case .numbers(let numbers):
      guard !numbers.isEmpty else { return result }
      let strides = Constant.strides(shape)
      result.content = .numbers(
        Constant.indices(result.shape).map { index in
          numbers[zip(index, order).reduce(0) { $0 + $1.0 * strides[$1.1] }]
        })
    }
    return result
  }

  /// The same with as many elements in another shape; computed where they lie apart in the file.
  func reshaped(_ shape: [Int], by operation: String) -> Constant? {
    var result = self
    result.shape = shape
    guard shape.allSatisfy({ $0 >= 0 }), Self.count(shape) == count else { return nil }
    if case .stored(let tensor, let strides) = content {
      if isRowMajor(strides) {
        result.content = .stored(tensor, strides: Self.strides(shape))
      } else {
        result.content = .computed(by: operation)
      }
    }
    return result
  }

  /// The same with one dimension as several, whose sizes have its size as their product.
  func splitting(_ axis: Int, into sizes: [Int]) -> Constant {
    var result = self
    result.shape.replaceSubrange(axis...axis, with: sizes)
    if case .stored(let tensor, var strides) = content {
      let inner = Self.strides(sizes).map { $0 * strides[axis] }
      strides.replaceSubrange(axis...axis, with: inner)
      result.content = .stored(tensor, strides: strides)
    }
    return result
  }

  /// The product of sizes; nothing if it is too large for any tensor, or would be without sizes of 0.
  static func count(_ shape: [Int]) -> Int? {
    var count = 1
    for size in shape where size != 0 {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      guard !overflow, product.magnitude <= Int.tensorLimit else { return nil }
      count = product
    }
    return shape.contains(0) ? 0 : count
  }

  /// Elements from one index of each dimension to the next, in row-major order.
  static func strides(_ shape: [Int]) -> [Int] {
    var strides = [Int](repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() {
      strides[axis] =
        strides[axis + 1].multipliedReportingOverflow(by: shape[axis + 1]).partialValue
    }
    return strides
  }

  /// The indices of all elements of a shape, in row-major order.
  static func indices(_ shape: [Int]) -> [[Int]] {
    guard let count = count(shape), count > 0 else { return [] }
    let strides = strides(shape)
    return (0..<count).map { position in
      shape.indices.map { position / strides[$0] % shape[$0] }
    }
  }
}
