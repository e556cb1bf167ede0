/// A column of a report over entries of one type: all that any format needs to know of it.
///
/// Text, Markdown, CSV, LaTeX and JSON are made of the same cells, which know what they are.
package struct Column<Entry> {
  /// What stands above its cells.
  let header: ReportTable.Header
  /// Its cell in the line of totals; a table whose columns have none has no such line.
  let total: ReportTable.Cell?
  /// Its cell of an entry.
  let cell: (Entry) -> ReportTable.Cell

  /// A column from its parts; see `ReportTable.Header`.
  package init(
    _ title: String, _ alignment: ReportTable.Alignment = .right, priority: Int = 0,
    uniqueTitle: String? = nil, key: JSONKey? = nil, isForPrograms: Bool = false,
    total: ReportTable.Cell? = nil, cell: @escaping (Entry) -> ReportTable.Cell
  ) {
    header = ReportTable.Header(
      title, alignment, priority: priority, uniqueTitle: uniqueTitle, key: key,
      isForPrograms: isForPrograms)
    self.total = total
    self.cell = cell
  }
}

/// The columns of a report, one after the other; some only if there is something to say.
@resultBuilder
package enum ColumnBuilder<Entry> {
  /// What the statements of a description make.
  package typealias Columns = [Column<Entry>]

  /// One column.
  package static func buildExpression(_ column: Column<Entry>) -> Columns { [column] }
  /// Columns that several reports share.
  package static func buildExpression(_ columns: Columns) -> Columns { columns }
  /// All of them in order.
  package static func buildBlock(_ parts: Columns...) -> Columns { parts.flatMap { $0 } }
  /// Columns that stand under a condition.
  package static func buildOptional(_ columns: Columns?) -> Columns { columns ?? [] }
  /// Columns of the first of two cases.
  package static func buildEither(first columns: Columns) -> Columns { columns }
  /// Columns of the second of two cases.
  package static func buildEither(second columns: Columns) -> Columns { columns }
  /// Columns of a loop.
  package static func buildArray(_ parts: [Columns]) -> Columns { parts.flatMap { $0 } }
}

/// What the lines of a report have in common that stand together: in text a heading stands above
/// each group, in other formats a column behind the first says which it is.
package struct Grouping<Entry> {
  /// What the groups are.
  let title: String
  /// Whether a single group is said too.
  let saysSingle: Bool
  /// The group of an entry.
  let name: (Entry) -> String

  /// A grouping from its parts.
  package init(_ title: String, saysSingle: Bool = true, name: @escaping (Entry) -> String) {
    self.title = title
    self.saysSingle = saysSingle
    self.name = name
  }
}
