import Models

/// Witnesses of the user's own: JSON files, in the folder `Witnesses` of one with tables.
enum WitnessFiles {
  private static let folder = "Witnesses"

  /// The witness of a file. Throws if it is none.
  static func witness(_ path: String) throws -> Witness {
    guard let text = String(validating: try Files.bytes(path), as: UTF8.self) else {
      throw Failure.file("'\(path)' is not UTF-8 text")
    }
    do throws(WitnessError) { return try Witness(reading: text) } catch {
      throw Failure.file("'\(path)' is refused: \(error)")
    }
  }

  /// The witnesses of a folder with tables.
  static func witnesses(of tables: String) throws -> [Witness] {
    guard Files.exists("\(tables)/\(folder)") else { return [] }
    return try Folders.contents("\(tables)/\(folder)").filter { $0.hasSuffix(".json") }
      .map { try witness("\(tables)/\(folder)/\($0)") }
  }

  /// Copies a witness into the folder of tables, under its own name. Throws if another file has it.
  static func keep(_ path: String, in tables: String) throws {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let kept = "\(tables)/\(folder)/\(name.hasSuffix(".json") ? name : name + ".json")"
    let bytes = try Files.bytes(path)
    if Files.exists(kept) {
      guard try Files.bytes(kept) == bytes else {
        throw Failure.file("'\(kept)' is another witness already; give '\(path)' another name")
      }
      return
    }
    try Folders.make("\(tables)/\(folder)")
    try Files.write(bytes, to: kept)
  }
}
