/// The saved object of a checkpoint: named tensors, described but without their elements.
struct StateDictionary {
  /// A tensor's name and place.
  struct Entry: Equatable {
    let name: String
    let storageKey: String
    let layout: TensorLayout
  }

  /// The tensors in the order of the file.
  private(set) var tensors: [Entry] = []
  /// The storages that the tensors use, by key.
  private(set) var storages: [String: Storage] = [:]

  private let pickle: Pickle

  /// Interprets a pickle as a dictionary of tensors.
  init(_ pickle: Pickle) throws(CheckpointError) {
    self.pickle = pickle
    var names: Set<String> = []
    for (key, value) in try Self.items(of: pickle) {
      guard case .text(let name) = key else {
        throw .entryName(found: pickle.description(of: key))
      }
      guard names.insert(name).inserted else { throw .duplicateName(name) }
      tensors.append(try entry(name, value))
    }
  }

  /// The keys and values of the root. Python 3 fills an empty dictionary; Python 2 calls
  /// `OrderedDict` with a list of pairs.
  private static func items(
    of pickle: Pickle
  ) throws(CheckpointError) -> [(PickleValue, PickleValue)] {
    if let elements = pickle.elements(of: pickle.root, .dictionary) {
      return stride(from: 0, to: elements.count, by: 2).map { (elements[$0], elements[$0 + 1]) }
    }
    guard let arguments = pickle.elements(of: pickle.root, .call(.orderedDictionary)),
      arguments.count == 1, let pairs = pickle.elements(of: arguments[0], .list)
    else { throw .notStateDictionary(found: pickle.description(of: pickle.root)) }
    var items: [(PickleValue, PickleValue)] = []
    for pair in pairs {
      guard
        let item = pickle.elements(of: pair, .list) ?? pickle.elements(of: pair, .tuple),
        item.count == 2
      else { throw .notStateDictionary(found: "an OrderedDict of something other than pairs") }
      items.append((item[0], item[1]))
    }
    return items
  }

  private mutating func entry(
    _ name: String, _ value: PickleValue
  ) throws(CheckpointError) -> Entry {
    let (function, arguments) = try rebuildCall(name, value)
    guard let reference = pickle.elements(of: arguments[0], .persistentID),
      let offset = integer(arguments[1]),
      let shape = integers(arguments[2]), let strides = integers(arguments[3])
    else { throw .tensor(name: name, .arguments(of: function.rawValue)) }
    guard let (key, storage) = try self.storage(reference[0]) else {
      throw .tensor(name: name, .arguments(of: function.rawValue))
    }
    guard storages[key] == nil || storages[key] == storage else {
      throw .storage(key: key, .conflict)
    }
    storages[key] = storage
    do throws(TensorProblem) {
      let layout = try TensorLayout(
        offset: offset, shape: shape, strides: strides, storageCount: storage.count)
      return Entry(name: name, storageKey: key, layout: layout)
    } catch {
      throw .tensor(name: name, error)
    }
  }

  /// The function that rebuilds a tensor, with its checked number of arguments: the storage, the
  /// offset, the sizes, the strides and, in its second version, two that do not matter here.
  private func rebuildCall(
    _ name: String, _ value: PickleValue
  ) throws(CheckpointError) -> (function: PickleGlobal, arguments: [PickleValue]) {
    var tensor = value
    if let parameter = pickle.elements(of: value, .call(.rebuildParameter)) {
      guard parameter.count == 3, isGradientSetting(parameter[1], parameter[2]) else {
        throw .tensor(name: name, .arguments(of: PickleGlobal.rebuildParameter.rawValue))
      }
      tensor = parameter[0]
    }
    if let arguments = pickle.elements(of: tensor, .call(.rebuildTensorV2)) {
      guard arguments.count == 6, isGradientSetting(arguments[4], arguments[5]) else {
        throw .tensor(name: name, .arguments(of: PickleGlobal.rebuildTensorV2.rawValue))
      }
      return (.rebuildTensorV2, arguments)
    }
    if let arguments = pickle.elements(of: tensor, .call(.rebuildTensor)) {
      guard arguments.count == 4 else {
        throw .tensor(name: name, .arguments(of: PickleGlobal.rebuildTensor.rawValue))
      }
      return (.rebuildTensor, arguments)
    }
    throw .tensor(name: name, .notTensor(found: pickle.description(of: tensor)))
  }

  /// Whether the values say if a tensor requires a gradient and that it has no backward hooks.
  private func isGradientSetting(_ requiresGradient: PickleValue, _ hooks: PickleValue) -> Bool {
    guard case .boolean = requiresGradient else { return false }
    return pickle.elements(of: hooks, .dictionary)?.isEmpty ?? false
  }

  /// The storage that the tuple `("storage", class, key, location, count, view)` refers to; nil
  /// when it is another thing.
  private func storage(
    _ reference: PickleValue
  ) throws(CheckpointError) -> (key: String, storage: Storage)? {
    guard let parts = pickle.elements(of: reference, .tuple), parts.count == 6,
      parts[0] == .text("storage"), case .global(let storageClass) = parts[1],
      let element = ElementType(storageClass), case .text(let key) = parts[2],
      case .text = parts[3], let count = integer(parts[4]), count >= 0
    else { return nil }
    guard parts[5] == .none else { throw .storage(key: key, .view) }
    return (key, Storage(element: element, count: count))
  }

  private func integers(_ value: PickleValue) -> [Int]? {
    guard let elements = pickle.elements(of: value, .tuple) else { return nil }
    let integers = elements.compactMap(integer)
    return integers.count == elements.count ? integers : nil
  }

  private func integer(_ value: PickleValue) -> Int? {
    guard case .integer(let integer) = value else { return nil }
    return Int(exactly: integer)
  }
}
