/// How the files of a program of Paddle for inference begin, which are named but not read.
enum PaddleProgram {
  /// Whether these may be the first bytes of a program (`.pdmodel`): its first block, which has the number
  /// 0 and none around it.
  ///
  /// Source: the messages `ProgramDesc` and `BlockDesc` in Paddle's `framework.proto`.
  static func begins(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    guard rest.popFirst() == 0x0A, CaffeModelFile.varint(&rest) != nil else { return false }
    let minusOne: [UInt8] = Array(repeating: 0xFF, count: 9) + [0x01]
    return rest.starts(with: [0x08, 0x00, 0x10] + minusOne)
  }

  /// Whether these may be the first bytes of its numbers (`.pdiparams`), or of one tensor: three versions
  /// and a count of 0, then the length of the tensor's type and shape.
  ///
  /// Source: `SerializeToStream` in Paddle's `lod_tensor.cc` and `tensor_util.cc`.
  static func parametersBegin(_ bytes: [UInt8]) -> Bool {
    guard bytes.count > 21, bytes[..<16].allSatisfy({ $0 == 0 }) else { return false }
    return bytes[16] >= 2 && bytes[17...19].allSatisfy { $0 == 0 } && bytes[20] == 0x08
  }
}
