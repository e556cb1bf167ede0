import Architecture

/// Makes the tree of a YAML document from its events.
struct YAMLComposer: ~Copyable {
  private let parser: YAMLParser
  private let source: SourceText
  private var anchors: [String: (value: YAMLValue, size: YAMLValue.Size)] = [:]
  private var repeated = YAMLValue.Size()

  /// Far more than any table has; so bounded, whatever walks the tree may be recursive.
  static let deepest = 100
  /// Values that all aliases together may stand for: aliases of aliases double at every level.
  static let mostRepeated = 100_000
  /// Bytes of text that all aliases together may stand for.
  static let mostRepeatedText = 1_000_000

  /// The error of a file whose lists and mappings are nested beyond measure.
  static func tooDeep(at location: SourceLocation) -> TableError {
    TableError("lists and mappings are nested more than \(deepest) levels deep", at: location)
  }

  private init(_ text: UnsafeBufferPointer<UInt8>, source: SourceText) {
    parser = YAMLParser(text, source: source)
    self.source = source
  }

  /// The only document of a file; throws where the file is no YAML, empty, or of two documents.
  static func compose(_ file: TableFile) throws(TableError) -> YAMLValue {
    let source = SourceText(file)
    return try Array(file.text.utf8).withUnsafeBufferPointer { text throws(TableError) in
      var composer = YAMLComposer(text, source: source)
      return try composer.document()
    }
  }

  private mutating func document() throws(TableError) -> YAMLValue {
    _ = try parser.next()
    if case .streamEnd = try parser.next().kind {
      throw TableError("the file is empty", at: source.location(line: 1, column: 1))
    }
    let root = try value(parser.next(), depth: 0)
    _ = try parser.next()
    let end = try parser.next()
    guard case .streamEnd = end.kind else {
      throw TableError("but found another document", at: end.location)
    }
    return root
  }

  /// The value that begins with an event.
  private mutating func value(
    _ event: YAMLParser.Event, depth: Int
  ) throws(TableError) -> YAMLValue {
    switch event.kind {
    case .alias(let name): return try aliased(name, at: event.location)
    case .scalar(let text, let isPlain, let anchor):
      return register(.scalar(text, isPlain: isPlain), anchor, event, end: event.range.upperBound)
    case .sequenceStart(let anchor):
      let (values, end) = try sequence(event, depth: depth)
      return register(.sequence(values), anchor, event, end: end)
    case .mappingStart(let anchor):
      let (entries, end) = try mapping(event, depth: depth)
      return register(.mapping(entries), anchor, event, end: end)
    case .streamStart, .streamEnd, .documentStart, .documentEnd, .sequenceEnd, .mappingEnd:
      // libyaml closes only what it has opened, and gives every key a value.
      throw TableError("did not find expected node content", at: event.location)
    }
  }

  private mutating func register(
    _ content: YAMLValue.Content, _ anchor: String?, _ event: YAMLParser.Event, end: Int
  ) -> YAMLValue {
    let start = event.range.lowerBound
    let value = YAMLValue(
      content: content, location: event.location, range: start..<max(start, end))
    if let anchor { anchors[anchor] = (value, value.size) }
    return value
  }

  private mutating func aliased(
    _ name: String, at location: SourceLocation
  ) throws(TableError) -> YAMLValue {
    guard let (value, size) = anchors[name] else {
      throw TableError("found undefined alias", at: location)
    }
    repeated += size
    guard repeated.values <= Self.mostRepeated else {
      throw TableError("aliases repeat more than \(Self.mostRepeated) values", at: location)
    }
    guard repeated.bytes <= Self.mostRepeatedText else {
      throw TableError(
        "aliases repeat more than \(Self.mostRepeatedText) bytes of text", at: location)
    }
    return value
  }

  /// The depth inside a list or mapping that begins with an event.
  private func inner(_ start: YAMLParser.Event, _ depth: Int) throws(TableError) -> Int {
    if depth < Self.deepest { return depth + 1 }
    throw Self.tooDeep(at: start.location)
  }

  private mutating func sequence(
    _ start: YAMLParser.Event, depth: Int
  ) throws(TableError) -> (values: [YAMLValue], end: Int) {
    let depth = try inner(start, depth)
    var values: [YAMLValue] = []
    while true {
      let event = try parser.next()
      if case .sequenceEnd = event.kind { return (values, event.range.upperBound) }
      values.append(try value(event, depth: depth))
    }
  }

  private mutating func mapping(
    _ start: YAMLParser.Event, depth: Int
  ) throws(TableError) -> (entries: [(key: YAMLValue, value: YAMLValue)], end: Int) {
    let depth = try inner(start, depth)
    var entries: [(key: YAMLValue, value: YAMLValue)] = []
    var end = start.range.upperBound
    while true {
      let event = try parser.next()
      if case .mappingEnd = event.kind {
        end = event.range.upperBound
        break
      }
      let key = try value(event, depth: depth)
      entries.append((key, try value(parser.next(), depth: depth)))
    }
    try requireUnique(entries)
    return (entries, end)
  }

  private func requireUnique(
    _ entries: [(key: YAMLValue, value: YAMLValue)]
  ) throws(TableError) {
    var first: [String: SourceLocation] = [:]
    var duplicates: Set<String> = []
    for (key, _) in entries {
      let name = key.keyText
      if first[name] == nil { first[name] = key.location } else { duplicates.insert(name) }
    }
    let names = duplicates.sorted()
    guard let name = names.first, let location = first[name] else { return }
    throw TableError("duplicate key '\(names.joined(separator: "', '"))'", at: location)
  }
}

extension YAMLValue {
  /// How many values something is, those inside included, and their text.
  fileprivate struct Size {
    var values = 0
    var bytes = 0

    static func += (sum: inout Size, size: Size) {
      sum.values += size.values
      sum.bytes += size.bytes
    }
  }

  fileprivate var size: Size {
    var size = Size(values: 1)
    switch content {
    case .scalar(let text, _): size.bytes = text.utf8.count
    case .sequence(let values): for value in values { size += value.size }
    case .mapping(let entries):
      for (key, value) in entries {
        size += key.size
        size += value.size
      }
    }
    return size
  }

  /// What a key is known by.
  fileprivate var keyText: String {
    switch content {
    case .scalar(let text, _): text
    case .sequence(let values): "[" + values.map { $0.keyText }.joined(separator: ", ") + "]"
    case .mapping(let entries):
      "{" + entries.map { "\($0.key.keyText): \($0.value.keyText)" }.joined(separator: ", ") + "}"
    }
  }
}
