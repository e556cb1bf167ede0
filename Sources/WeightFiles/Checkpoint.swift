/// The named tensors of a model's weight file, whose numbers are read when they are asked for.
///
/// The formats are told apart by their content: both of PyTorch's, Paddle's, safetensors, Caffe's binary
/// models, TensorFlow's frozen graphs, and those of Keras. Nothing in a file is ever executed: pickles of
/// PyTorch and Paddle run on a machine that only knows data, to which whatever is not on its lists is a name.
public struct Checkpoint: Sendable {
  /// A tensor with its name.
  package typealias Entry = (name: String, tensor: StoredTensor)

  /// What the file was recognized as.
  package let format: CheckpointFormat
  /// The tensors by name, such as `"features.0.0.weight"`.
  package let tensors: [String: StoredTensor]
  /// The names in the order of the file.
  public let names: [String]
  /// The keys that lead to the tensors in the checkpoint of a training, joined by dots, such as
  /// "state_dict"; nothing if the tensors are all that was saved.
  package let place: String?
  /// What lies beside the tensors in the checkpoint of a training.
  package let beside: [SavedItem]
  /// What a training had put in place of the network's tensors, or beside them, and was undone, a phrase each.
  package internal(set) var undone: [String] = []

  /// Whether the file is an archive that was told to leave checksums out, so that it is read unchecked.
  package internal(set) var isUnchecked = false

  private let source: CheckedBytes

  /// Opens the checkpoint in `source`: reads where its tensors are, but none of their numbers; of a
  /// Caffe model, which is read as a whole, and of a Paddle file whose numbers are texts, all of them.
  ///
  /// Everything that can be wrong with the file is found here; only the source itself can fail
  /// later, and the unfolding of what is compressed. Memory stays in proportion to the number of tensors,
  /// whatever the file claims; for a Caffe model, numbers as texts and a graph with constants that one
  /// number fills, to the size of the file.
  ///
  /// - Throws: ``CheckpointError``, also for what `source` itself throws.
  public init(reading source: some ByteSource) throws(CheckpointError) {
    try self.init(CheckedBytes(source))
  }

  init(_ source: CheckedBytes) throws(CheckpointError) {
    var reader = ByteReader(source)
    guard reader.size > 0 else { throw .empty }
    let start = try reader.peek(min(reader.size, CheckpointFormat.tellingLength))
    let format = CheckpointFormat.recognize(start)
    switch format {
    case .safetensors:
      let forms = try TrainingForms(try SafetensorsFile.tensors(&reader))
      self.init(format, forms.entries, source)
      undone = forms.notes
    case .caffeModel: self.init(format, try CaffeModelFile.tensors(source), source)
    case .frozenGraph: self.init(format, try FrozenGraphFile.tensors(source), source)
    case .hdf5:
      self.init(format, try KerasFile.tensors(source, in: 0..<source.count), source)
    case .legacyTorch:
      let pickle = try Self.firstPickle(&reader, start)
      if LegacyTorchFile.isMagicNumber(pickle) {
        var file = try LegacyTorchFile(behindMagicNumber: reader)
        try self.init(undoing: format, try file.content(), source)
      } else {
        self.init(.arrayPickle, try PaddleFile.content(pickle, reader), source)
      }
    case .zipArchive:
      let archive = try ZipArchive(source)
      if let model = try KerasArchive(archive, source) {
        self.init(.kerasArchive, try model.tensors(), source)
        isUnchecked = !archive.hasChecksums
        return
      }
      guard let file = try TorchArchive(archive, source) else {
        throw .unsupportedFormat(.recognize(archive))
      }
      try self.init(undoing: .torchArchive, try file.content(), source)
      isUnchecked = !archive.hasChecksums
    case .shardIndex, .torchArchive, .torchScript, .torchExport, .numpyArray, .numpyArchive,
      .kerasArchive, .otherPickle, .arrayPickle, .optimizerState, .paddleProgram,
      .paddleParameters, .onnx, .tensorFlowCheckpoint, .savedModel, .tensorFlowLite,
      .onnxRuntime, .openVINO, .prototxt,
      .webPage, .xml, .gitPointer, .gzip, .bzip2, .xz, .zstandard, .tar, .picture:
      throw .unsupportedFormat(format)
    }
  }

  /// The pickle at the beginning of a file of which nothing is known yet.
  private static func firstPickle(
    _ reader: inout ByteReader, _ start: [UInt8]
  ) throws(CheckpointError) -> Pickle {
    let isMarked = start[0] == PickleOpcode.protocolVersion.rawValue
    do throws(CheckpointError) {
      return try PickleMachine.read(from: &reader)
    } catch .pickle where !isMarked {
      throw .unknownFormat(firstBytes: Array(start.prefix(8)))
    } catch .truncated where !isMarked {
      throw .unknownFormat(firstBytes: Array(start.prefix(8)))
    }
  }

  private init(_ format: CheckpointFormat, _ content: TorchContent, _ source: CheckedBytes) {
    self.init(
      format, content.entries, source, place: content.place, beside: content.beside)
  }

  /// The same without what PyTorch has while it trains.
  private init(
    undoing format: CheckpointFormat, _ content: TorchContent, _ source: CheckedBytes
  ) throws(CheckpointError) {
    let forms = try TrainingForms(content.entries)
    self.init(format, forms.entries, source, place: content.place, beside: content.beside)
    undone = forms.notes
  }

  /// The checkpoint of tensors whose numbers are in `source`.
  init(
    _ format: CheckpointFormat, _ entries: [Entry], _ source: CheckedBytes,
    place: String? = nil, beside: [SavedItem] = []
  ) {
    (self.format, self.place, self.beside, self.source) = (format, place, beside, source)
    names = entries.map { $0.name }
    // Readers refuse a name that comes twice.
    var tensors: [String: StoredTensor] = [:]
    for entry in entries { tensors[entry.name] = entry.tensor }
    self.tensors = tensors
  }

  /// The same checkpoint with other tensors of the same file.
  func replacing(_ entries: [Entry]) -> Checkpoint {
    var checkpoint = Checkpoint(format, entries, source, place: place, beside: beside)
    (checkpoint.undone, checkpoint.isUnchecked) = (undone, isUnchecked)
    return checkpoint
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
