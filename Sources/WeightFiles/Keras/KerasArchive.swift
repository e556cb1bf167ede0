/// A model as Keras 3 saves it, `model.keras`: a ZIP archive of its configuration and its weights.
struct KerasArchive {
  private let archive: ZipArchive
  private let weights: ZipArchive.Member
  private let source: CheckedBytes

  static let weightsName = "model.weights.h5"
  private static let configurationName = "config.json"

  /// The model of an archive; nothing if the archive is none of Keras.
  init?(_ archive: ZipArchive, _ source: CheckedBytes) throws(CheckpointError) {
    guard let weights = archive.member(Self.weightsName) else {
      if archive.member(Self.configurationName) == nil { return nil }
      throw .zip(.missing(Self.weightsName))
    }
    (self.archive, self.weights, self.source) = (archive, weights, source)
  }

  /// The tensors of the weights. Compressed ones, which Keras does not write, are read at once.
  func tensors() throws(CheckpointError) -> [Checkpoint.Entry] {
    var layers: KerasLayerNames?
    if let member = archive.member(Self.configurationName) {
      layers = try KerasLayerNames(configuration: try archive.load(member))
    }
    guard weights.isDeflated else {
      let check = ContentCheck(weights)
      return try KerasFile.tensors(source, in: weights.bytes, layers: layers).map { name, tensor in
        var tensor = tensor
        tensor.check = check
        return (name, tensor)
      }
    }
    let content = MemoryByteSource(try archive.load(weights))
    let inner = CheckedBytes(content)
    var entries: [Checkpoint.Entry] = []
    let stored = try KerasFile.tensors(inner, in: 0..<content.count, layers: layers)
    let checkpoint = Checkpoint(.hdf5, stored, inner)
    for (name, tensor) in stored {
      let values = try checkpoint.values(of: tensor)
      entries.append((name, StoredTensor(tensor.element, tensor.layout, values)))
    }
    return entries
  }
}
