@testable import Reporting

extension ReportTable {
  /// A table of cells as they are.
  init(
    heading: [String], columns: [Header], lines: [Line], totals: [Line] = [], footer: [String] = []
  ) {
    self.init(
      key: "rows", facts: [:], heading: heading, columns: columns, groupTitle: nil, lines: lines,
      totals: totals, hasTotalsInJSON: true, footer: footer)
  }
}
