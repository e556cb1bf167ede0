/// What a checkpoint's file was recognized as.
public enum CheckpointFormat: Hashable, Sendable, CustomStringConvertible {
  /// A safetensors file: the length of a JSON header, then the header.
  case safetensors
  /// A binary Caffe model.
  case caffeModel
  /// A frozen graph of TensorFlow.
  case frozenGraph
  /// What PyTorch wrote before version 1.6, or nothing known, which reading it tells.
  case legacyTorch
  /// A ZIP archive, as PyTorch has written since version 1.6.
  case zipArchive
  /// An HDF5 file, as Keras writes.
  case hdf5
  /// A Python pickle that does not begin with PyTorch's magic number.
  case otherPickle
  /// Nothing known; with the file's first bytes, at most eight.
  case unknown(firstBytes: [UInt8])

  /// A noun phrase, such as "a safetensors file".
  public var description: String {
    switch self {
    case .safetensors: "a safetensors file"
    case .caffeModel: "a Caffe model"
    case .frozenGraph: "a frozen TensorFlow graph"
    case .legacyTorch: "a PyTorch checkpoint in the format before version 1.6"
    case .zipArchive: "a ZIP archive, as PyTorch writes since version 1.6"
    case .hdf5: "an HDF5 file, as Keras writes"
    case .otherPickle: "a Python pickle without PyTorch's magic number"
    case .unknown(let firstBytes):
      "in an unknown format that begins with the bytes "
        + firstBytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
    }
  }

  /// How many of a file's first bytes tell its format.
  static let tellingLength = 4096

  /// Recognizes a format from a file's first bytes, of which `tellingLength` do.
  static func recognize(_ bytes: [UInt8]) -> CheckpointFormat {
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return .zipArchive }
    if bytes.starts(with: [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]) { return .hdf5 }
    if bytes.count >= 9, bytes[8] == UInt8(ascii: "{") {
      let headerLength = bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      // The format caps its header at 100 MB.
      if headerLength <= 100_000_000 { return .safetensors }
    }
    if FrozenGraphFile.begins(bytes) { return .frozenGraph }
    return CaffeModelFile.begins(bytes) ? .caffeModel : .legacyTorch
  }
}
