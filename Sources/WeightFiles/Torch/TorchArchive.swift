/// A PyTorch checkpoint in the format since version 1.6: a ZIP archive in one folder of any name, with the
/// saved object as a pickle in `data.pkl` and each storage in `data/KEY`.
///
/// Source: `torch/serialization.py`, the function `_save`, and `caffe2/serialize/inline_container.cc`.
struct TorchArchive {
  private let source: CheckedBytes
  private let members: [String: ZipArchive.Member]
  private let pickle: Pickle
  /// The member that the pickle was read from.
  private let object: CheckedBytes
  private let isBigEndian: Bool

  /// Opens an archive; nil if it is not one of PyTorch's.
  init?(_ archive: ZipArchive, _ source: CheckedBytes) throws(CheckpointError) {
    let name = "data.pkl"
    guard let object = archive.members.first(where: { $0.name.hasPath(endingIn: name) }) else {
      return nil
    }
    let folder = object.name.dropLast(name.count)
    var members: [String: ZipArchive.Member] = [:]
    for member in archive.members where member.name.hasPrefix(folder) {
      members[String(member.name.dropFirst(folder.count))] = member
    }
    if members["constants.pkl"] != nil { throw .unsupportedFormat(.torchScript) }
    (self.source, self.members) = (source, members)
    if let order = members["byteorder"] {
      guard order.count <= 16 else { throw .byteOrder(found: "\(order.count) bytes") }
      let text = String(decoding: try archive.load(order), as: UTF8.self)
      guard text == "little" || text == "big" else { throw .byteOrder(found: text) }
      isBigEndian = text == "big"
    } else {
      isBigEndian = false
    }
    guard !object.isDeflated || object.count <= PickleLimits.unfolded else {
      throw .zip(.tooLarge(object.name, bytes: object.count, limit: PickleLimits.unfolded))
    }
    self.object = CheckedBytes(MemoryByteSource(try archive.load(object)))
    var reader = ByteReader(self.object)
    pickle = try PickleMachine.read(from: &reader)
    guard reader.remaining == 0 else { throw .trailingBytes(count: reader.remaining) }
  }

  /// The tensors, and what lies beside them.
  func content() throws(CheckpointError) -> TorchContent {
    let storages = try pickle.storages()
    let checks = members.compactMapValues { ContentCheck($0) }
    return try TorchContent(
      try StateDictionary(pickle), size: source.count, pickle: object, isFile: false
    ) { reference, key throws(CheckpointError) in
      guard let storage = storages[key], let member = members["data/\(key)"] else {
        throw .storage(key: key, .missing)
      }
      guard member.count == storage.byteCount else {
        throw .storage(key: key, .bytes(declared: storage.byteCount ?? .max, stored: member.count))
      }
      return StoredTensor(
        reference.element, reference.layout, in: member, checks["data/\(key)"],
        isBigEndian: isBigEndian)
    }
  }
}

extension String {
  /// Whether a path is a file's name alone, or ends in it behind one folder.
  fileprivate func hasPath(endingIn name: String) -> Bool {
    let parts = split(separator: "/", omittingEmptySubsequences: false)
    return parts.count <= 2 && parts.last.map { $0 == name } ?? false
  }
}
