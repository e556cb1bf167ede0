/// Searching in text by the bytes of its UTF-8. The standard library's own functions for this need its
/// Unicode string processing, which Embedded Swift lacks.
extension StringProtocol {
  /// Where a text first stands; nothing if it stands nowhere, or has no bytes.
  package func firstRange(ofText text: String) -> Range<Index>? {
    let wanted = text.utf8
    guard let first = wanted.first else { return nil }
    var start = utf8.startIndex
    while let found = utf8[start...].firstIndex(of: first) {
      let rest = utf8[found...]
      if rest.starts(with: wanted) {
        return found..<utf8.index(found, offsetBy: wanted.count)
      }
      start = utf8.index(after: found)
    }
    return nil
  }

  /// Whether a text stands somewhere.
  package func contains(text: String) -> Bool {
    let found = utf8.withContiguousStorageIfAvailable { bytes in
      text.utf8.withContiguousStorageIfAvailable { bytes.contains($0) }
    }
    return (found ?? nil) ?? (firstRange(ofText: text) != nil)
  }

  /// With another text in every place of a text.
  package func replacing(text: String, with other: String) -> String {
    parts(separatedBy: text).joined(separator: other)
  }

  /// The parts between the places of a text, empty ones too.
  package func parts(separatedBy text: String) -> [String] {
    var parts: [String] = []
    var rest = self[...]
    while let range = rest.firstRange(ofText: text) {
      parts.append(String(rest[..<range.lowerBound]))
      rest = rest[range.upperBound...]
    }
    parts.append(String(rest))
    return parts
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether bytes stand somewhere: files are searched, so nothing but bytes is looked at.
  fileprivate func contains(_ wanted: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = wanted.first else { return false }
    var start = 0
    while start + wanted.count <= count {
      if self[start] == first {
        var length = 1
        while length < wanted.count, self[start + length] == wanted[length] { length += 1 }
        if length == wanted.count { return true }
      }
      start += 1
    }
    return false
  }
}
