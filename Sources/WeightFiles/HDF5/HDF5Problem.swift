/// What is wrong with an HDF5 file.
public enum HDF5Problem: Error, Hashable, Sendable, CustomStringConvertible {
  /// It says that it ends at another byte than it does.
  case truncated(size: Int, declared: Int)
  /// Something lies outside of the file; with where it is said to begin.
  case outside(offset: Int)
  /// A structure is not as the format has it; with what it is and where it begins.
  case malformed(String, offset: Int)
  /// A structure has the checksum `found`; it says another one.
  case checksum(String, offset: Int, expected: UInt32, found: UInt32)
  /// Structures contain each other, or lie over each other; with where one begins that was read before.
  case loop(offset: Int)
  /// Its structures together are larger than the file, or too many.
  case tooLarge
  /// It uses something that is not read here; with a noun phrase.
  case unsupported(String)
  /// Something that it refers to is missing; with its path.
  case missing(String)
  /// It is none that Keras writes.
  case notKeras

  /// The end of a sentence that begins with the file.
  public var description: String {
    switch self {
    case .truncated(let size, let declared):
      "is truncated: it should have \(declared) bytes but has \(size)"
    case .outside(let offset): "refers to byte \(offset), which is outside of it"
    case .malformed(let part, let offset): "has a malformed \(part) at byte \(offset)"
    case .checksum(let part, let offset, let expected, let found):
      "is damaged: the \(part) at byte \(offset) should have the checksum \(ZipProblem.digits(expected))"
        + " but has \(ZipProblem.digits(found))"
    case .loop(let offset): "refers to what is at byte \(offset) more than once"
    case .tooLarge: "describes more than it can hold"
    case .unsupported(let feature): "uses \(feature), which is not supported"
    case .missing(let path): "refers to \(path.debugDescription), which it lacks"
    case .notKeras: "is none of Keras: it has neither names of layers nor a group of layers"
    }
  }
}
