import EmbeddedTables
import TableReading

extension TableLibrary {
  /// The tables that are compiled in.
  public static let builtIn = TableLibrary(files: embedded)

  /// The tables that are compiled in, and over them others, which replace those of the same name.
  public static func builtIn(under files: [TableFile]) -> TableLibrary {
    files.isEmpty ? builtIn : TableLibrary(files: embedded + files)
  }

  private static var embedded: [TableFile] {
    EmbeddedFiles.all.filter { $0.name.hasSuffix(".yaml") }
      .map { TableFile(name: $0.name, text: $0.text) }
  }
}
