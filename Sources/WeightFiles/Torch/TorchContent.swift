/// What a checkpoint that is a pickle holds.
struct TorchContent {
  /// The tensors in the order of the file.
  var entries: [Checkpoint.Entry]
  /// Where in the saved object the tensors lie; nil if that is all it is.
  var place: String?
  /// What lies beside them.
  var beside: [SavedItem]

  /// The tensors of a dictionary in a file of `size` bytes.
  ///
  /// - Parameters:
  ///   - pickle: where the dictionary was read.
  ///   - isFile: whether that is the file itself, of which arrays can be read later.
  ///   - tensor: finds the numbers of a tensor in the storage with a key.
  init(
    _ dictionary: StateDictionary, size: Int, pickle: CheckedBytes, isFile: Bool = true,
    _ tensor: (TensorReference, _ key: String) throws(CheckpointError) -> StoredTensor
  ) throws(CheckpointError) {
    (place, beside) = (dictionary.place, dictionary.beside)
    entries = []
    entries.reserveCapacity(dictionary.tensors.count)
    // Tensors may share a storage, so a small file could ask for many large tensors. This bounds
    // them by the file's size, at 8 bytes an element, while still allowing tied weights.
    var available = size
    for (name, reference) in dictionary.tensors {
      guard reference.layout.count <= available else { throw .tooManyElements(limit: size) }
      available -= reference.layout.count
      switch reference.place {
      case .storage(let key): entries.append((name, try tensor(reference, key)))
      case .pickle(let bytes):
        if isFile, let range = bytes.range {
          entries.append((name, StoredTensor(reference, at: range)))
          continue
        }
        guard let loaded = try bytes.load(from: pickle) else {
          throw .tensor(name: name, .textOfNumbers)
        }
        let length = reference.layout.count * reference.element.width
        guard loaded.count == length else {
          throw .tensor(name: name, .byteCount(expected: length, stored: loaded.count))
        }
        entries.append((name, StoredTensor(reference, loaded)))
      }
    }
  }
}
