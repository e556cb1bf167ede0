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
    do {
      try Descriptor.append(
        Array((text.hasSuffix("\n") ? text : text + "\n").utf8), to: STDOUT_FILENO)
    } catch {
      complain("cannot write to standard output")
      exit(1)
    }
  }

  /// What cannot be said on standard error is not said.
  static func complain(_ text: String) {
    try? Descriptor.append(Array("mobilenet: \(text)\n".utf8), to: STDERR_FILENO)
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
