import TableReading

/// The grammar of tables as a JSON Schema (2020-12), by which editors complete and check them.
package enum GrammarSchema {
  /// The whole schema: a file is one of five kinds, told apart by the key that says its name.
  package static var document: JSONValue {
    var definitions: [String: JSONValue] = [:]
    for object in GrammarObject.allCases { definitions[object.rawValue] = schema(object) }
    let kinds: [(GrammarObject, key: String)] = [
      (.blocks, "blocks-for"), (.dialect, "dialect"), (.device, "device"),
      (.glossary, "glossary"),
    ]
    // What has none of these keys is an architecture.
    let body = kinds.reduce(reference(.architecture)) { otherwise, kind in
      .object([
        "if": .object(["required": .array([.text(kind.key)])]), "then": reference(kind.0),
        "else": otherwise,
      ])
    }
    return .object([
      "$schema": .text("https://json-schema.org/draft/2020-12/schema"),
      "title": .text("Tables of mobilenet-explorer"), "$defs": .object(definitions),
      "type": .text("object"), "allOf": .array([body]),
    ])
  }

  private static func schema(_ object: GrammarObject) -> JSONValue {
    var properties: [String: JSONValue] = [:]
    for key in object.keys { properties[key.name] = schema(key.value) }
    var members: [String: JSONValue] = [
      "type": .text("object"), "properties": .object(properties),
      "additionalProperties": .flag(false),
    ]
    if !object.requiredKeys.isEmpty {
      members["required"] = .array(object.requiredKeys.map { .text($0) })
    }
    return .object(members)
  }

  private static func reference(_ object: GrammarObject) -> JSONValue {
    .object(["$ref": .text("#/$defs/\(object.rawValue)")])
  }

  private static func type(_ names: String...) -> JSONValue {
    .object(["type": names.count == 1 ? .text(names[0]) : .array(names.map { .text($0) })])
  }

  private static func schema(_ value: GrammarValue) -> JSONValue {
    switch value {
    // YAML reads a bare 1704.04861 as a number and a bare ~ as nothing.
    case .text: type("string", "number", "null")
    case .integer: type("integer", "null")
    case .number: type("number", "null")
    // The grammar's own words, which YAML 1.2 takes for texts.
    case .flag:
      .object([
        "enum": .array([
          .flag(true), .flag(false), .text("yes"), .text("no"), .integer(0), .integer(1),
        ])
      ])
    case .choice(let words): .object(["enum": .array(words.map { .text($0) } + [.null])])
    case .list(let element):
      .object(["type": .text("array"), "items": schema(element)])
    case .object(let object): reference(object)
    case .mapping(let element):
      .object(["type": .text("object"), "additionalProperties": schema(element)])
    case .either(let values): .object(["anyOf": .array(values.map(schema))])
    case .cell: type("string", "number", "boolean", "null", "array")
    }
  }
}
