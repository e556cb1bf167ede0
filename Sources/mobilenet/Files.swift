import EmbeddedTables
import Foundation
import TableReading
import WeightFiles

/// Everything that touches the file system.
enum Files {
  /// The embedded tables, then those of a folder, which replace embedded ones of the same name.
  static func tables(in folder: String?) throws -> TableLibrary {
    let embedded = EmbeddedFiles.all.filter { $0.name.hasSuffix(".yaml") }
      .map { TableFile(name: $0.name, text: $0.text) }
    guard let folder else { return TableLibrary(files: embedded) }
    try requireFolder(folder)
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted()
    guard !names.isEmpty else { throw Failure.file("'\(folder)' holds no .yaml files") }
    let own = try names.map { name in
      let path = folder + "/" + name
      guard let text = String(bytes: try bytes(path), encoding: .utf8) else {
        throw Failure.file("'\(path)' is not UTF-8 text")
      }
      let file = TableFile(name: path, text: text)
      try file.requireKind()
      return file
    }
    var seen: [String: String] = [:]
    for file in own {
      guard let name = file.architectureName else { continue }
      if let other = seen[name] {
        throw Failure.file("'\(other)' and '\(file.name)' both have the name '\(name)'")
      }
      seen[name] = file.name
    }
    return TableLibrary(files: embedded + own)
  }

  /// The class names of a list: `Labels/LIST.txt` of the folder, or the built-in one.
  static func labels(_ list: String, in folder: String?) throws -> [String] {
    let path = folder.map { "\($0)/Labels/\(list).txt" }
    let own = try path.flatMap { exists($0) ? $0 : nil }.map(bytes)
    guard
      let text = own.map({ String(decoding: $0, as: UTF8.self) })
        ?? EmbeddedFiles.text("Labels/\(list).txt")
    else {
      let known = EmbeddedFiles.all.map(\.name).filter { $0.hasPrefix("Labels/") }
        .map { $0.dropFirst("Labels/".count).dropLast(".txt".count) }.joined(separator: ", ")
      throw Failure.file("no list of class names '\(list)'; known: \(known)")
    }
    return text.split(whereSeparator: \.isNewline).map(String.init)
  }

  static func bytes(_ path: String) throws -> [UInt8] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw Failure.file("no file '\(path)'")
    }
    guard !isFolder.boolValue else { throw Failure.file("'\(path)' is a folder, not a file") }
    let url = URL(filePath: path)
    do {
      // A pipe has no size that could be read at once.
      return [UInt8](
        try isFile(path)
          ? Data(contentsOf: url) : FileHandle(forReadingFrom: url).readToEnd() ?? Data())
    } catch {
      throw Failure.file("cannot read '\(path)': \(reason(error))")
    }
  }

  static func checkpoint(_ path: String) throws -> Checkpoint {
    do {
      return try Checkpoint(reading: FileByteSource(path))
    } catch let error as CheckpointError {
      throw Failure.file("'\(path)': \(error)")
    }
  }

  /// Writes a file as a whole or not at all: first beside it, then under its name.
  static func write(_ bytes: [UInt8], to path: String) throws {
    try write(Data(bytes), to: path)
  }

  /// Writes a file as a whole or not at all: first beside it, then under its name. A link leads to
  /// what it names; into what is no file, such as a pipe, the bytes go straight.
  static func write(_ data: Data, to path: String) throws {
    let url = URL(filePath: path)
    do {
      if isFile(path) {
        try data.write(to: url.resolvingSymlinksInPath(), options: .atomic)
      } else {
        try FileHandle(forWritingTo: url).write(contentsOf: data)
      }
    } catch {
      throw Failure.file("cannot write '\(path)': \(reason(error))")
    }
  }

  static func makeFolder(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw Failure.file("cannot make the folder '\(path)': \(reason(error))")
    }
  }

  static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  /// Whether a path leads to a regular file or folder, or to nothing yet; not to a pipe or device.
  private static func isFile(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else { return true }
    return [S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
  }

  private static func requireFolder(_ path: String) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw Failure.file("no folder '\(path)'")
    }
    guard isFolder.boolValue else { throw Failure.file("'\(path)' is a file, not a folder") }
  }

  private static func reason(_ error: any Error) -> String {
    let error = error as NSError
    if let cause = error.userInfo[NSUnderlyingErrorKey] as? POSIXError {
      return String(cString: strerror(cause.code.rawValue))
    }
    return error.localizedDescription
  }
}
