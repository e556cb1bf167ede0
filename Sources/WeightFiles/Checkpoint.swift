/// The named tensors of a model's weight file.
///
/// The one format read so far is the older of PyTorch's two, which `torch.save` wrote before
/// version 1.6. Nothing in a file is ever executed: its pickles run on a machine that only
/// knows data, and whatever is not on its lists is refused by name.
public struct Checkpoint: Sendable, Equatable {
  /// The tensors by name, such as `"features.0.0.weight"`.
  public var tensors: [String: StoredTensor]
  /// The names in the order of the file.
  public var names: [String]

  /// Reads all tensors of the checkpoint in `source`.
  ///
  /// Memory stays in proportion to the source's size, whatever the file claims.
  ///
  /// - Throws: ``CheckpointError``, also for what `source` itself throws.
  public init(reading source: some ByteSource) throws(CheckpointError) {
    var file = try LegacyTorchFile(source)
    let entries = try file.tensors()
    names = entries.map(\.name)
    tensors = Dictionary(entries.map { ($0.name, $0.tensor) }) { first, _ in first }
  }
}
