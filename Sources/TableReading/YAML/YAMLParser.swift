import Architecture
import CLibYAML

/// The events of libyaml, one after the other.
struct YAMLParser: ~Copyable {
  /// What libyaml has come to, and where it stands.
  struct Event {
    enum Kind {
      case streamStart, streamEnd
      case documentStart, documentEnd
      case scalar(String, isPlain: Bool, anchor: String?)
      case sequenceStart(anchor: String?), sequenceEnd
      case mappingStart(anchor: String?), mappingEnd
      case alias(String)
    }

    var kind: Kind
    var location: SourceLocation
    /// Where it stands in the text, in Unicode scalars.
    var range: Range<Int>
  }

  private let source: SourceText
  private let text: UnsafeBufferPointer<UInt8>
  private let parser: UnsafeMutablePointer<yaml_parser_t>

  /// Parses bytes of UTF-8, which must stay where they are.
  init(_ text: UnsafeBufferPointer<UInt8>, source: SourceText) {
    self.text = text
    self.source = source
    parser = .allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    // Where there is no memory, the first event says so.
    _ = yaml_parser_initialize(parser)
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, text.baseAddress, text.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  /// The next event; throws where the text is no YAML.
  func next() throws(TableError) -> Event {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw error() }
    defer { yaml_event_delete(&event) }
    let (start, end) = (Int(event.start_mark.index), Int(event.end_mark.index))
    return Event(
      kind: Self.kind(of: event), location: location(event.start_mark),
      range: start..<max(start, end))
  }

  private static func kind(of event: yaml_event_t) -> Event.Kind {
    switch event.type {
    case YAML_DOCUMENT_START_EVENT: return .documentStart
    case YAML_DOCUMENT_END_EVENT: return .documentEnd
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      return .scalar(
        text(UnsafeBufferPointer(start: scalar.value, count: scalar.length)),
        isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE,
        anchor: string(scalar.anchor))
    case YAML_SEQUENCE_START_EVENT:
      return .sequenceStart(anchor: string(event.data.sequence_start.anchor))
    case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
    case YAML_MAPPING_START_EVENT:
      return .mappingStart(anchor: string(event.data.mapping_start.anchor))
    case YAML_MAPPING_END_EVENT: return .mappingEnd
    case YAML_ALIAS_EVENT: return .alias(string(event.data.alias.anchor) ?? "")
    case YAML_STREAM_START_EVENT: return .streamStart
    // After the end of the stream libyaml has no events.
    default: return .streamEnd
    }
  }

  /// A byte order mark before a text is no part of it: it stands there where files were joined.
  private static func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    return String(decoding: bytes.dropFirst(bytes.starts(with: mark) ? 3 : 0), as: UTF8.self)
  }

  private static func string(_ bytes: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    bytes.map { String(cString: $0) }
  }

  private func location(_ mark: yaml_mark_t) -> SourceLocation {
    source.location(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
  }

  private func error() -> TableError {
    let message = parser.pointee.problem.map { String(cString: $0) } ?? "out of memory"
    guard parser.pointee.error == YAML_READER_ERROR else {
      let place = location(parser.pointee.problem_mark)
      // Releases after 0.2.5 have a bound of their own, and name their function for setting it.
      let isTooDeep = message.hasPrefix("Maximum nesting level reached")
      return isTooDeep ? YAMLComposer.tooDeep(at: place) : TableError(message, at: place)
    }
    // What is no text has no mark yet, only an offset.
    let before = text.prefix(Int(parser.pointee.problem_offset))
    let lines = before.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let column = lines.last.map { String(decoding: $0, as: UTF8.self).count + 1 } ?? 1
    return TableError(message, at: source.location(line: lines.count, column: column))
  }
}
