/// A tensor as a pickle describes it: without its numbers, but with where they are.
struct TensorReference: Equatable {
  /// Where a tensor's numbers are.
  enum Place: Equatable {
    /// In one of PyTorch's storages, by its key.
    case storage(key: String)
    /// In the pickle itself, as those of an array of NumPy.
    case pickle(PickledBytes)
  }

  /// The type of its elements.
  let element: ElementType
  /// Where its numbers are.
  let place: Place
  /// Where among them its elements are.
  let layout: TensorLayout
  /// Whether its elements have their most significant byte first.
  var isBigEndian = false
}

extension Pickle {
  /// Whether a value is a tensor or a parameter, of PyTorch, Paddle or NumPy, usable or not.
  func isTensor(_ value: PickleValue) -> Bool {
    if isArray(value) { return true }
    guard case .object(let index) = value, case .call(let function) = objects[index].kind else {
      return false
    }
    return function.rebuildsTensor || function.wrapsTensor
  }

  /// The tensor `name` that a value describes.
  func tensor(_ value: PickleValue, _ name: String) throws(CheckpointError) -> TensorReference {
    if isArray(value) {
      do throws(TensorProblem) { return try array(value) } catch {
        throw .tensor(name: name, error)
      }
    }
    let (function, arguments) = try rebuildCall(value, name)
    let unsuitable = CheckpointError.tensor(name: name, .arguments(of: function.rawValue))
    guard let reference = elements(of: arguments[0], .persistentID),
      let offset = integer(arguments[1]),
      let shape = integers(arguments[2]), let strides = integers(arguments[3])
    else { throw unsuitable }
    let found: (key: String, storage: Storage)?
    do throws(TensorProblem) {
      found = try self.storage(reference[0])
    } catch {
      throw .tensor(name: name, error)
    }
    guard let (key, storage) = found else { throw unsuitable }
    if storage.isView { throw .storage(key: key, .view) }
    do throws(TensorProblem) {
      let type = function == .rebuildTensorV3 ? arguments[6] : nil
      let (element, count) = try elements(of: storage, as: type)
      let layout = try TensorLayout(
        offset: offset, shape: shape, strides: strides, storageCount: count)
      return TensorReference(element: element, place: .storage(key: key), layout: layout)
    } catch {
      throw .tensor(name: name, error)
    }
  }

  /// The type and the number of a storage's elements, as a tensor sees them that may name a type of its
  /// own.
  private func elements(
    of storage: Storage, as type: PickleValue?
  ) throws(TensorProblem) -> (ElementType, count: Int) {
    guard let type else { return (storage.element, storage.count) }
    guard case .foreign(let name) = type, let element = ElementType(torch: name) else {
      throw .elementType(description(of: type))
    }
    guard let bytes = storage.byteCount else { throw .overflow }
    return (element, bytes / element.width)
  }

  /// The function that rebuilds a tensor, with its checked number of arguments: the storage, the
  /// offset, the sizes, the strides, and what does not matter here; in its third version the type of
  /// the elements.
  private func rebuildCall(
    _ value: PickleValue, _ name: String
  ) throws(CheckpointError) -> (function: PickleGlobal, arguments: [PickleValue]) {
    var tensor = value
    if let (function, arguments) = call(tensor), function.wrapsTensor {
      let counts = function == .rebuildParameter ? 3...3 : 4...4
      guard counts.contains(arguments.count), isGradientSetting(arguments[1], arguments[2]) else {
        throw .tensor(name: name, .arguments(of: function.rawValue))
      }
      tensor = arguments[0]
    }
    guard let (function, arguments) = call(tensor), function.rebuildsTensor else {
      if isQuantized(tensor) { throw .tensor(name: name, .quantized) }
      throw .tensor(name: name, .notTensor(found: description(of: tensor)))
    }
    let isSuitable =
      switch function {
      case .rebuildTensorV2: 6...7 ~= arguments.count
      case .rebuildTensorV3: 7...8 ~= arguments.count
      default: arguments.count == 4
      }
    guard isSuitable, arguments.count == 4 || isGradientSetting(arguments[4], arguments[5]) else {
      throw .tensor(name: name, .arguments(of: function.rawValue))
    }
    return (function, arguments)
  }

  private func isQuantized(_ value: PickleValue) -> Bool {
    guard case .object(let index) = value else { return false }
    return objects[index].kind == .made(by: "torch._utils._rebuild_qtensor")
  }

  private func call(
    _ value: PickleValue
  ) -> (function: PickleGlobal, arguments: [PickleValue])? {
    guard case .object(let index) = value, case .call(let function) = objects[index].kind else {
      return nil
    }
    return (function, objects[index].elements)
  }

  /// Whether the values say if a tensor requires a gradient, and that it has no backward hooks.
  private func isGradientSetting(_ requiresGradient: PickleValue, _ hooks: PickleValue) -> Bool {
    guard case .boolean = requiresGradient else { return false }
    return elements(of: hooks, .dictionary)?.isEmpty ?? false
  }

  func integers(_ value: PickleValue) -> [Int]? {
    guard let elements = elements(of: value, .tuple) else { return nil }
    let integers = elements.compactMap(integer)
    return integers.count == elements.count ? integers : nil
  }

  private func integer(_ value: PickleValue) -> Int? {
    guard case .integer(let integer) = value else { return nil }
    return Int(exactly: integer)
  }
}

extension PickleGlobal {
  /// Whether the function makes a tensor of a storage.
  fileprivate var rebuildsTensor: Bool {
    switch self {
    case .rebuildTensor, .rebuildTensorV2, .rebuildTensorV3: true
    default: false
    }
  }

  /// Whether the function makes a parameter of a tensor.
  fileprivate var wrapsTensor: Bool {
    self == .rebuildParameter || self == .rebuildParameterWithState
  }
}
