extension FrozenGraphFile {
  /// Whether a file of which these are the first bytes may be a graph: an operation, with its name and
  /// what it does.
  static func begins(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    guard rest.popFirst() == 0x0A, CaffeModelFile.varint(&rest) != nil,
      let name = text(0x0A, &rest), let operation = text(0x12, &rest)
    else { return false }
    return name.allSatisfy { $0 > 0x20 } && operation.allSatisfy { $0 > 0x20 && $0 < 0x7F }
  }

  /// Whether they are those of the graph of a checkpoint: the operations that it needs, by name, stand
  /// before the graph.
  static func beginsCheckpoint(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    for key: UInt8 in [0x0A, 0x12, 0x0A] {
      guard rest.popFirst() == key, CaffeModelFile.varint(&rest) != nil else { return false }
    }
    guard let name = text(0x0A, &rest) else { return false }
    return name.allSatisfy { $0 > 0x20 && $0 < 0x7F }
  }

  /// Takes a text that is not empty off the front, with the key of its field.
  private static func text(_ key: UInt8, _ bytes: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard bytes.popFirst() == key, let length = CaffeModelFile.varint(&bytes), length > 0,
      length <= bytes.count
    else { return nil }
    defer { bytes = bytes.dropFirst(Int(length)) }
    return bytes.prefix(Int(length))
  }
}
