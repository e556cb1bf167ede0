// Arrays of NumPy, and tensors of Paddle, which are arrays with or without a name.
//
// Source: `array_reduce` in NumPy's `numpy/_core/src/multiarray/methods.c`, `arraydescr_reduce` in
// `descriptor.c` beside it, and `reduce_varbase` in Paddle's `python/paddle/framework/io.py`.
extension Pickle {
  /// Whether a value is an array, or a pair of a name and an array, usable or not.
  func isArray(_ value: PickleValue) -> Bool {
    elements(of: withoutName(value), .call(.reconstructArray)) != nil
  }

  /// The array of a pair of a name and an array; any other value itself.
  private func withoutName(_ value: PickleValue) -> PickleValue {
    guard let pair = elements(of: value, .tuple), pair.count == 2, case .text = pair[0],
      elements(of: pair[1], .call(.reconstructArray)) != nil
    else { return value }
    return pair[1]
  }

  /// The tensor that an array is: `_reconstruct(ndarray, (0,), b"b")` with the state
  /// `(version, shape, type, whether columns come first, bytes)`.
  func array(_ value: PickleValue) throws(TensorProblem) -> TensorReference {
    let unsuitable = TensorProblem.arguments(of: PickleGlobal.reconstructArray.rawValue)
    guard let call = elements(of: withoutName(value), .call(.reconstructArray)), call.count == 4,
      call[0] == .foreign("numpy.ndarray"),
      let state = elements(of: call[3], .tuple), state.count == 5, state[0] == .integer(1),
      let shape = integers(state[1]), case .boolean(let isColumnMajor) = state[3]
    else { throw unsuitable }
    let (element, isBigEndian) = try arrayType(state[2])
    let layout = try TensorLayout(rowMajor: shape)
    let (length, overflow) = layout.count.multipliedReportingOverflow(by: element.width)
    guard !overflow else { throw .overflow }
    guard let bytes = PickledBytes(state[4], in: self) else { throw unsuitable }
    guard bytes.counts.contains(length) else {
      throw .byteCount(expected: length, stored: bytes.counts.upperBound)
    }
    return TensorReference(
      element: element, place: .pickle(bytes),
      layout: isColumnMajor ? try TensorLayout(columnMajor: shape) : layout,
      isBigEndian: isBigEndian)
  }

  /// The type of an array's elements: `dtype("f4", False, True)` with the state `(3, "<", None, None,
  /// None, -1, -1, 0)`, where the order of the bytes is followed by what only structures have.
  private func arrayType(
    _ value: PickleValue
  ) throws(TensorProblem) -> (ElementType, isBigEndian: Bool) {
    guard let call = elements(of: value, .call(.arrayType)), call.count == 4,
      case .text(let name) = call[0], let state = elements(of: call[3], .tuple),
      8...9 ~= state.count, case .text(let order) = state[1]
    else { throw .arguments(of: PickleGlobal.arrayType.rawValue) }
    guard let element = ElementType(numPy: name), state[2...4].allSatisfy({ $0 == .none }) else {
      throw .elementType(name)
    }
    switch order {
    case "<", "=", "|": return (element, false)
    case ">": return (element, true)
    default: throw .elementType(order + name)
    }
  }
}
