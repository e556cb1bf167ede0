import ArgumentParser
import Models
import TableReading

/// Where tables come from; everywhere.
struct TableOptions: ParsableArguments {
  @Option(
    name: .customLong("tables"),
    help: ArgumentHelp(
      "Also read tables from this folder; they replace built-in ones of the same name.",
      valueName: "dir"),
    completion: .directory)
  var folder: String?

  /// The built-in tables, and over them those of the folder.
  func library() throws -> TableLibrary {
    guard let folder else { return Self.builtIn }
    let names = try Folders.contents(folder).filter(Self.isTable)
    guard !names.isEmpty else { throw Failure.file("'\(folder)' contains no .yaml files") }
    let files = try names.map { name in
      let path = folder + "/" + name
      guard let text = String(validating: try Files.regularBytes(path), as: UTF8.self) else {
        throw Failure.file("'\(path)' is not UTF-8 text")
      }
      let file = TableFile(name: path, text: text)
      try file.requireKind()
      return file
    }
    try Self.requireDifferentNames(files)
    return Self.builtIn.adding(files)
  }

  /// The built-in tables, with which the path of a table may stand for its name.
  private static let builtIn = TableLibrary.builtIn.opening { path in
    guard let bytes = try? Files.regularBytes(path),
      let text = String(validating: bytes, as: UTF8.self)
    else { return nil }
    return TableFile(name: path, text: text)
  }

  /// The files that are read: tables and lists of class names.
  var files: [String] {
    guard let folder, let names = try? Folders.contents(folder) else { return [] }
    return names.filter { Self.isTable($0) || $0.hasPrefix("Labels/") }.map { "\(folder)/\($0)" }
  }

  /// The witnesses of the folder.
  func witnesses() throws -> [Witness] { try folder.map(WitnessFiles.witnesses) ?? [] }

  private static func isTable(_ name: String) -> Bool { name.isTablePath }

  private static func requireDifferentNames(_ files: [TableFile]) throws {
    var seen: [String: String] = [:]
    for file in files {
      guard let name = file.architectureName else { continue }
      if let other = seen.updateValue(file.name, forKey: name) {
        throw Failure.file("'\(other)' and '\(file.name)' both define '\(name)'")
      }
    }
  }

  /// The names of classes: `Labels/LIST.txt` of the folder, or the built-in list.
  var classNames: ClassNames {
    ClassNames { [folder] list in
      guard let path = folder.map({ "\($0)/Labels/\(list).txt" }), Files.exists(path) else {
        return nil
      }
      return String(decoding: try Files.regularBytes(path), as: UTF8.self)
    }
  }
}
