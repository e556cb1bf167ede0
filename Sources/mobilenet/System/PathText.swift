#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Paths of files as texts, though a file's name may be any bytes.
///
/// What is not UTF-8 stands in the text as private scalars, U+10FF80 to U+10FFFF, one a byte, and
/// becomes those bytes again before the system sees it.
enum PathText {
  private static let bytes: ClosedRange<UInt32> = 0x10FF80...0x10FFFF

  /// The text of a path's bytes.
  static func text(_ path: some Sequence<UInt8>) -> String {
    let path = Array(path)
    var text = ""
    var place = 0
    while place < path.count {
      let length = path[place] < 0x80 ? 1 : path[place] < 0xE0 ? 2 : path[place] < 0xF0 ? 3 : 4
      let end = min(place + length, path.count)
      if let character = String(validating: path[place..<end], as: UTF8.self),
        !character.unicodeScalars.contains(where: { bytes.contains($0.value) })
      {
        text += character
        place = end
      } else {
        Unicode.Scalar(0x10FF00 + UInt32(path[place])).map { text.unicodeScalars.append($0) }
        place += 1
      }
    }
    return text
  }

  /// The bytes of a path.
  static func bytes(_ text: String) -> [UInt8] {
    text.unicodeScalars.flatMap { scalar in
      bytes.contains(scalar.value)
        ? [UInt8(truncatingIfNeeded: scalar.value)] : Array(String(scalar).utf8)
    }
  }

  /// The program's arguments without its own name.
  static var arguments: [String] {
    (1..<max(Int(CommandLine.argc), 1)).compactMap { index in
      CommandLine.unsafeArgv[index].map { argument in
        text(UnsafeRawBufferPointer(start: argument, count: strlen(argument)))
      }
    }
  }
}

extension String {
  /// Calls the system with the path that the text stands for.
  func withSystemPath<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    let path = PathText.bytes(self).map { CChar(bitPattern: $0) } + [0]
    return body(path)
  }
}

extension String {
  /// A path as a shell takes it: in quotes if it has characters that a shell would read.
  var shellQuoted: String {
    let isPlain = allSatisfy { $0.isLetter || $0.isNumber || "/._-+=:@%,".contains($0) }
    guard !isPlain || isEmpty else { return self }
    return "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }
}
