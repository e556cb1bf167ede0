import Architecture

/// Why a library does not give what it is asked for.
public enum LibraryError: Error, Sendable, CustomStringConvertible {
  /// The name leads to no table.
  case lookup(LookupError)
  /// The table is wrong.
  case table(TableError)

  /// One sentence, or one problem of the table after the other.
  public var description: String {
    switch self {
    case .lookup(let error): error.description
    case .table(let error): error.description
    }
  }

  /// What reads a table, with its error as the library's.
  static func reading<Value>(
    _ read: () throws(TableError) -> Value
  ) throws(LibraryError) -> Value {
    do { return try read() } catch { throw .table(error) }
  }
}
