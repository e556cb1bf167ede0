#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The last error of the operating system.
struct SystemError: Error, CustomStringConvertible {
  let code: CInt

  /// The last error, or another one.
  init(code: CInt = errno) { self.code = code }

  /// Whether nothing has the path that was asked for.
  var isMissing: Bool { code == ENOENT || code == ENOTDIR }

  var description: String { String(cString: strerror(code)) }
}
