import Architecture

/// A table to be printed: the cells that columns make of entries, for text, Markdown, CSV, LaTeX and
/// JSON.
public struct ReportTable: Hashable, Sendable {
  /// Which way a column's cells lean.
  package enum Alignment: Hashable, Sendable {
    /// Words.
    case left
    /// Numbers.
    case right
  }

  /// What stands above a column, and who reads it.
  package struct Header: Hashable, Sendable {
    /// The heading, with the unit.
    package var title: String
    /// Which way its cells lean.
    package var alignment: Alignment
    /// Columns with the largest number are left out first where the width does not suffice; those
    /// with 0 never are.
    package var priority: Int
    /// The heading where columns must differ by name.
    package var uniqueTitle: String
    /// The name of the column's values in JSON; without one they are left out there.
    package var key: JSONKey?
    /// Whether only programs get the column: in JSON and CSV.
    package var isForPrograms: Bool

    /// A header from its parts.
    init(
      _ title: String, _ alignment: Alignment = .right, priority: Int = 0,
      uniqueTitle: String? = nil, key: JSONKey? = nil, isForPrograms: Bool = false
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
  package struct Line: Hashable, Sendable {
    /// The cells, one a column.
    package internal(set) var cells: [Cell]
    /// What the line is about, for its color.
    package var tint: Tint?
    /// The group of lines that it belongs to.
    package internal(set) var group: String?
    /// Its own name in JSON, where the lines are no list.
    var key: String?

    /// A line from its parts.
    init(_ cells: [Cell], tint: Tint? = nil, group: String? = nil, key: String? = nil) {
      self.cells = cells
      self.tint = tint
      self.group = group
      self.key = key
    }
  }

  /// The name of the lines in JSON.
  public var key: String
  /// What JSON says beside the lines, by name: the network, its totals.
  package var facts: [String: JSONValue]
  /// Lines above the header.
  public var heading: [String]
  /// The header.
  package internal(set) var columns: [Header]
  /// What the groups of lines are, if there are any.
  public internal(set) var groupTitle: String?
  /// The body.
  package internal(set) var lines: [Line]
  /// Lines below the body, such as totals, in the same columns.
  package internal(set) var totals: [Line]
  /// Whether JSON has the first line of totals; not where its facts say as much.
  var hasTotalsInJSON: Bool
  /// Lines of text at the end.
  public var footer: [String]
}

extension ReportTable {
  /// The table that columns make of entries.
  ///
  /// `totals` are entries below the body; before them stand the cells that columns have as their own
  /// totals. With `lineKey` each line is a member of the JSON object, under its own name.
  package init<Entry>(
    key: String = "rows", facts: [String: JSONValue] = [:], heading: [String] = [],
    of entries: [Entry], totals: [Entry] = [], groupedBy grouping: Grouping<Entry>? = nil,
    tint: (Entry) -> Tint? = { _ in nil }, lineKey: (Entry) -> String? = { _ in nil },
    hasTotalsInJSON: Bool = true, footer: [String] = [],
    @ColumnBuilder<Entry> columns: () -> [Column<Entry>]
  ) {
    let columns = columns()
    func cells(_ entry: Entry) -> [Cell] { columns.map { $0.cell(entry) } }
    let own = columns.contains { $0.total != nil } ? [columns.map { $0.total ?? "" }] : []
    let groups = grouping.map { grouping in entries.map { grouping.name($0) } } ?? []
    let isGrouped = Set(groups).count > 1 || grouping?.saysSingle ?? false
    self.init(
      key: key, facts: facts, heading: heading, columns: columns.map { $0.header },
      groupTitle: isGrouped ? grouping?.title : nil,
      lines: entries.enumerated().map { index, entry in
        Line(
          cells(entry), tint: tint(entry), group: isGrouped ? groups[index] : nil,
          key: lineKey(entry))
      },
      totals: (own + totals.map(cells)).map { Line($0) },
      hasTotalsInJSON: hasTotalsInJSON, footer: footer)
  }

  /// The table with its groups as a column behind the first.
  var withGroupColumn: ReportTable {
    guard let groupTitle else { return self }
    var table = self
    table.columns.insert(Header(groupTitle, .left), at: 1)
    for index in lines.indices {
      table.lines[index].cells.insert(.text(lines[index].group ?? ""), at: 1)
    }
    for index in totals.indices { table.totals[index].cells.insert("", at: 1) }
    return table
  }

  /// The table with escapes for what cannot be seen in its texts, for formats that people read.
  package var escapedForDisplay: ReportTable {
    func escaped(_ lines: [Line]) -> [Line] {
      lines.map { line in
        var line = line
        line.cells = line.cells.map { $0.escapedForDisplay }
        line.group = line.group?.escapedForDisplay
        return line
      }
    }
    var table = self
    table.heading = heading.map { $0.escapedForDisplay }
    table.footer = footer.map { $0.escapedForDisplay }
    for index in columns.indices {
      table.columns[index].title = columns[index].title.escapedForDisplay
    }
    table.lines = escaped(lines)
    table.totals = escaped(totals)
    return table
  }

  /// The table without the columns that only programs get.
  var forPeople: ReportTable {
    let isShown = columns.map { !$0.isForPrograms }
    func shown<Element>(_ elements: [Element]) -> [Element] {
      zip(elements, isShown).filter { $0.1 }.map { $0.0 }
    }
    var table = self
    table.columns = shown(columns)
    for index in lines.indices { table.lines[index].cells = shown(lines[index].cells) }
    for index in totals.indices { table.totals[index].cells = shown(totals[index].cells) }
    return table
  }
}
