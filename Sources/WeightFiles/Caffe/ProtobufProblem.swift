/// Why the bytes of a protocol buffer are no message.
public enum ProtobufProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// It has `bytes` bytes, which are more than a message may have.
  case tooLarge(bytes: Int)
  /// It has more layers and blobs than `limit`.
  case tooManyMessages(limit: Int)
  /// A field runs past the end of what holds it.
  case truncated
  /// A text is not UTF-8.
  case invalidText
  /// What begins at the byte `offset` has the CRC-32C `found`; the file says another one.
  case checksum(offset: Int, expected: UInt32, found: UInt32)
  /// Its fields cannot be told apart.
  case malformed

  /// The end of a sentence that begins with the file.
  public var description: String {
    switch self {
    case .tooLarge(let bytes): "has \(bytes) bytes, but a protocol buffer must have less than 2^31"
    case .tooManyMessages(let limit): "has more than \(limit) layers and blobs"
    case .truncated: "is truncated or damaged: a field runs past the end of its message"
    case .invalidText: "is damaged: a string is not UTF-8"
    case .checksum(let offset, let expected, let found):
      "is damaged: the block at byte \(offset) should have the CRC-32C \(ZipProblem.digits(expected))"
        + " but has \(ZipProblem.digits(found))"
    case .malformed: "is damaged: its fields are malformed"
    }
  }
}
