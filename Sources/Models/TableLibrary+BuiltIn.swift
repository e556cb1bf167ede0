import EmbeddedTables
import TableReading

extension TableLibrary {
  /// The tables that are compiled in.
  public static let builtIn = TableLibrary(
    files: EmbeddedFiles.all.filter { $0.name.hasSuffix(".yaml") }
      .map { TableFile(name: $0.name, text: $0.text) })
}
