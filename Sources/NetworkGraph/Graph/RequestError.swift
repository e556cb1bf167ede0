import Architecture

/// Why there is no graph of a network that a table or a claim names.
package enum RequestError: Error, Sendable, CustomStringConvertible {
  /// A table is wrong.
  case table(TableError)
  /// There is no such network, or the multipliers do not fit it; the sentence says why.
  case impossible(String)

  /// The same of an error of the graph.
  package init(_ error: GraphError) {
    switch error {
    case .table(let error): self = .table(error)
    case .scaling(let error): self = .impossible(error.description)
    }
  }

  /// The text of the error within.
  package var description: String {
    switch self {
    case .table(let error): error.description
    case .impossible(let reason): reason
    }
  }

  /// What is wrong with tables, at its places; for the rest, at the place where the network is named.
  package func tableError(at location: SourceLocation) -> TableError {
    switch self {
    case .table(let error): error
    case .impossible(let reason): TableError(reason, at: location)
    }
  }
}
