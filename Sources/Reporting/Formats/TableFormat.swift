/// How a table is printed.
public enum TableFormat: String, CaseIterable, Sendable {
  /// For a terminal.
  case text
  /// A pipe table.
  case markdown
  /// Comma-separated values; numbers without separators.
  case csv
  /// A tabular with booktabs rules.
  case latex
}

/// How text goes to a terminal.
public struct TerminalStyle: Hashable, Sendable {
  /// Columns of the terminal.
  public var width: Int
  /// Whether escape sequences for color may be used.
  public var usesColor: Bool

  /// A style from its parts.
  public init(width: Int = 120, usesColor: Bool = false) {
    self.width = width
    self.usesColor = usesColor
  }
}

extension ReportTable {
  /// The table in a format; every line ends with a line feed.
  public func rendered(as format: TableFormat, style: TerminalStyle = TerminalStyle()) -> String {
    switch format {
    case .text: TextLayout(forPeople.escapedForDisplay, style).text()
    case .markdown: forPeople.withGroupColumn.escapedForDisplay.markdown()
    case .csv: Self.csv([self])
    case .latex: escapedForDisplay.latex()
    }
  }
}

extension ReportTable.Line {
  /// The cells as people read them.
  var texts: [String] { cells.map { $0.text } }
}
