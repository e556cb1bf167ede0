import Foundation
import Reporting

#if canImport(Glibc)
  import Glibc
#endif

/// Standard output and standard error.
enum Console {
  /// Ends the program if nothing takes its output, as on a full disk.
  static func say(_ text: String) {
    let data = Data((text.hasSuffix("\n") ? text : text + "\n").utf8)
    guard (try? FileHandle.standardOutput.write(contentsOf: data)) != nil else {
      complain("cannot write to standard output")
      exit(1)
    }
  }

  static func complain(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data("mobilenet: \(text)\n".utf8))
  }

  /// The width of the terminal, or of COLUMNS, or 120; colour only on a terminal that wants it.
  static var style: TerminalStyle {
    let environment = ProcessInfo.processInfo.environment
    let isTerminal = isatty(STDOUT_FILENO) == 1
    var width = environment["COLUMNS"].flatMap(Int.init).flatMap { $0 > 0 ? $0 : nil } ?? 120
    var size = winsize()
    if isTerminal, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
      width = Int(size.ws_col)
    }
    let plain = !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
    return TerminalStyle(width: max(width, 40), usesColor: isTerminal && !plain)
  }
}
