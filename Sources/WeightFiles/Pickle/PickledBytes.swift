/// Bytes as a pickle holds them.
struct PickledBytes: Equatable {
  /// Bytes, or a text of one, which Python 2 wrote for them; if `isText`, the text that stands for them.
  private let value: PickleValue
  /// Whether they are a text of characters up to U+00FF, a byte each: protocol 2 has no bytes.
  private let isText: Bool

  /// The bytes of a pickle's value; nil for a value that is none.
  init?(_ value: PickleValue, in pickle: Pickle) {
    if let arguments = pickle.elements(of: value, .call(.encode)) {
      guard arguments.count == 2, arguments[1] == .text("latin1") else { return nil }
      (self.value, isText) = (arguments[0], true)
    } else if let arguments = pickle.elements(of: value, .made(by: "__builtin__.bytes")) {
      // No bytes: protocol 2 has no text for them either.
      guard arguments.count == 1, pickle.elements(of: arguments[0], .tuple)?.isEmpty ?? false else {
        return nil
      }
      (self.value, isText) = (.text(""), false)
    } else {
      (self.value, isText) = (value, false)
    }
    switch self.value {
    case .text, .bytes: break
    default: return nil
    }
  }

  /// How many they can be: a character of the text takes one or two bytes.
  var counts: ClosedRange<Int> {
    let stored =
      switch value {
      case .text(let text): text.utf8.count
      case .bytes(let range): range.count
      default: 0
      }
    return (isText ? (stored + 1) / 2 : stored)...stored
  }

  /// Where they are in the pickle's source; nil if they are not there as they are.
  var range: Range<Int>? {
    guard case .bytes(let range) = value, !isText else { return nil }
    return range
  }

  /// Reads them from the pickle's source; nil if the text has a character that is no byte.
  func load(from source: CheckedBytes) throws(CheckpointError) -> [UInt8]? {
    let stored: [UInt8]
    switch value {
    case .text(let text): stored = Array(text.utf8)
    case .bytes(let range): stored = try source.load(range)
    default: return nil
    }
    return isText ? Self.latin1(stored) : stored
  }

  /// The characters of a text in UTF-8, if all are up to U+00FF.
  private static func latin1(_ utf8: [UInt8]) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(utf8.count)
    var index = 0
    while index < utf8.count {
      let byte = utf8[index]
      index += 1
      if byte < 0x80 {
        bytes.append(byte)
      } else {
        guard byte == 0xC2 || byte == 0xC3, index < utf8.count, utf8[index] & 0xC0 == 0x80 else {
          return nil
        }
        bytes.append((byte & 3) << 6 | utf8[index] & 0x3F)
        index += 1
      }
    }
    return bytes
  }
}
