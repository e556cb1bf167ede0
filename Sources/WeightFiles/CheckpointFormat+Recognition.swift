extension CheckpointFormat {
  /// How many of a file's first bytes tell its format.
  static let tellingLength = 4096

  /// Recognizes a format from a file's first bytes, of which `tellingLength` do.
  static func recognize(_ bytes: [UInt8]) -> CheckpointFormat {
    for (beginning, format) in beginnings where bytes.starts(with: beginning) { return format }
    if bytes.count >= 9, bytes[8] == UInt8(ascii: "{") {
      let headerLength = bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      // The format caps its header at 100 MB.
      if headerLength <= 100_000_000 { return .safetensors }
    }
    if bytes.dropFirst(4).starts(with: Array("TFL3".utf8)) { return .tensorFlowLite }
    if bytes.dropFirst(4).starts(with: Array("ORTM".utf8)) { return .onnxRuntime }
    if bytes.dropFirst(8).starts(with: Array("WEBP".utf8)) { return .picture }
    if bytes.dropFirst(257).starts(with: Array("ustar".utf8)) { return .tar }
    if PaddleProgram.begins(bytes) { return .paddleProgram }
    if PaddleProgram.parametersBegin(bytes) { return .paddleParameters }
    if FrozenGraphFile.begins(bytes) { return .frozenGraph }
    if SortedTable.begins(bytes) || FrozenGraphFile.beginsCheckpoint(bytes) {
      return .tensorFlowCheckpoint
    }
    if CaffeModelFile.begins(bytes) { return .caffeModel }
    return model(bytes) ?? text(bytes) ?? .legacyTorch
  }

  /// What stands at the beginning of files.
  private static let beginnings: [(bytes: [UInt8], format: CheckpointFormat)] = [
    ([0x50, 0x4B, 0x03, 0x04], .zipArchive),
    ([0x50, 0x4B, 0x05, 0x06], .zipArchive),
    ([0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A], .hdf5),
    ([0x93] + Array("NUMPY".utf8), .numpyArray),
    ([0x1F, 0x8B], .gzip),
    (Array("BZh".utf8), .bzip2),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], .xz),
    ([0x28, 0xB5, 0x2F, 0xFD], .zstandard),
    ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], .picture),
    ([0xFF, 0xD8, 0xFF], .picture),
    (Array("GIF8".utf8), .picture),
    (Array("version https://git-lfs".utf8), .gitPointer),
  ]

  /// A protocol buffer whose first field is the version of its format.
  private static func model(_ bytes: [UInt8]) -> CheckpointFormat? {
    guard bytes.count > 4, bytes[0] == 0x08, bytes[1] < 0x40 else { return nil }
    // SavedModel: version 1, then the first of its graphs. ONNX: the producer's name, which is a
    // text, its version, the domain, the model's version, the graph, or the operators.
    if bytes[1] == 1 { return bytes[2] == 0x12 ? .savedModel : nil }
    switch bytes[2] {
    case 0x12: return bytes[4] >= 0x20 ? .onnx : nil
    case 0x1A, 0x22, 0x28, 0x32, 0x3A, 0x42: return .onnx
    default: return nil
    }
  }

  /// What a text is by its first words.
  private static func text(_ bytes: [UInt8]) -> CheckpointFormat? {
    let isSpace: (UInt8) -> Bool = { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
    var rest = bytes[...]
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
    rest = rest.drop(while: isSpace)
    // A prototxt may begin with comments.
    while rest.first == UInt8(ascii: "#") {
      rest = rest.drop { $0 != 0x0A }.drop(while: isSpace)
    }
    let lower = rest.prefix(tellingLength).map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }
    if ["<!doctype html", "<html", "<head"].contains(where: { lower.starts(with: $0.utf8) }) {
      return .webPage
    }
    if contains("<net name=", Array(lower.prefix(128))) { return .openVINO }
    if lower.starts(with: "<?xml".utf8) || lower.starts(with: "<error".utf8) { return .xml }
    if lower.first == UInt8(ascii: "{") {
      if contains("\"magic\":\"pir\"", Array(lower.prefix(64))) { return .paddleProgram }
      return contains("\"weight_map\"", lower) ? .shardIndex : nil
    }
    let word = lower.prefix { 0x61...0x7A ~= $0 || $0 == UInt8(ascii: "_") }
    let next = lower.dropFirst(word.count).drop(while: isSpace)
    switch (String(decoding: word, as: UTF8.self), next.first) {
    case ("layer", UInt8(ascii: "{")), ("layers", UInt8(ascii: "{")),
      ("input_shape", UInt8(ascii: "{")):
      return .prototxt
    case ("name", UInt8(ascii: ":")), ("input", UInt8(ascii: ":")):
      return next.dropFirst().drop(while: isSpace).first == UInt8(ascii: "\"") ? .prototxt : nil
    default: return nil
    }
  }

  private static func contains(_ word: String, _ bytes: [UInt8]) -> Bool {
    let word = Array(word.utf8)
    return bytes.indices.contains { bytes[$0...].starts(with: word) }
  }

  /// What an archive is that is none of PyTorch's.
  static func recognize(_ archive: ZipArchive) -> CheckpointFormat {
    let members = archive.members
    let last = members.map { $0.name.split(separator: "/").last ?? "" }
    if last.contains("serialized_exported_program.json") || last.contains("archive_format")
      || members.contains(where: { $0.name.hasSuffix("models/model.json") })
    {
      return .torchExport
    }
    let isNumPy = members.allSatisfy { $0.name.hasSuffix(".npy") }
    return isNumPy && !members.isEmpty ? .numpyArchive : .zipArchive
  }
}
