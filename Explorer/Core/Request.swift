import Architecture
import CostAnalysis
import NetworkGraph
import TableReading
import WeightFiles

/// What the page asks for: the members of its JSON object. Each call says in Exports.swift which it reads; others
/// are passed over, and null is as good as absent.
struct Request {
  /// A network as the page names it.
  struct Network {
    var name = ""
    /// The width multiplier alpha; the table's own if absent.
    var width: Double?
    /// `224` or `192x640`, height first; the table's own if absent.
    var resolution: String?
    var classes: Int?
  }

  var network = Network()
  /// The network that another is compared with.
  var against: Network?
  /// Cells that become others.
  var sets: [TableEdit.Setting] = []
  /// Tables that the page brings: name and text of each.
  var files: [TableFile] = []
  /// Texts by the name of their member.
  private var texts: [String: String] = [:]
  /// Numbers by the name of their member.
  private var numbers: [String: Double] = [:]

  /// Members that are texts, and those that are numbers; `row` and `padding` may be either.
  private static let textMembers = [
    "activation", "by", "canvas", "convention", "device", "figure", "format", "ground", "operation",
    "theme",
  ]
  private static let numberMembers = [
    "block", "columns", "count", "from", "height", "in", "kernel", "lines", "most", "n", "out",
    "room", "seed", "side", "stride", "x",
  ]

  /// Reads a request. Throws if it is no JSON object, and which member is of the wrong kind.
  init(_ bytes: [UInt8]) throws(CoreError) {
    var reader = JSONReader(bytes)
    // What is wrong with a member, which JSON's own errors cannot say.
    var wrong: String?
    do {
      try reader.object { reader, key throws(CheckpointError) in
        try read(key, &reader, &wrong)
      }
      try reader.end()
    } catch { throw .message("the request must be a JSON object: \(error.description)") }
    if let wrong { throw .message(wrong) }
  }

  private mutating func read(
    _ key: String, _ reader: inout JSONReader, _ wrong: inout String?
  ) throws(CheckpointError) {
    switch key {
    case "against":
      var inner: String?
      against = try Self.value(key, "an object that names a network", &reader, &wrong) {
        reader throws(CheckpointError) in
        var other = Network()
        try reader.object { reader, key throws(CheckpointError) in
          if try !other.read(key, &reader, &inner) { try reader.skipValue() }
        }
        return other
      }
      wrong = wrong ?? inner
    case "sets":
      sets =
        try Self.value(key, "a list of row, cell and value", &reader, &wrong) {
          reader throws(CheckpointError) in try Self.list(&reader, Self.setting)
        } ?? []
    case "files":
      files =
        try Self.value(key, "a list of name and text", &reader, &wrong) {
          reader throws(CheckpointError) in try Self.list(&reader, Self.file)
        } ?? []
    case _ where Self.textMembers.contains(key):
      texts[key] = try Self.text(key, &reader, &wrong)
    case _ where Self.numberMembers.contains(key):
      numbers[key] = try Self.number(key, &reader, &wrong)
    default:
      if try network.read(key, &reader, &wrong) { return }
      if let text = Self.attempt(&reader, { r throws(CheckpointError) in try r.string() }) {
        texts[key] = text
      } else if let number = Self.attempt(&reader, { r throws(CheckpointError) in try r.number() })
      {
        numbers[key] = number
      } else {
        try reader.skipValue()
      }
    }
  }

  /// A text; nothing if it is absent.
  subscript(_ key: String) -> String? { texts[key] }

  /// A number; nothing if it is absent.
  func number(_ key: String) -> Double? { numbers[key] }

  /// A whole number in a range; nothing if it is absent.
  func integer(_ key: String, in range: ClosedRange<Int>) throws(CoreError) -> Int? {
    guard let number = numbers[key] else { return nil }
    guard let integer = Int(exactly: number), range.contains(integer) else {
      throw .message(
        "'\(key)' must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return integer
  }
}

// MARK: Values

extension Request {
  /// What `read` reads; nothing for null, nor for a value of another kind, which is said.
  fileprivate static func value<Value>(
    _ key: String, _ kind: String, _ reader: inout JSONReader, _ wrong: inout String?,
    _ read: (inout JSONReader) throws(CheckpointError) -> Value
  ) throws(CheckpointError) -> Value? {
    if let value = attempt(&reader, read) { return value }
    if !reader.null() {
      wrong = wrong ?? "'\(key)' must be \(kind)"
      try reader.skipValue()
    }
    return nil
  }

  /// What `read` reads, or nothing read at all.
  fileprivate static func attempt<Value>(
    _ reader: inout JSONReader, _ read: (inout JSONReader) throws(CheckpointError) -> Value
  ) -> Value? {
    var ahead = reader
    guard let value = try? read(&ahead) else { return nil }
    reader = ahead
    return value
  }

  fileprivate static func text(
    _ key: String, _ reader: inout JSONReader, _ wrong: inout String?
  ) throws(CheckpointError) -> String? {
    try value(key, "a text", &reader, &wrong) { r throws(CheckpointError) in try r.string() }
  }

  fileprivate static func number(
    _ key: String, _ reader: inout JSONReader, _ wrong: inout String?
  ) throws(CheckpointError) -> Double? {
    try value(key, "a number", &reader, &wrong) { r throws(CheckpointError) in try r.number() }
  }

  private static func list<Value>(
    _ reader: inout JSONReader, _ element: (inout JSONReader) throws(CheckpointError) -> Value
  ) throws(CheckpointError) -> [Value] {
    var values: [Value] = []
    try reader.array { reader throws(CheckpointError) in values.append(try element(&reader)) }
    return values
  }

  private static func file(_ reader: inout JSONReader) throws(CheckpointError) -> TableFile {
    var (name, text) = ("", "")
    try reader.object { reader, key throws(CheckpointError) in
      switch key {
      case "name": name = try reader.string()
      case "text": text = try reader.string()
      default: try reader.skipValue()
      }
    }
    return TableFile(name: name, text: text)
  }

  private static func setting(
    _ reader: inout JSONReader
  ) throws(CheckpointError) -> TableEdit.Setting {
    var setting = TableEdit.Setting(row: -1, cell: -1, value: "")
    try reader.object { reader, key throws(CheckpointError) in
      switch key {
      case "row": setting.row = try reader.integer()
      case "cell": setting.cell = try reader.integer()
      case "value": setting.value = try reader.string()
      default: try reader.skipValue()
      }
    }
    return setting
  }
}

extension Request.Network {
  /// Reads a member that names the network; false if it is another.
  fileprivate mutating func read(
    _ key: String, _ reader: inout JSONReader, _ wrong: inout String?
  ) throws(CheckpointError) -> Bool {
    switch key {
    case "name": name = try Request.text(key, &reader, &wrong) ?? ""
    case "width": width = try Request.number(key, &reader, &wrong)
    case "classes":
      let number = try Request.number(key, &reader, &wrong)
      classes = number.flatMap { Int(exactly: $0) }
      if number != nil, classes == nil { wrong = wrong ?? "'classes' must be a whole number" }
    case "resolution":
      if let text = Request.attempt(&reader, { r throws(CheckpointError) in try r.string() }) {
        resolution = text
      } else {
        let number = try Request.value(key, "a number, or a text such as 192x640", &reader, &wrong)
        {
          r throws(CheckpointError) in try r.number()
        }
        resolution = number.flatMap { Int(exactly: $0) }.map { "\($0)" }
        if number != nil, resolution == nil {
          wrong = wrong ?? "'resolution' must be a whole number, or a text such as 192x640"
        }
      }
    default: return false
    }
    return true
  }
}
