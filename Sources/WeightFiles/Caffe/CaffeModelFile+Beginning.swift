extension CaffeModelFile {
  /// Whether a file of which these are the first bytes may be a model: the fields that stand before
  /// the first layer, and its beginning.
  static func begins(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while let key = varint(&rest) {
      switch (key >> 3, key & 7) {
      case (2, 2), (100, 2): return varint(&rest) != nil
      // The model's name, names and shapes of inputs, the state.
      case (1, 2), (3, 2), (8, 2), (6, 2):
        guard let length = varint(&rest), length < rest.count else { return false }
        rest = rest.dropFirst(Int(length))
      // Sizes of inputs, and flags.
      case (4, 0), (5, 0), (7, 0): guard varint(&rest) != nil else { return false }
      default: return false
      }
    }
    return false
  }

  /// Takes a number off the front, seven bits a byte.
  static func varint(_ bytes: inout ArraySlice<UInt8>) -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: 0, to: 64, by: 7) {
      guard let byte = bytes.popFirst() else { return nil }
      value |= UInt64(byte & 0x7F) << UInt64(shift)
      if byte & 0x80 == 0 { return value }
    }
    return nil
  }
}
