import Architecture

/// Why there is no graph of a table under multipliers.
public enum GraphError: Error, Sendable, CustomStringConvertible {
  /// The table is wrong.
  case table(TableError)
  /// The table is right, the multipliers do not fit it.
  case scaling(ScalingError)

  /// The text of the error within.
  public var description: String {
    switch self {
    case .table(let error): "\(error)"
    case .scaling(let error): "\(error)"
    }
  }
}
