#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Folders of the file system.
enum Folders {
  /// Creates a folder, and its parents, unless they exist.
  static func make(_ path: String) throws {
    try Tilde.refuse(path)
    do {
      try makeAll(path)
    } catch {
      throw Failure.file("cannot create the folder '\(path)': \(error)")
    }
  }

  private static func makeAll(_ path: String) throws(SystemError) {
    guard path.withSystemPath({ mkdir($0, 0o777) }) != 0 else { return }
    let error = SystemError()
    if error.code == ENOENT, let slash = path.dropLast().lastIndex(of: "/") {
      try makeAll(String(path[..<slash]))
      guard path.withSystemPath({ mkdir($0, 0o777) }) == 0 else { throw SystemError() }
    } else if Files.status(path)?.isFolder != true {
      throw error
    }
  }

  /// The paths, from there on, of everything below a folder, in alphabetical order.
  static func contents(_ folder: String) throws -> [String] {
    guard let status = Files.status(folder) else {
      try Tilde.refuse(folder)
      throw Failure.file("no folder '\(folder)'")
    }
    guard status.isFolder else {
      throw Failure.file("'\(folder)' is \(status.kind), not a folder")
    }
    return try contents(folder, below: "").sorted()
  }

  /// A link to a folder is a name and nothing below.
  private static func contents(_ folder: String, below path: String) throws -> [String] {
    let names: [String]
    do {
      names = try self.names("\(folder)/\(path)")
    } catch {
      throw Failure.file("cannot read '\(folder)/\(path)': \(error)")
    }
    return try names.flatMap { name in
      var status = stat()
      let isRead = "\(folder)/\(path)\(name)".withSystemPath { lstat($0, &status) } == 0
      let inner =
        isRead && status.isFolder ? try contents(folder, below: "\(path)\(name)/") : []
      return [path + name] + inner
    }
  }

  /// The names in a folder, in the system's order.
  static func names(_ folder: String) throws(SystemError) -> [String] {
    guard let stream = folder.withSystemPath({ opendir($0) }) else { throw SystemError() }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        PathText.text($0.prefix { $0 != 0 })
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }
}
