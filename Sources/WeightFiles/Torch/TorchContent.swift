/// What a checkpoint of PyTorch holds.
struct TorchContent {
  /// The tensors in the order of the file.
  var entries: [Checkpoint.Entry]
  /// Where in the saved object the tensors lie; nil if that is all it is.
  var place: String?
  /// What lies beside them.
  var beside: [SavedItem]

  /// The tensors of a dictionary in a file of `size` bytes; `tensor` finds the numbers of each.
  init(
    _ dictionary: StateDictionary, size: Int,
    _ tensor: (TensorReference) throws(CheckpointError) -> StoredTensor
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
      entries.append((name, try tensor(reference)))
    }
  }
}
