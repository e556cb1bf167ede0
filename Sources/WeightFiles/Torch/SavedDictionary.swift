/// A dictionary within a saved object, itself or one that it holds.
struct SavedDictionary {
  /// The keys that lead to it.
  let path: [String]
  let items: [(key: PickleValue, value: PickleValue)]
  /// How many of the values are tensors with a name; none if they are an optimizer's.
  let tensorCount: Int
  /// Whether it is what Paddle keeps of an optimizer: sums over the steps of a training, beside or without
  /// the weights.
  let isOptimizerState: Bool

  /// The path as a text; nil for the saved object itself.
  var place: String? { path.isEmpty ? nil : path.joined(separator: ".") }

  /// How many dictionaries deep the weights of a training lie at most.
  private static let deepest = 3

  /// The saved object, if it is a dictionary, and those in it, outer ones first.
  static func all(in pickle: Pickle) -> [SavedDictionary] {
    var found: [SavedDictionary] = []
    var seen: Set<Int> = []
    var waiting: [(value: PickleValue, path: [String])] = [(pickle.root, [])]
    while let (value, path) = waiting.first {
      waiting.removeFirst()
      // What is there twice is one, and what holds itself ends.
      guard case .object(let index) = value, let items = pickle.items(of: value),
        seen.insert(index).inserted
      else { continue }
      let named = items.filter { if case .text = $0.key { true } else { false } }
      let tensors = named.filter { pickle.isTensor($0.value) }
      let isOptimizerState =
        !tensors.isEmpty && 2 * tensors.count { isSum($0.key) } > tensors.count
        || ["state", "param_groups"].allSatisfy { name in items.contains { $0.key == .text(name) } }
      found.append(
        SavedDictionary(
          path: path, items: items, tensorCount: isOptimizerState ? 0 : tensors.count,
          isOptimizerState: isOptimizerState))
      guard path.count < deepest, !isOptimizerState else { continue }
      for case (.text(let key), let inner) in named where pickle.items(of: inner) != nil {
        waiting.append((inner, path + [key]))
      }
    }
    return found
  }

  /// Whether an entry is called as what a Paddle optimizer sums up for a parameter, as
  /// `linear_0.w_0_moment1_0`.
  private static func isSum(_ key: PickleValue) -> Bool {
    guard case .text(let name) = key, let number = name.lastIndex(of: "_"),
      name[number...].dropFirst().allSatisfy({ $0.isNumber })
    else { return false }
    return sums.contains { name[..<number].hasSuffix($0) }
  }

  /// What Paddle's optimizers call their sums.
  private static let sums = [
    "_velocity", "_moment", "_moment1", "_moment2", "_moment2_max", "_beta1_pow_acc",
    "_beta2_pow_acc",
    "_inf_norm", "_momentum", "_mean_square", "_mean_grad", "_avg_squared_grad",
    "_avg_squared_update",
  ]

  /// The one with the weights, of those in a saved object: one of those with the most tensors, by what
  /// trainings call it; a running average of the weights only where they are not.
  static func best(of dictionaries: [SavedDictionary]) -> SavedDictionary {
    let most = dictionaries.reduce(0) { max($0, $1.tensorCount) }
    var best = dictionaries[0]
    for dictionary in dictionaries where 2 * dictionary.tensorCount >= most {
      if 2 * best.tensorCount < most || dictionary.rank < best.rank { best = dictionary }
    }
    return best
  }

  /// Smaller for what is rather meant.
  private var rank: Int {
    guard let name = path.last else { return -1 }
    let words = path.flatMap { $0.split { "_.-".contains($0) } }
    if words.contains("ema") { return Self.usualNames.count + 1 }
    return Self.usualNames.firstIndex(of: name) ?? Self.usualNames.count
  }

  /// What trainings call the weights.
  private static let usualNames = [
    "state_dict", "model_state_dict", "model_state", "model", "net", "network", "params", "weights",
    "module",
  ]
}

extension Pickle {
  /// The keys and values of a dictionary; nil for another value. Python 3 fills an empty dictionary;
  /// Python 2 calls `OrderedDict` with a list of pairs.
  func items(of value: PickleValue) -> [(key: PickleValue, value: PickleValue)]? {
    if let elements = elements(of: value, .dictionary) {
      return stride(from: 0, to: elements.count, by: 2).map { (elements[$0], elements[$0 + 1]) }
    }
    guard let arguments = elements(of: value, .call(.orderedDictionary)), arguments.count == 1,
      let pairs = elements(of: arguments[0], .list)
    else { return nil }
    let items = pairs.compactMap { pair in
      let item = elements(of: pair, .list) ?? elements(of: pair, .tuple)
      return item.flatMap { $0.count == 2 ? (key: $0[0], value: $0[1]) : nil }
    }
    return items.count == pairs.count ? items : nil
  }
}
