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
    return path.withSystemPath { stat($0, &status) } == 0 ? status : nil
  }

  static func exists(_ path: String) -> Bool { status(path) != nil }

  /// The bytes of a file or a pipe.
  static func bytes(_ path: String) throws -> [UInt8] {
    let status = try existing(path)
    guard !status.isDevice else { throw Failure.file("'\(path)' is a device, not a file") }
    return try contents(path, status)
  }

  /// The bytes of a file that is one: a pipe could make wait whoever reads it.
  static func regularBytes(_ path: String) throws -> [UInt8] {
    let status = try existing(path)
    guard status.isFile else { throw Failure.file("'\(path)' is \(status.kind), not a file") }
    return try contents(path, status)
  }

  private static func existing(_ path: String) throws -> stat {
    guard let status = status(path) else {
      try Tilde.refuse(path)
      throw Failure.file("no file '\(path)'")
    }
    guard !status.isFolder else { throw Failure.file("'\(path)' is a folder, not a file") }
    return status
  }

  private static func contents(_ path: String, _ status: stat) throws -> [UInt8] {
    do {
      return try Descriptor(path, O_RDONLY).rest(expecting: Int(status.st_size))
    } catch {
      throw Failure.file("cannot read '\(path)': \(error)")
    }
  }

  /// The text of one of the system's own files, if there is one.
  static func systemText(_ path: String) -> String? {
    guard let bytes = try? Descriptor(path, O_RDONLY).rest(expecting: 0) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Writes a file as a whole or not at all: first beside it, then under its name. A link leads to
  /// what it names; into what is no file, such as a pipe, the bytes go straight.
  ///
  /// Who owns a file and who may do what with it stays as it was.
  static func write(_ bytes: [UInt8], to path: String) throws {
    try Tilde.refuse(path)
    do {
      let status = status(path)
      if let status, !status.isFile, !status.isFolder {
        try Descriptor(path, O_WRONLY).append(bytes)
      } else if let target = try Link.target(of: path) {
        try NewFile(for: target, replacing: status).write(bytes)
      } else {
        try Descriptor(path, O_WRONLY | O_TRUNC).append(bytes)
      }
    } catch {
      throw Failure.file("cannot write '\(path)': \(error)")
    }
  }
}

extension stat {
  var isFolder: Bool { st_mode & S_IFMT == S_IFDIR }
  var isFile: Bool { st_mode & S_IFMT == S_IFREG }
  var isDevice: Bool { [S_IFCHR, S_IFBLK].contains(st_mode & S_IFMT) }

  /// What it is, with an article.
  var kind: String {
    switch st_mode & S_IFMT {
    case S_IFREG: "a file"
    case S_IFDIR: "a folder"
    case S_IFIFO: "a pipe"
    case S_IFSOCK: "a socket"
    default: "a device"
    }
  }
}
