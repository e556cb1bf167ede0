/// Something in a checkpoint that is no weight, such as the epoch or the state of an optimizer.
package struct SavedItem: Sendable, Equatable, CustomStringConvertible {
  /// The keys that lead to it, joined by dots.
  package let name: String
  /// What it is, such as "3" or "a dictionary of 2 entries".
  package let description: String
  /// How many tensors it has if it is a dictionary of them.
  package let tensorCount: Int

  /// The entry of a dictionary.
  init(
    _ key: PickleValue, _ value: PickleValue, in dictionary: SavedDictionary, _ pickle: Pickle
  ) {
    let own =
      switch key {
      case .text(let text): text
      case .integer(let integer): "\(integer)"
      default: pickle.description(of: key)
      }
    name = (dictionary.path + [own]).joined(separator: ".")
    tensorCount = pickle.items(of: value).map { $0.count { pickle.isTensor($0.value) } } ?? 0
    description = Self.describe(value, tensorCount, pickle)
  }

  /// So many tensors under one name.
  init(name: String, tensorCount: Int) {
    (self.name, self.tensorCount) = (name, tensorCount)
    description = Self.counted(tensorCount, "tensor")
  }

  /// Longer texts are described by their length.
  private static let longestText = 80

  private static func describe(
    _ value: PickleValue, _ tensorCount: Int, _ pickle: Pickle
  ) -> String {
    switch value {
    case .integer(let integer): return "\(integer)"
    case .number(let number): return "\(number)"
    case .text(let text):
      return text.utf8.count <= longestText
        ? text.debugDescription : "a text of \(text.utf8.count) bytes"
    case .none, .boolean, .bytes, .global, .foreign: return pickle.description(of: value)
    case .object(let index):
      if let items = pickle.items(of: value) {
        return tensorCount > 0
          ? "a dictionary of \(counted(tensorCount, "tensor"))"
          : "a dictionary of \(counted(items.count, "entry", "entries"))"
      }
      let elements = pickle.objects[index].elements
      switch pickle.objects[index].kind {
      case .list: return "a list of \(counted(elements.count, "element"))"
      case .call where pickle.isTensor(value), .tuple where pickle.isTensor(value):
        return "a tensor"
      default: return pickle.description(of: value)
      }
    }
  }

  private static func counted(_ count: Int, _ one: String, _ many: String? = nil) -> String {
    "\(count) " + (count == 1 ? one : many ?? one + "s")
  }
}
