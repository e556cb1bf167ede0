import Architecture
import CostAnalysis
import NetworkGraph
import TableReading
import WeightFiles

/// What the page asks for: the members of its JSON object. Each call says in Exports.swift which it reads;
/// others are passed over.
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
  /// Texts by the name of their member.
  private var texts: [String: String] = [:]
  /// Numbers by the name of their member.
  private var numbers: [String: Double] = [:]
  /// A cell that becomes another.
  struct Setting {
    var row = -1
    var cell = -1
    var value = ""
  }

  var sets: [Setting] = []
  /// Tables that the page brings: name and text of each.
  var files: [TableFile] = []

  /// Reads a request. Throws if it is no JSON object, or a member is of the wrong kind.
  init(_ bytes: [UInt8]) throws(CoreError) {
    var reader = JSONReader(bytes)
    do {
      try reader.object { reader, key throws(CheckpointError) in
        switch key {
        case "against":
          var other = Network()
          try reader.object { reader, key throws(CheckpointError) in
            if try !other.read(key, &reader) { try reader.skipValue() }
          }
          against = other
        case "sets":
          try reader.array { reader throws(CheckpointError) in
            sets.append(try Self.setting(&reader))
          }
        case "files":
          try reader.array { reader throws(CheckpointError) in
            files.append(try Self.file(&reader))
          }
        default:
          if try network.read(key, &reader) { return }
          if let text = Self.text(&reader) {
            texts[key] = text
          } else if let number = Self.number(&reader) {
            numbers[key] = number
          } else {
            try reader.skipValue()
          }
        }
      }
      try reader.end()
    } catch { throw .message("the request is not JSON: \(error.description)") }
  }

  /// A text; nothing if it is absent.
  subscript(_ key: String) -> String? { texts[key] }

  /// A number; nothing if it is absent.
  func number(_ key: String) -> Double? { numbers[key] }

  /// A whole number in a range; nothing if it is absent.
  func integer(_ key: String, in range: ClosedRange<Int>) throws(CoreError) -> Int? {
    guard let number = numbers[key] else { return nil }
    guard let integer = Int(exactly: number), range.contains(integer) else {
      throw .message("\(key) must be from \(range.lowerBound) to \(range.upperBound)")
    }
    return integer
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

  private static func setting(_ reader: inout JSONReader) throws(CheckpointError) -> Setting {
    var setting = Setting()
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

  /// A text, if one stands here.
  fileprivate static func text(_ reader: inout JSONReader) -> String? {
    var ahead = reader
    guard let text = try? ahead.string() else { return nil }
    reader = ahead
    return text
  }

  /// A number, if one stands here.
  fileprivate static func number(_ reader: inout JSONReader) -> Double? {
    var ahead = reader
    guard let number = try? ahead.number() else { return nil }
    reader = ahead
    return number
  }
}

extension Request.Network {
  /// Reads a member that names the network; false if it is another.
  fileprivate mutating func read(
    _ key: String, _ reader: inout JSONReader
  ) throws(CheckpointError) -> Bool {
    switch key {
    case "name": name = try reader.string()
    case "width": width = Request.number(&reader)
    case "classes": classes = Request.number(&reader).flatMap { Int(exactly: $0) }
    case "resolution":
      resolution =
        Request.text(&reader)
        ?? Request.number(&reader).flatMap { Int(exactly: $0) }.map { "\($0)" }
    default: return false
    }
    // What is null is absent.
    if ["width", "classes", "resolution"].contains(key) {
      var ahead = reader
      if (try? ahead.skipValue()) != nil { reader = ahead }
    }
    return true
  }
}
