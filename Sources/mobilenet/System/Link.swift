#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Symbolic links.
enum Link {
  /// What a link names, and the links that it leads to, whether there is anything or not; nothing if it
  /// leads to a file that is open already, as /dev/stdout does. Throws if links lead in a circle.
  static func target(of path: String) throws(SystemError) -> String? {
    var path = path
    // So many the system follows itself.
    for _ in 0..<40 {
      if path.hasPrefix("/proc/") || path.hasPrefix("/dev/fd/") { return nil }
      let name = [UInt8](unsafeUninitializedCapacity: Int(PATH_MAX)) { buffer, count in
        count = path.withSystemPath { path in
          buffer.withMemoryRebound(to: CChar.self) { buffer in
            buffer.baseAddress.map { max(0, readlink(path, $0, buffer.count)) } ?? 0
          }
        }
      }
      guard !name.isEmpty else { return path }
      let next = PathText.text(name)
      path = next.hasPrefix("/") ? next : folder(of: path) + next
    }
    throw SystemError(code: ELOOP)
  }

  /// What comes before a path's last name: nothing, or a folder with its slash.
  static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }
}
