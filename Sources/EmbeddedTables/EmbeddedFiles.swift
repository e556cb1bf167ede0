/// The files of Tables/ as they were when the program was built, by their names inside it.
package enum EmbeddedFiles {
  /// All files, in alphabetical order.
  package static var all: [(name: String, text: String)] { tableFileTexts }

  /// The text of one file; nothing if no file has the name.
  package static func text(_ name: String) -> String? {
    tableFileTexts.first { $0.name == name }?.text
  }
}
