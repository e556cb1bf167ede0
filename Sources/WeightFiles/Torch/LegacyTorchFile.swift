/// A PyTorch checkpoint in the format from before version 1.6.
///
/// It is a sequence of five pickles - a magic number, the format's version, a description of the
/// system, the saved object and the list of the storages' keys - and then, for each key in that
/// order, the number of elements as a little-endian 64-bit integer and the elements themselves.
///
/// Source: `torch/serialization.py`, the function `_legacy_save`.
struct LegacyTorchFile {
  private static let magicNumber: Int128 = 0x1950_A86A_20F9_469C_FC6C
  private static let version: Int128 = 1001

  private var reader: ByteReader

  /// Opens a file behind its magic number; this reads all but the saved object and the storages.
  init(behindMagicNumber start: ByteReader) throws(CheckpointError) {
    reader = start
    let version = try PickleMachine.read(from: &reader)
    guard version.root == .integer(Self.version) else {
      throw .protocolVersion(found: version.description(of: version.root))
    }

    let system = try PickleMachine.read(from: &reader)
    guard let entries = system.elements(of: system.root, .dictionary) else {
      throw .systemInformation(found: system.description(of: system.root))
    }
    for key in stride(from: 0, to: entries.count, by: 2)
    where entries[key] == .text("little_endian") && entries[key + 1] == .boolean(false) {
      throw .bigEndian
    }
  }

  /// Whether the first pickle of a file is the format's magic number.
  static func isMagicNumber(_ pickle: Pickle) -> Bool {
    pickle.root == .integer(magicNumber)
  }

  /// Reads the saved object, passes over the storages, and returns the tensors in the file's
  /// order, and what lies beside them.
  mutating func content() throws(CheckpointError) -> TorchContent {
    let pickle = try PickleMachine.read(from: &reader)
    let dictionary = try StateDictionary(pickle)
    let storages = try pickle.storages()
    let starts = try locateStorages(storages)
    return try TorchContent(dictionary, size: reader.size, pickle: reader.source) {
      reference, key throws(CheckpointError) in
      guard let start = starts[key] else { throw .storage(key: key, .missing) }
      return StoredTensor(reference.element, reference.layout, storageStart: start)
    }
  }

  /// The offset of each storage's first element in the file, by key.
  private mutating func locateStorages(
    _ storages: [String: Storage]
  ) throws(CheckpointError) -> [String: Int] {
    let keys = try readStorageKeys()
    var starts: [String: Int] = [:]
    for key in keys {
      guard let storage = storages[key] else { throw .storage(key: key, .unused) }
      guard starts[key] == nil else { throw .storage(key: key, .listedTwice) }
      starts[key] = try passStorage(storage, key)
    }
    guard reader.remaining == 0 else { throw .trailingBytes(count: reader.remaining) }
    return starts
  }

  private mutating func readStorageKeys() throws(CheckpointError) -> [String] {
    let pickle = try PickleMachine.read(from: &reader)
    guard let values = pickle.elements(of: pickle.root, .list) else {
      throw .storageKeys(found: pickle.description(of: pickle.root))
    }
    var keys: [String] = []
    for value in values {
      guard case .text(let key) = value else {
        throw .storageKeys(found: pickle.description(of: value))
      }
      keys.append(key)
    }
    return keys
  }

  /// Checks a storage's count, passes over its elements, and returns where they begin.
  private mutating func passStorage(
    _ storage: Storage, _ key: String
  ) throws(CheckpointError) -> Int {
    let stored = Int64(bitPattern: try reader.unsigned(width: 8))
    guard stored == storage.count else {
      throw .storage(key: key, .count(declared: storage.count, stored: stored))
    }
    guard let length = storage.byteCount else {
      throw .truncated(size: reader.size, offset: reader.position)
    }
    let start = reader.position
    try reader.skip(length)
    return start
  }
}
