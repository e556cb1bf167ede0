/// Why a storage, the run of numbers behind one or more tensors, is unusable.
public enum StorageProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// Tensors disagree about its class or its number of elements.
  case conflict
  /// It is a view of another storage.
  case view
  /// A tensor needs it, but the file's list of storages lacks it.
  case missing
  /// The file lists it, but no tensor uses it.
  case unused
  /// The file lists it twice.
  case listedTwice
  /// The tensors expect `declared` elements, the file says it stores `stored`.
  case count(declared: Int, stored: Int64)
  /// The tensors expect `declared` bytes, but `stored` are there.
  case bytes(declared: Int, stored: Int)

  /// The end of a sentence that begins with the storage's key.
  public var description: String {
    switch self {
    case .conflict: "is described in two ways"
    case .view: "is a view of another storage, which is not supported"
    case .missing: "is used by a tensor but missing from the file's list"
    case .unused: "is in the file's list but used by no tensor"
    case .listedTwice: "is in the file's list twice"
    case .bytes(let declared, let stored): "should have \(declared) bytes but has \(stored)"
    case .count(let declared, let stored):
      "should have \(declared) elements but stores \(stored)"
    }
  }
}
