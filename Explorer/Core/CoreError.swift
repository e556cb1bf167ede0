import Architecture
import NetworkGraph
import Reporting
import TableReading

/// Why a call has no answer; the page shows the message where it was asked.
enum CoreError: Error {
  /// A table is wrong, at places that the page marks.
  case table(TableError)
  /// Something impossible was asked for.
  case message(String)
  /// What was given is another network's, which the page can show instead.
  case otherNetwork(String, Request.Network)

  init(_ error: LibraryError) {
    switch error {
    case .lookup(let error): self = .message(error.description)
    case .table(let error): self = .table(error)
    }
  }

  init(_ error: GraphError) {
    switch error {
    case .table(let error): self = .table(error)
    case .scaling(let error): self = .message(error.description)
    }
  }

  /// `{"error": {"message": ..., "problems": [{"file", "line", "column", "message", "text"}]}}`, with `network`
  /// (name, width, classes) where another one is meant.
  var json: String {
    var error: [String: JSONValue] = [:]
    switch self {
    case .message(let message): error["message"] = .text(message.escapedForDisplay)
    case .otherNetwork(let message, let network):
      error["message"] = .text(message.escapedForDisplay)
      error["network"] = .object([
        "name": .text(network.name), "width": network.width.map { .number($0) } ?? .null,
        "classes": network.classes.map { .integer($0) } ?? .null,
      ])
    case .table(let table):
      error["message"] = .text(table.description)
      error["problems"] = .array(
        table.problems.prefix(100).map { problem in
          .object([
            "file": .text(problem.location.file), "line": .integer(problem.location.line),
            "column": .integer(problem.location.column),
            "message": .text(problem.message.shortened(to: 500).escapedForDisplay),
          ])
        })
    }
    return JSONValue.object(["error": .object(error)]).line
  }
}

/// What reads a table, with its error as the core's.
func reading<Value>(_ read: () throws(LibraryError) -> Value) throws(CoreError) -> Value {
  do { return try read() } catch { throw CoreError(error) }
}
