import TableReading

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

  /// The path of a table that is seen from here as it is seen from a folder, empty or with a slash at its end;
  /// what is no path stays as it is.
  static func path(of table: String, from folder: String) -> String {
    let parts = table.tableAndDialect
    guard parts.table.isTablePath, !table.hasPrefix("/"), !folder.isEmpty else { return table }
    let isBeside = Link.folder(of: parts.table) == folder
    if isBeside { return String(table.dropFirst(folder.count)) }
    let names = folder.split(separator: "/").filter { $0 != "." }
    guard folder.hasPrefix("/") || names.contains("..") else {
      return String(repeating: "../", count: names.count)
        + (table.hasPrefix("./") ? table.dropFirst(2) : table[...])
    }
    return (current.map { $0 + "/" } ?? "") + table
  }

  /// The folder in which the program runs, if it can be told.
  private static var current: String? {
    let name = [UInt8](unsafeUninitializedCapacity: Int(PATH_MAX)) { buffer, count in
      count = buffer.withMemoryRebound(to: CChar.self) { buffer in
        buffer.baseAddress.flatMap { getcwd($0, buffer.count) }.map { strlen($0) } ?? 0
      }
    }
    return name.isEmpty ? nil : PathText.text(name)
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
