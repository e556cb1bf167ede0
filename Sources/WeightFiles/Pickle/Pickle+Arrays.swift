// Arrays of NumPy, and tensors of Paddle, which are arrays with or without a name.
//
// Source: `array_reduce` and `array_reduce_ex` in NumPy's `numpy/_core/src/multiarray/methods.c`, `arraydescr_reduce` in
// `descriptor.c` beside it, and `reduce_varbase` in Paddle's `python/paddle/framework/io.py`.
extension Pickle {
  /// Whether a value is an array, or a pair of a name and an array, usable or not.
  func isArray(_ value: PickleValue) -> Bool {
    arrayMaker(withoutName(value)) != nil
  }

  /// The array of a pair of a name and an array; any other value itself.
  private func withoutName(_ value: PickleValue) -> PickleValue {
    guard let pair = elements(of: value, .tuple), pair.count == 2, case .text = pair[0],
      arrayMaker(pair[1]) != nil
    else { return value }
    return pair[1]
  }

  /// The function that makes an array.
  private func arrayMaker(_ value: PickleValue) -> PickleGlobal? {
    guard case .object(let index) = value, case .call(let global) = objects[index].kind,
      global == .reconstructArray || global == .arrayOfBuffer
    else { return nil }
    return global
  }

  /// What makes up an array.
  private struct ArrayParts {
    let shape: [Int]
    let type: PickleValue
    let isColumnMajor: Bool
    let bytes: PickledBytes
  }

  /// The parts of `_reconstruct(ndarray, (0,), b"b")` with the state `(1, shape, type, whether columns come
  /// first, bytes)`, or, since protocol 5, of `_frombuffer(bytes, type, shape, "C" or "F")`.
  private func parts(ofArray value: PickleValue, _ maker: PickleGlobal) -> ArrayParts? {
    guard let call = elements(of: value, .call(maker)), call.count == 4 else { return nil }
    if maker == .arrayOfBuffer {
      guard let shape = integers(call[2]), let bytes = PickledBytes(call[0], in: self),
        call[3] == .text("C") || call[3] == .text("F")
      else { return nil }
      return ArrayParts(
        shape: shape, type: call[1], isColumnMajor: call[3] == .text("F"), bytes: bytes)
    }
    guard call[0] == .foreign("numpy.ndarray"),
      let state = elements(of: call[3], .tuple), state.count == 5, state[0] == .integer(1),
      let shape = integers(state[1]), case .boolean(let isColumnMajor) = state[3],
      let bytes = PickledBytes(state[4], in: self)
    else { return nil }
    return ArrayParts(shape: shape, type: state[2], isColumnMajor: isColumnMajor, bytes: bytes)
  }

  /// The tensor that an array is.
  func array(_ value: PickleValue) throws(TensorProblem) -> TensorReference {
    let value = withoutName(value)
    let maker = arrayMaker(value) ?? .reconstructArray
    guard let parts = parts(ofArray: value, maker) else { throw .arguments(of: maker.rawValue) }
    let (element, isBigEndian) = try arrayType(parts.type)
    let layout = try TensorLayout(rowMajor: parts.shape)
    let (length, overflow) = layout.count.multipliedReportingOverflow(by: element.width)
    guard !overflow else { throw .overflow }
    guard parts.bytes.counts.contains(length) else {
      throw .byteCount(expected: length, stored: parts.bytes.counts.upperBound)
    }
    return TensorReference(
      element: element, place: .pickle(parts.bytes),
      layout: parts.isColumnMajor ? try TensorLayout(columnMajor: parts.shape) : layout,
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
