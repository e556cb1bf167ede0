import Architecture
import Reporting

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Standard output and standard error.
enum Console {
  /// Ends the program if nothing takes its output, as on a full disk.
  static func say(_ text: String) {
    say(Array((text.hasSuffix("\n") ? text : text + "\n").utf8))
  }

  /// Says the path of a file that was written, as it was given; on a terminal as it can be seen.
  static func say(path: String) {
    if isatty(STDOUT_FILENO) == 1 { return say(path.escapedForDisplay) }
    say(PathText.bytes(path) + [UInt8(ascii: "\n")])
  }

  private static func say(_ bytes: [UInt8]) {
    do {
      try Descriptor.append(bytes, to: STDOUT_FILENO)
    } catch {
      complain("cannot write to standard output")
      exit(1)
    }
  }

  /// What cannot be said on standard error is not said; what cannot be seen there is escaped.
  static func complain(_ text: String) { complain(lines: "mobilenet: \(text)\n") }

  /// The same for lines that begin as they are.
  static func complain(lines text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { String($0).escapedForDisplay }
    try? Descriptor.append(Array(lines.joined(separator: "\n").utf8), to: STDERR_FILENO)
  }

  /// The width of the terminal, or of COLUMNS, or 120; color only on a terminal that wants it.
  static var style: TerminalStyle {
    let isTerminal = isatty(STDOUT_FILENO) == 1
    var width = Machine.variable("COLUMNS").flatMap(Int.init).flatMap { $0 > 0 ? $0 : nil } ?? 120
    var size = winsize()
    if isTerminal, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
      width = Int(size.ws_col)
    }
    let isPlain = Machine.variable("NO_COLOR") != nil || Machine.variable("TERM") == "dumb"
    return TerminalStyle(width: max(width, 40), usesColor: isTerminal && !isPlain)
  }
}
