/// Why a checkpoint could not be read.
public enum CheckpointError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file has no bytes.
  case empty
  /// The file is of another format.
  case unsupportedFormat(CheckpointFormat)
  /// The file is in a format that nothing is known of; with its first bytes, at most eight.
  case unknownFormat(firstBytes: [UInt8])
  /// The file has `size` bytes, and what begins at `offset` does not fit into them.
  case truncated(size: Int, offset: Int)
  /// The byte source failed; with its error's description.
  case source(String)
  /// The byte source returned another number of bytes than it was asked for.
  case sourceLength(expected: Int, received: Int)
  /// The pickle instruction at the byte `offset` was refused.
  case pickle(PickleProblem, instruction: String, offset: Int)
  /// The file's legacy format has another version than 1001; with what is there instead.
  case protocolVersion(found: String)
  /// The description of the writing system is not a dictionary.
  case systemInformation(found: String)
  /// The file was written on a big-endian machine.
  case bigEndian
  /// The file names another order of bytes than the two there are; with what it names.
  case byteOrder(found: String)
  /// The saved object is a whole model, or another object of a class that nothing is known of.
  case wholeObject(class: String)
  /// The saved object is not a dictionary of tensors; with what it is.
  case notStateDictionary(found: String)
  /// An entry of the saved dictionary has no text for a name; with what it has.
  case entryName(found: String)
  /// Two entries have the same name.
  case duplicateName(String)
  /// The tensor `name` is unusable.
  case tensor(name: String, TensorProblem)
  /// The tensors together have more elements than the file has bytes.
  case tooManyElements(limit: Int)
  /// The list of storage keys is not a list of texts; with what was found.
  case storageKeys(found: String)
  /// The storage `key` is unusable.
  case storage(key: String, StorageProblem)
  /// Bytes follow the numbers of the last tensor.
  case trailingBytes(count: Int)
  /// The header of a safetensors file is not as the format has it at the byte `offset` of the file.
  case header(offset: Int)
  /// The fields of a Caffe model cannot be read.
  case protobuf(ProtobufProblem)
  /// The fields of a TensorFlow graph cannot be read.
  case graph(ProtobufProblem)
  /// The index of a TensorFlow checkpoint cannot be read.
  case index(ProtobufProblem)
  /// The list of shards is not as the format has it at the byte `offset`.
  case shardIndex(offset: Int)
  /// The list of shards names one that could lie elsewhere than beside it.
  case shardName(String)
  /// A shard cannot be read.
  indirect case shard(String, CheckpointError)
  /// A shard lacks a tensor that the list says it has.
  case missingInShard(String, tensor: String)
  /// The ZIP archive, or a member of it, cannot be read.
  case zip(ZipProblem)
  /// The structures of an HDF5 file cannot be read, or are none of Keras.
  case hdf5(HDF5Problem)
  /// The Caffe layer `name` of the type `type` has a number of blobs that the type does not.
  case blobCount(layer: String, type: String, count: Int)

  /// One sentence; names from the file are quoted and escaped.
  public var description: String {
    switch self {
    case .empty: "the file is empty"
    case .unsupportedFormat(let format):
      "this file is \(format)" + (format.advice.map { "; \($0)" } ?? "")
    case .unknownFormat(let firstBytes):
      "PyTorch and Paddle checkpoints, safetensors files, Keras and Caffe models and frozen TensorFlow"
        + " graphs can be read, but this file is in an unknown format that begins with the bytes "
        + firstBytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
    case .truncated(let size, let offset):
      "the file is truncated: the item at byte \(offset) runs past the end at byte \(size)"
    case .source(let reason): "the file could not be read: \(reason)"
    case .sourceLength(let expected, let received):
      "the file could not be read: \(received) bytes instead of \(expected)"
    case .pickle(let problem, let instruction, let offset):
      "the pickle instruction \(instruction) at byte \(offset) \(problem)"
    case .protocolVersion(let found):
      "the checkpoint should have protocol version 1001 but has \(found)"
    case .systemInformation(let found):
      "the checkpoint should describe its system by a dictionary, not by \(found)"
    case .bigEndian: "the checkpoint comes from a big-endian machine, which is not supported"
    case .byteOrder(let found):
      "the checkpoint should be little- or big-endian, not \(found.debugDescription)"
    case .wholeObject(let name):
      "the checkpoint holds a whole pickled object of the class \(name.debugDescription), which needs"
        + " that class's code; load it in Python and save model.state_dict() instead"
    case .notStateDictionary(let found):
      "the checkpoint should contain a dictionary of tensors, not \(found)"
    case .entryName(let found): "a tensor's name should be a string, not \(found)"
    case .duplicateName(let name): "two tensors have the name \(name.debugDescription)"
    case .tensor(let name, let problem): "the tensor \(name.debugDescription) \(problem)"
    case .tooManyElements(let limit):
      "the file is too small for its tensors: they have more elements than its \(limit) bytes"
    case .storageKeys(let found):
      "the checkpoint should list its storages by string keys, not by \(found)"
    case .storage(let key, let problem): "the storage \(key.debugDescription) \(problem)"
    case .trailingBytes(let count): "the last tensor is followed by \(count) unexpected bytes"
    case .header(let offset):
      "the safetensors header is not a JSON object of tensors: unexpected byte at \(offset)"
    case .protobuf(let problem): "the Caffe model \(problem)"
    case .graph(let problem): "the TensorFlow graph \(problem)"
    case .index(let problem): "the index of the TensorFlow checkpoint \(problem)"
    case .shardIndex(let offset):
      "the list of shards is not a JSON object with a \"weight_map\": unexpected byte at \(offset)"
    case .shardName(let name):
      "the list of shards names \(name.debugDescription), which is no file beside it"
    case .shard(let name, let error): "the shard \(name.debugDescription): \(error.description)"
    case .missingInShard(let name, let tensor):
      "the shard \(name.debugDescription) lacks the tensor \(tensor.debugDescription)"
    case .zip(let problem): "the ZIP archive \(problem)"
    case .hdf5(let problem): "the HDF5 file \(problem)"
    case .blobCount(let layer, let type, let count):
      "the layer \(layer.debugDescription) has \(count) blobs, which does not fit the type"
        + " \(type.debugDescription)"
    }
  }
}
