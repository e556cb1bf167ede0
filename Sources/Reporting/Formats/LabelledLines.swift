/// Facts for people: a name and a value each, the values in a column of their own.
struct LabelledLines {
  /// The facts in order.
  let lines: [(name: String, value: String)]

  init(_ lines: [(name: String, value: String)]) { self.lines = lines }

  /// The column in which values begin.
  private static let indent = 13

  /// A line for each fact, broken where it is wider than `width` columns.
  func text(width: Int) -> String {
    lines.map { name, value in
      let pieces = value.wrapped(max(width - Self.indent, 20))
      let label = name + String(repeating: " ", count: Self.indent - name.terminalColumns)
      let rest = pieces.dropFirst().map { "\n" + String(repeating: " ", count: Self.indent) + $0 }
      return label + pieces[0] + rest.joined() + "\n"
    }.joined()
  }
}
