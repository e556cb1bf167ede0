/// A value of a pickle.
enum PickleValue: Equatable {
  case none
  case boolean(Bool)
  /// 128 bits, because PyTorch's magic number has 80.
  case integer(Int128)
  /// A floating-point number.
  case number(Double)
  case text(String)
  /// Bytes, or a text that is too long for a name or no UTF-8; where they are in the pickle's source.
  case bytes(Range<Int>)
  case global(PickleGlobal)
  /// A global that nothing is known of but its name, `module.name`.
  case foreign(String)
  /// The index of an object in ``Pickle/objects``.
  case object(Int)
}

/// A compound value of a pickle.
struct PickleObject {
  enum Kind: Equatable {
    case tuple
    case list
    /// The elements are key, value, key, value and so on, in the order of the file.
    case dictionary
    case set
    /// A global applied to the elements, which is recorded but not carried out.
    case call(PickleGlobal)
    /// What a class or function would make of the elements of which nothing is known but its name; the
    /// last element may be the object's state.
    case made(by: String)
    /// A reference to something outside of the pickle; its one element says to what.
    case persistentID
  }

  let kind: Kind
  var elements: [PickleValue]
}

/// A pickle's value with all the objects it consists of.
///
/// Objects refer to each other by index. So they can be shared and even be cyclic as in Python,
/// and neither building nor releasing them recurses, however deeply they are nested.
struct Pickle {
  let root: PickleValue
  let objects: [PickleObject]

  /// The elements of `value` if it is an object of the kind `kind`.
  func elements(of value: PickleValue, _ kind: PickleObject.Kind) -> [PickleValue]? {
    guard case .object(let index) = value, objects[index].kind == kind else { return nil }
    return objects[index].elements
  }

  /// The value in words that can follow "but is", such as "a list".
  func description(of value: PickleValue) -> String {
    switch value {
    case .none: "None"
    case .boolean(let boolean): boolean ? "True" : "False"
    case .integer(let integer): "the integer \(integer)"
    case .number(let number): "the number \(number)"
    case .text(let text): "the string \(text.debugDescription)"
    case .bytes(let range): "\(range.count) bytes"
    case .global(let global): "the global \(global.rawValue)"
    case .foreign(let name): "the global \(name.debugDescription)"
    case .object(let index):
      switch objects[index].kind {
      case .tuple: "a tuple"
      case .list: "a list"
      case .dictionary: "a dictionary"
      case .set: "a set"
      case .call(let global): "a result of \(global.rawValue)"
      case .made(let name): "an object of \(name.debugDescription)"
      case .persistentID: "a bare storage"
      }
    }
  }
}
