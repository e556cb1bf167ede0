/// The dictionary of tensors in what PyTorch or Paddle saved: the saved object itself, or, in the checkpoint of a
/// training, a part of it.
struct StateDictionary {
  /// The tensors in the order of the file.
  private(set) var tensors: [(name: String, tensor: TensorReference)] = []
  /// The keys under which it lies, such as "state_dict", joined by dots; nil if it is the whole object.
  let place: String?
  /// What lies beside its tensors.
  private(set) var beside: [SavedItem] = []

  /// Finds and interprets the dictionary of tensors in a pickle.
  init(_ pickle: Pickle) throws(CheckpointError) {
    let dictionaries = SavedDictionary.all(in: pickle)
    guard let root = dictionaries.first else { throw Self.refusal(of: pickle.root, in: pickle) }
    let chosen = SavedDictionary.best(of: dictionaries)
    if chosen.tensorCount == 0, dictionaries.contains(where: { $0.isOptimizerState }) {
      throw .unsupportedFormat(.optimizerState)
    }
    if chosen.tensorCount == 0, let first = root.items.first {
      throw Self.refusal(of: first, in: root, pickle)
    }
    place = chosen.place
    var names: Set<String> = []
    for (key, value) in chosen.items {
      guard pickle.isTensor(value) || pickle.isForeignTensor(value) else { continue }
      guard case .text(let name) = key else {
        throw .entryName(found: pickle.description(of: key))
      }
      guard names.insert(name).inserted else { throw .duplicateName(name) }
      tensors.append((name, try pickle.tensor(value, name)))
    }
    for dictionary in dictionaries where chosen.path.starts(with: dictionary.path) {
      let inner = chosen.path.dropFirst(dictionary.path.count).first
      for (key, value) in dictionary.items where inner == nil || key != .text(inner ?? "") {
        if dictionary.path == chosen.path, pickle.isTensor(value) { continue }
        beside.append(SavedItem(key, value, in: dictionary, pickle))
      }
    }
  }

  /// Why a saved object that is no dictionary holds no tensors.
  private static func refusal(of root: PickleValue, in pickle: Pickle) -> CheckpointError {
    if case .object(let index) = root, case .made(let name) = pickle.objects[index].kind {
      return .wholeObject(class: name)
    }
    if pickle.isArray(root) { return .notStateDictionary(found: "a single array") }
    let elements = pickle.elements(of: root, .list) ?? pickle.elements(of: root, .tuple) ?? []
    guard !elements.isEmpty, elements.allSatisfy({ pickle.isTensor($0) }) else {
      return .notStateDictionary(found: pickle.description(of: root))
    }
    return .notStateDictionary(
      found: "a list of \(elements.count) tensors without names; save model.state_dict() instead")
  }

  /// Why a dictionary without tensors, of which this is the first entry, is none of weights.
  private static func refusal(
    of first: (key: PickleValue, value: PickleValue), in root: SavedDictionary, _ pickle: Pickle
  ) -> CheckpointError {
    for (_, value) in root.items {
      if let name = pickle.moduleClass(of: value) { return .wholeObject(class: name) }
    }
    guard case .text(let name) = first.key else {
      return .entryName(found: pickle.description(of: first.key))
    }
    return .tensor(name: name, .notTensor(found: pickle.description(of: first.value)))
  }
}

extension Pickle {
  /// Whether a value is a tensor of a kind that is not known, such as a quantized one.
  fileprivate func isForeignTensor(_ value: PickleValue) -> Bool {
    guard case .object(let index) = value, case .made(let name) = objects[index].kind else {
      return false
    }
    return name.hasPrefix("torch._utils._rebuild_")
  }

  /// The class of a value if that is a whole model, with its layers.
  fileprivate func moduleClass(of value: PickleValue) -> String? {
    guard case .object(let index) = value, case .made(let name) = objects[index].kind,
      let state = objects[index].elements.last, let items = items(of: state),
      items.contains(where: { $0.key == .text("_modules") })
    else { return nil }
    return name
  }
}
