import TableReading

/// A table's text in which « stands before each place where a problem is expected.
package struct MarkedTable: Sendable {
  /// Line and column, both from 1.
  package struct Place: Hashable, Sendable {
    /// Line.
    package var line: Int
    /// Column.
    package var column: Int

    /// A place from its parts.
    package init(line: Int, column: Int) {
      self.line = line
      self.column = column
    }
  }

  /// The file without the marks.
  package var file: TableFile
  /// Where the marks stood, in the order of the text.
  package var places: [Place]

  /// A file of a marked text.
  package init(name: String = "Marked.yaml", _ text: String) {
    var places: [Place] = []
    var plain = ""
    var (line, column) = (1, 1)
    for character in text {
      switch character {
      case "«": places.append(Place(line: line, column: column))
      case "\n":
        plain.append(character)
        (line, column) = (line + 1, 1)
      default:
        plain.append(character)
        column += 1
      }
    }
    file = TableFile(name: name, text: plain)
    self.places = places
  }
}
