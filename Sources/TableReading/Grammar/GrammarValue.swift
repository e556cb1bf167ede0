/// What the value of a key may be.
package indirect enum GrammarValue: Sendable {
  /// A text without further meaning here.
  case text
  /// A whole number.
  case integer
  /// A number.
  case number
  /// `yes` or `no`.
  case flag
  /// One of several words.
  case choice([String])
  /// A sequence.
  case list(GrammarValue)
  /// A mapping with keys of its own.
  case object(GrammarObject)
  /// A mapping with any keys and values of one kind.
  case mapping(GrammarValue)
  /// One of several kinds.
  case either([GrammarValue])
  /// A cell of a row: a text, a number, a list, or nothing.
  case cell

  /// One of an enumeration's words.
  static func choice<Choice: RawRepresentable & CaseIterable>(_: Choice.Type) -> Self
  where Choice.RawValue == String {
    .choice(Choice.allCases.map { $0.rawValue })
  }
}

extension GrammarValue {
  /// Rows of a table: lists of cells, each perhaps under a name, and groups of such rows.
  static let rows: Self = .list(
    .either([.list(.cell), .object(.group), .mapping(.list(.cell))]))
  /// One text, or several.
  static let texts: Self = .list(.text)
}
