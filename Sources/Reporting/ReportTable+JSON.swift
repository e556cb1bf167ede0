import Architecture

extension ReportTable {
  /// Several tables as one JSON object: the facts of all of them, and the lines of each under its
  /// key. A line is an object with the keys of the columns; columns without a key are left out.
  public static func json(_ tables: [ReportTable]) throws -> String {
    var members: [String: JSONValue] = [:]
    for table in tables {
      for (key, cell) in table.facts { members[key] = cell.json }
      members[table.key] = .array(table.lines.map { table.object($0) })
      if let total = table.totals.first {
        members[table.key == "rows" ? "totals" : table.key + "Totals"] = table.object(total)
      }
    }
    return try JSONText.encode(JSONValue.object(members))
  }

  private func object(_ line: Line) -> JSONValue {
    var members: [String: JSONValue] = [:]
    for (column, cell) in zip(columns, line.cells) {
      if let key = column.key { members[key] = cell.json }
    }
    if let group = line.group, let title = groupTitle { members[title] = .text(group) }
    return .object(members)
  }
}

extension ReportTable.Cell {
  /// The exact value.
  var json: JSONValue {
    switch self {
    case .text(let text), .ditto(let text): .text(text)
    case .printed("-"): .null
    case .printed(let text):
      Int(text).map { .integer($0) } ?? Double(text).map { .number($0) } ?? .text(text)
    case .count(let value), .change(let value), .kibibytes(let value), .mebibytes(let value):
      .integer(value)
    case .number(let value, _), .bar(let value, _): .number(value)
    case .percent(let part, let whole):
      whole == 0 ? .null : .number(Double(part) / Double(whole))
    case .shape(let shape):
      .object([
        "height": .integer(shape.height), "width": .integer(shape.width),
        "channels": .integer(shape.channels),
      ])
    case .flag(let flag): .flag(flag)
    case .none: .null
    }
  }
}

/// A JSON value that is built while it is written.
enum JSONValue: Encodable {
  case null
  case flag(Bool)
  case integer(Int)
  case number(Double)
  case text(String)
  case array([JSONValue])
  case object([String: JSONValue])

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .flag(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    case .array(let values): try container.encode(values)
    case .object(let members): try container.encode(members)
    }
  }
}
