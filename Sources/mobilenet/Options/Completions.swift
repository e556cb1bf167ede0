import ArgumentParser
import Models
import TableReading

extension CompletionKind {
  /// The networks of the built-in tables.
  static let networks = names(\.architectureNames)

  /// Names of the built-in tables, asked for when a shell wants them.
  static func names(_ names: @escaping @Sendable (TableLibrary) -> [String]) -> Self {
    .custom { _, _, _ in names(.builtIn) }
  }
}
