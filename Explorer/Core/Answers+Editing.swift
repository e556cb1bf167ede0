import Architecture
import NetworkGraph
import Reporting
import TableReading

extension Answers {
  static func source(_ request: Request, _ session: inout Session) throws(CoreError) -> String {
    let spec = try session.spec(session.request(request.network).name)
    let file = try file(of: spec, session)
    let editing = TableEditing(file.text)
    return JSONValue.object([
      "file": .text(file.name), "text": .text(file.text),
      "rows": .array(
        spec.rows.map { row in
          let isOwn = row.location.file == file.name && editing.isRow(line: row.location.line)
          return .object([
            "number": .integer(row.number), "name": .text(row.name),
            "part": .text(row.part.rawValue), "isOwn": .flag(isOwn),
            "group": row.group.map { .text($0.count.description) } ?? .null,
            "cells": .array(
              row.cells.map { .object(["column": .text($0.column), "text": .text($0.text)]) }),
          ])
        }),
    ]).line
  }

  /// The file in which a table is typed.
  private static func file(
    of spec: ArchitectureSpec, _ session: Session
  ) throws(CoreError) -> TableFile {
    guard let file = session.file(spec.location.file) else {
      throw .message("'\(spec.name)' has no text of its own")
    }
    return file
  }

  static func edit(_ request: Request, _ session: inout Session) throws(CoreError) -> String {
    let spec = try session.spec(session.request(request.network).name)
    let file = try file(of: spec, session)
    var editing = TableEditing(file.text)
    func own(_ row: Int) throws(CoreError) -> Row {
      guard spec.rows.indices.contains(row), spec.rows[row].location.file == file.name,
        editing.isRow(line: spec.rows[row].location.line)
      else { throw .message("this row stands in another table, or not in one line") }
      return spec.rows[row]
    }
    // From the last cell of a line to its first, so that places before a change still hold.
    var changes: [(location: SourceLocation, value: String)] = []
    for set in request.sets {
      let row = try own(set.row)
      guard row.cells.indices.contains(set.cell) else { throw .message("there is no such cell") }
      changes.append((row.cells[set.cell].location, set.value))
    }
    for row in spec.rows where row.location.file == file.name {
      for cell in row.cells where ["input", "input size"].contains(cell.column.lowercased()) {
        let isSet = changes.contains { $0.location == cell.location }
        if !isSet, cell.text != "~" { changes.append((cell.location, "~")) }
      }
    }
    changes.sort { ($0.location.line, $0.location.column) > ($1.location.line, $1.location.column) }
    for (location, value) in changes {
      guard editing.set(line: location.line, column: location.column, to: value) else {
        throw .message("the cell is not where its table says")
      }
    }
    if let operation = request["operation"] {
      let row = try own(try request.integer("row", in: 0...1_000_000) ?? -1)
      switch operation {
      case "remove": editing.remove(line: row.location.line)
      case "duplicate": editing.duplicate(line: row.location.line)
      default: throw .message("'\(operation)' is nothing that can be done to a row")
      }
    }
    var members: [String: JSONValue] = [
      "file": .text(file.name), "text": .text(editing.text),
    ]
    if let error = session.error(
      of: TableFile(name: file.name, text: editing.text), named: spec.name)
    {
      members["fault"] = json(error, editing, spec)
    }
    return JSONValue.object(members).line
  }

  /// The error with the row and cell of each problem, where it stands in one.
  private static func json(
    _ error: CoreError, _ editing: TableEditing, _ spec: ArchitectureSpec
  ) -> JSONValue {
    guard case .table(let table) = error else {
      guard case .message(let message) = error else { return .null }
      return .object(["message": .text(message), "problems": .array([])])
    }
    return .object([
      "message": .text(table.description),
      "problems": .array(
        table.problems.prefix(100).map { problem in
          let row = spec.rows.firstIndex {
            $0.location.line == problem.location.line && $0.location.file == problem.location.file
          }
          let cell = editing.cell(line: problem.location.line, column: problem.location.column)
          return .object([
            "message": .text(problem.message.shortened(to: 500).escapedForDisplay),
            "row": row.map { .integer($0) } ?? .null,
            "cell": row == nil ? .null : cell.map { .integer($0) } ?? .null,
          ])
        }),
    ])
  }
}
