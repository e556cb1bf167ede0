/// The named tensors of a model's weight file, whose numbers are read when they are asked for.
///
/// Four formats are read, told apart by their content: the older of PyTorch's two, which
/// `torch.save` wrote before version 1.6, safetensors, Caffe's binary models, and TensorFlow's frozen
/// graphs. Nothing in a file is ever executed: PyTorch's pickles run on a machine that only knows data, and whatever is not on
/// its lists is refused by name.
public struct Checkpoint: Sendable {
  /// A tensor with its name.
  typealias Entry = (name: String, tensor: StoredTensor)

  /// The tensors by name, such as `"features.0.0.weight"`.
  package let tensors: [String: StoredTensor]
  /// The names in the order of the file.
  public let names: [String]

  private let source: CheckedBytes

  /// Opens the checkpoint in `source`: reads where its tensors are, but none of their numbers; of a
  /// Caffe model, which is read as a whole, all of them.
  ///
  /// Everything that can be wrong with the file is found here; only the source itself can fail
  /// later. Memory stays in proportion to the number of tensors, whatever the file claims; for a
  /// Caffe model and a graph with constants that one number fills, to the size of the file.
  ///
  /// - Throws: ``CheckpointError``, also for what `source` itself throws.
  public init(reading source: some ByteSource) throws(CheckpointError) {
    let source = CheckedBytes(source)
    var reader = ByteReader(source)
    guard reader.size > 0 else { throw .empty }
    let start = try reader.peek(min(reader.size, CheckpointFormat.tellingLength))
    let entries: [Entry]
    let format = CheckpointFormat.recognize(start)
    switch format {
    case .safetensors: entries = try SafetensorsFile.tensors(&reader)
    case .caffeModel: entries = try CaffeModelFile.tensors(source)
    case .frozenGraph: entries = try FrozenGraphFile.tensors(source)
    case .zipArchive, .hdf5, .otherPickle, .unknown: throw .unsupportedFormat(format)
    case .legacyTorch:
      var file = try LegacyTorchFile(reader)
      entries = try file.tensors()
    }
    names = entries.map { $0.name }
    // Readers refuse a name that comes twice.
    var tensors: [String: StoredTensor] = [:]
    for entry in entries { tensors[entry.name] = entry.tensor }
    self.tensors = tensors
    self.source = source
  }

  /// Reads the numbers of one of the checkpoint's tensors.
  ///
  /// - Returns: the elements in row-major order, the last dimension varying fastest; numbers
  ///   with more than 32 bits, and whole ones beyond 2^24, are rounded to nearest.
  /// - Throws: ``CheckpointError`` if the source fails.
  package func values(of tensor: StoredTensor) throws(CheckpointError) -> [Float] {
    try source.values(of: tensor)
  }
}
