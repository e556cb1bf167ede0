@testable import WeightFiles

/// A checkpoint as PyTorch has written it since version 1.6, with every part open to change.
struct TorchArchiveFile {
  /// The tensors and their storages.
  var file: LegacyFile
  var folder = "archive/"
  var isDeflated = false
  /// What `byteorder` says; there is no such member if nothing.
  var byteOrder: String? = "little"
  /// Members beside those that the checkpoint has.
  var others: [(name: String, content: [UInt8])] = []

  init(_ file: LegacyFile) { self.file = file }

  /// The dictionary of the tensors.
  func writeDictionary(to pickle: inout PickleWriter) {
    pickle.orderedDictionary()
    for tensor in file.tensors {
      pickle.text(tensor.name)
      LegacyFile.write(tensor, to: &pickle, withView: false)
      pickle.code("s")
    }
  }

  var object: PickleWriter {
    var pickle = PickleWriter()
    writeDictionary(to: &pickle)
    return pickle
  }

  /// The archive with a pickle for its saved object; the storages are those of the tensors.
  func zip(object: PickleWriter? = nil) -> ZipWriter {
    var members = [(name: "data.pkl", content: (object ?? self.object).stopped())]
    if let byteOrder { members.append(("byteorder", Array(byteOrder.utf8))) }
    members += file.runs.map { ("data/\($0.key)", $0.bytes) }
    members.append(("version", Array("3\n".utf8)))
    var zip = ZipWriter(
      (members + others).map { (folder + $0.name, $0.content) }, isDeflated: isDeflated)
    for index in zip.members.indices { zip.members[index].padding = index % 7 * 9 }
    return zip
  }

  var bytes: [UInt8] { zip().bytes }

  /// A checkpoint of a training: the tensors under a key, and whatever else is written.
  func bytes(
    under key: String, beside write: (inout PickleWriter) -> Void = { _ in }
  ) -> [UInt8] {
    var pickle = PickleWriter()
    pickle.code("}")
    pickle.mark()
    pickle.text("epoch")
    pickle.integer(3)
    pickle.text(key)
    writeDictionary(to: &pickle)
    write(&pickle)
    pickle.code("u")
    return zip(object: pickle).bytes
  }
}
