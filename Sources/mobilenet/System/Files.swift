#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Whole files.
enum Files {
  /// What a path leads to, links followed; nothing if it leads nowhere.
  static func status(_ path: String) -> stat? {
    var status = stat()
    return stat(path, &status) == 0 ? status : nil
  }

  static func exists(_ path: String) -> Bool { status(path) != nil }

  /// The bytes of a file or a pipe.
  static func bytes(_ path: String) throws -> [UInt8] {
    guard let status = status(path) else { throw Failure.file("no file '\(path)'") }
    guard !status.isFolder else { throw Failure.file("'\(path)' is a folder, not a file") }
    do {
      return try Descriptor(path, O_RDONLY).rest(expecting: Int(status.st_size))
    } catch {
      throw Failure.file("cannot read '\(path)': \(error)")
    }
  }

  /// Writes a file as a whole or not at all: first beside it, then under its name. A link leads to
  /// what it names; into what is no file, such as a pipe, the bytes go straight.
  static func write(_ bytes: [UInt8], to path: String) throws {
    do {
      let status = status(path)
      if let status, !status.isFile, !status.isFolder {
        try Descriptor(path, O_WRONLY).append(bytes)
      } else {
        try replace(target(of: path), permissions: status.map { $0.st_mode & 0o7777 }, with: bytes)
      }
    } catch {
      throw Failure.file("cannot write '\(path)': \(error)")
    }
  }

  private static func replace(
    _ path: String, permissions: mode_t?, with bytes: [UInt8]
  ) throws(SystemError) {
    let new = folder(of: path) + ".mobilenet-\(UInt64.random(in: 0 ... .max))"
    let file = try Descriptor(new, O_WRONLY | O_CREAT | O_EXCL)
    do throws(SystemError) {
      if let permissions { try file.setPermissions(permissions) }
      try file.append(bytes)
      guard rename(new, path) == 0 else { throw SystemError() }
    } catch {
      unlink(new)
      throw error
    }
  }

  /// What a link names, and the links that it leads to, if there is anything or not.
  private static func target(of path: String) -> String {
    var path = path
    // So many the system follows itself.
    for _ in 0..<40 {
      let name = [CChar](unsafeUninitializedCapacity: Int(PATH_MAX)) { buffer, count in
        count = buffer.baseAddress.map { max(0, readlink(path, $0, buffer.count)) } ?? 0
      }
      guard !name.isEmpty else { break }
      let next = String(decoding: name.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      path = next.hasPrefix("/") ? next : folder(of: path) + next
    }
    return path
  }

  /// What comes before a path's last name: nothing, or a folder with its slash.
  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }
}

extension stat {
  var isFolder: Bool { st_mode & S_IFMT == S_IFDIR }
  var isFile: Bool { st_mode & S_IFMT == S_IFREG }
}
