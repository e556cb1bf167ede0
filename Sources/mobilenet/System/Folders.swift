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
    do {
      try makeAll(path)
    } catch {
      throw Failure.file("cannot create the folder '\(path)': \(error)")
    }
  }

  private static func makeAll(_ path: String) throws(SystemError) {
    guard mkdir(path, 0o777) != 0 else { return }
    let error = SystemError()
    if error.code == ENOENT, let slash = path.dropLast().lastIndex(of: "/") {
      try makeAll(String(path[..<slash]))
      guard mkdir(path, 0o777) == 0 else { throw SystemError() }
    } else if Files.status(path)?.isFolder != true {
      throw error
    }
  }

  /// The paths, from there on, of everything below a folder, in alphabetical order.
  static func contents(_ folder: String) throws -> [String] {
    guard let status = Files.status(folder) else { throw Failure.file("no folder '\(folder)'") }
    guard status.isFolder else { throw Failure.file("'\(folder)' is a file, not a folder") }
    return try contents(folder, below: "").sorted()
  }

  /// A link to a folder is a name and nothing below.
  private static func contents(_ folder: String, below path: String) throws -> [String] {
    guard let stream = opendir(folder + "/" + path) else {
      throw Failure.file("cannot read '\(folder)/\(path)': \(SystemError())")
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard name != ".", name != ".." else { continue }
      names.append(path + name)
      var status = stat()
      if lstat("\(folder)/\(path)\(name)", &status) == 0, status.isFolder {
        names += try contents(folder, below: "\(path)\(name)/")
      }
    }
    return names
  }
}
