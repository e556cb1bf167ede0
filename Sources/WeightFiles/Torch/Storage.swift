/// A run of numbers in a file, which one or more tensors view.
struct Storage: Equatable {
  let element: ElementType
  /// The number of elements.
  let count: Int

  /// Whether it is only a part of another storage, which PyTorch no longer writes.
  var isView = false

  /// The number of bytes; nil if no file can have so many.
  var byteCount: Int? {
    let (bytes, overflow) = count.multipliedReportingOverflow(by: element.width)
    return overflow ? nil : bytes
  }
}

extension Pickle {
  /// The storage that a reference to something outside of the pickle names, by the tuple
  /// `("storage", class, key, location, count)`, which ends with a view in the older format.
  ///
  /// Throws if the elements are of a type that cannot be read; nil when the reference is of another
  /// kind.
  func storage(
    _ reference: PickleValue
  ) throws(TensorProblem) -> (key: String, storage: Storage)? {
    guard let parts = elements(of: reference, .tuple), parts.count == 5 || parts.count == 6,
      parts[0] == .text("storage"), case .text(let key) = parts[2], case .text = parts[3],
      case .integer(let number) = parts[4], let count = Int(exactly: number), count >= 0
    else { return nil }
    switch parts[1] {
    case .global(let storageClass):
      guard let element = ElementType(storageClass) else { return nil }
      let isView = parts.count == 6 && parts[5] != .none
      return (key, Storage(element: element, count: count, isView: isView))
    case .foreign(let name): throw .elementType(name)
    default: return nil
    }
  }

  /// All storages that the pickle refers to, by their keys; without those of unknown types.
  func storages() throws(CheckpointError) -> [String: Storage] {
    var storages: [String: Storage] = [:]
    for object in objects where object.kind == .persistentID {
      guard let (key, storage) = (try? self.storage(object.elements[0])) ?? nil else { continue }
      guard storages[key] == nil || storages[key] == storage else {
        throw .storage(key: key, .conflict)
      }
      storages[key] = storage
    }
    return storages
  }
}
