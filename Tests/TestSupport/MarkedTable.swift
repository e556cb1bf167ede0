import TableReading

/// A table's text in which « stands before each place where a problem is expected.
public struct MarkedTable: Sendable {
  /// Line and column, both from 1.
  public struct Place: Hashable, Sendable {
    /// Line.
    public var line: Int
    /// Column.
    public var column: Int

    /// A place from its parts.
    public init(line: Int, column: Int) {
      self.line = line
      self.column = column
    }
  }

  /// The file without the marks.
  public var file: TableFile
  /// Where the marks stood, in the order of the text.
  public var places: [Place]

  /// A file of a marked text.
  public init(name: String = "Marked.yaml", _ text: String) {
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
