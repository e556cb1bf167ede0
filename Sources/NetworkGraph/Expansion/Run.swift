import Architecture

/// Rows that are repeated together, or one row by itself.
struct Run {
  var rows: Range<Int>
  var group: Row.Group?

  /// All rows in order.
  static func all(of rows: [Row]) -> [Run] {
    var runs: [Run] = []
    for (index, row) in rows.enumerated() {
      if let group = row.group, let last = runs.last, last.group == group {
        runs[runs.count - 1].rows = last.rows.lowerBound..<index + 1
      } else {
        runs.append(Run(rows: index..<index + 1, group: row.group))
      }
    }
    return runs
  }

  /// How often the rows stand together; nothing if that is impossible, which is reported.
  func count(_ environment: [String: Int], _ expansion: inout Expansion) -> Int? {
    guard let group else { return 1 }
    let count = group.count.value(in: environment)
    if let count, (1...1000).contains(count) { return count }
    expansion.report(
      count.map { "invalid number of repeats \($0)" }
        ?? "'\(group.count)' has no value here: 'repeat' takes a number, a variable or a parameter",
      at: group.location)
    return nil
  }
}
