import Architecture
import NetworkGraph
import Reporting
import TableReading

extension Answers {
  static func source(_ request: Request, _ session: inout Session) throws(CoreError) -> String {
    guard try session.model(Request.Network(name: request.network.name)) == nil else {
      throw .message("'\(request.network.name)' is a model's file, whose rows cannot be edited")
    }
    let spec = try session.spec(session.request(request.network).name)
    let file = try file(of: spec, session)
    return JSONValue.object([
      "file": .text(file.name), "text": .text(file.text),
      "base": file.variantBase.map { .text($0) } ?? .null,
      "rows": .array(
        spec.rows.map { row in
          .object([
            "number": .integer(row.number), "name": .text(row.name),
            "part": .text(row.part.rawValue),
            "isOwn": .flag(row.location.file == file.name),
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
    var operation: (kind: TableEdit.Operation, row: Int)?
    if let name = request["operation"] {
      guard let kind = TableEdit.Operation(rawValue: name) else {
        throw .message("'\(name)' is nothing that can be done to a row")
      }
      operation = (kind, try request.integer("row", in: 0...1_000_000) ?? -1)
    }
    let taken = session.tables.architectureNames
    let edit: TableEdit
    do {
      edit = try TableEdit(
        of: spec, in: file, setting: request.sets, then: operation,
        isTaken: { taken.contains($0) })
    } catch { throw .message(error.description) }
    var members: [String: JSONValue] = [
      "file": .text(edit.file.name), "text": .text(edit.file.text), "name": .text(edit.name),
    ]
    do throws(CoreError) {
      let changed = try session.spec(of: edit.name, with: edit.file)
      guard edit.isAlone(in: changed) else { throw .message(TableEdit.isShared) }
    } catch { members["fault"] = json(error, edit) }
    return JSONValue.object(members).line
  }

  /// The error with the row and cell of each problem, where it stands in one.
  private static func json(_ error: CoreError, _ edit: TableEdit) -> JSONValue {
    guard case .table(let table) = error else {
      guard case .message(let message) = error else { return .null }
      return .object(["message": .text(message), "problems": .array([])])
    }
    return .object([
      "message": .text(table.description),
      "problems": .array(
        table.problems.prefix(100).map { problem in
          let place = edit.place(of: problem.location)
          return .object([
            "message": .text(problem.message.shortened(to: 500).escapedForDisplay),
            "row": (place?.row).map { .integer($0) } ?? .null,
            "cell": (place?.cell).map { .integer($0) } ?? .null,
          ])
        }),
    ])
  }
}
