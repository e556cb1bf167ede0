/// A table to be printed: one description for text, Markdown, CSV, LaTeX and JSON.
public struct ReportTable: Hashable, Sendable {
  /// Which way a column's cells lean.
  public enum Alignment: Hashable, Sendable {
    /// Words.
    case left
    /// Numbers.
    case right
  }

  /// A column.
  public struct Column: Hashable, Sendable {
    /// The heading, with the unit.
    public var title: String
    /// Which way its cells lean.
    public var alignment: Alignment
    /// Columns with the largest number are left out first where the width does not suffice; those
    /// with 0 never are.
    public var priority: Int
    /// The heading where columns must differ by name.
    public var uniqueTitle: String
    /// The name of the column's values in JSON; without one they are left out there.
    public var key: String?
    /// Whether only programs get the column: in JSON and CSV.
    public var isForPrograms: Bool

    /// A column from its parts.
    public init(
      _ title: String, _ alignment: Alignment = .right, priority: Int = 0,
      uniqueTitle: String? = nil, key: String? = nil, isForPrograms: Bool = false
    ) {
      self.title = title
      self.isForPrograms = isForPrograms
      self.key = key
      self.uniqueTitle = uniqueTitle ?? title
      self.alignment = alignment
      self.priority = priority
    }
  }

  /// A line of cells.
  public struct Line: Hashable, Sendable {
    /// The cells.
    public var cells: [Cell]
    /// What the line is about, for its colour.
    public var tint: Tint?
    /// The group of lines that it belongs to.
    public var group: String?

    /// A line from its parts.
    public init(_ cells: [Cell], tint: Tint? = nil) {
      self.cells = cells
      self.tint = tint
    }

    /// A line of words.
    public init(_ words: [String], tint: Tint? = nil) {
      self.init(words.map { Cell.text($0) }, tint: tint)
    }
  }

  /// Colours of lines on a terminal, the same categories as in the figures.
  public enum Tint: Int, Hashable, Sendable {
    /// Standard convolutions.
    case violet = 35
    /// Depthwise convolutions.
    case orange = 33
    /// Pointwise convolutions.
    case blue = 34
    /// Squeeze-and-excitation.
    case green = 32
    /// Fully connected layers.
    case cyan = 36
    /// What costs nothing.
    case dim = 2
  }

  /// The name of the lines in JSON.
  public var key = "rows"
  /// What JSON says beside the lines, by name: the network, its totals.
  public var facts: [String: Cell] = [:]
  /// Lines above the header.
  public var heading: [String]
  /// The header.
  public var columns: [Column]
  /// What the groups of lines are, if there are any: in text a heading stands above each group, in
  /// other formats a column of this title says which it is.
  public var groupTitle: String?
  /// The body.
  public var lines: [Line]
  /// Lines of cells below the body, such as totals.
  public var totals: [Line]
  /// Lines of text at the end.
  public var footer: [String]

  /// A table from its parts.
  public init(
    key: String = "rows", facts: [String: Cell] = [:], heading: [String], columns: [Column],
    lines: [Line], totals: [Line] = [], footer: [String] = []
  ) {
    self.key = key
    self.facts = facts
    self.heading = heading
    self.columns = columns
    self.lines = lines
    self.totals = totals
    self.footer = footer
  }
}

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
  /// Whether escape sequences for colour may be used.
  public var usesColor: Bool

  /// A style from its parts.
  public init(width: Int = 120, usesColor: Bool = false) {
    self.width = width
    self.usesColor = usesColor
  }
}
