/// Why a ZIP archive, or a member of it, cannot be read.
public enum ZipProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// It does not end with the record that says where the list of members is.
  case noDirectory
  /// A record at the byte `offset` is not as the format has it.
  case malformed(offset: Int)
  /// It lists more members than `limit`.
  case tooManyMembers(limit: Int)
  /// Two members have the same name.
  case duplicate(String)
  /// The member lies over another one, or over the list of members.
  case overlapping(String)
  /// The member is encrypted.
  case encrypted(String)
  /// The member is compressed by a method other than deflation; with its number.
  case method(String, Int)
  /// The member unfolds to `bytes`, more than `limit`.
  case tooLarge(String, bytes: Int, limit: Int)
  /// The member's compressed bytes are damaged, or unfold to something else than is declared.
  case damaged(String)
  /// The member's content has the CRC-32 `found`; the archive's list has another one.
  case checksum(String, expected: UInt32, found: UInt32)
  /// The member is compressed, which cannot be undone here.
  case noInflation(String)
  /// The archive lacks the member.
  case missing(String)

  /// The end of a sentence that begins with the archive.
  public var description: String {
    switch self {
    case .noDirectory: "is truncated or damaged: it does not end with a list of its members"
    case .malformed(let offset): "is damaged: unexpected bytes at \(offset)"
    case .tooManyMembers(let limit): "has more than \(limit) members"
    case .duplicate(let name): "has two members with the name \(name.debugDescription)"
    case .overlapping(let name):
      "is damaged: its member \(name.debugDescription) overlaps with others"
    case .encrypted(let name): "has the encrypted member \(name.debugDescription)"
    case .method(let name, let method):
      "has compressed the member \(name.debugDescription) by the method \(method);"
        + " only deflation is supported"
    case .tooLarge(let name, let bytes, let limit):
      "has compressed the member \(name.debugDescription), which unfolds to \(bytes) bytes, more than"
        + " \(limit)"
    case .damaged(let name): "is damaged: its member \(name.debugDescription) cannot be unfolded"
    case .checksum(let name, let expected, let found):
      "is damaged: its member \(name.debugDescription) should have the CRC-32 \(Self.digits(expected))"
        + " but has \(Self.digits(found))"
    case .noInflation(let name):
      "has compressed the member \(name.debugDescription), which cannot be unfolded here"
    case .missing(let name): "lacks the member \(name.debugDescription)"
    }
  }

  /// A checksum as its eight hexadecimal digits.
  static func digits(_ checksum: UInt32) -> String {
    let digits = String(checksum, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}
