import Architecture

extension ReportTable {
  /// A value of a table, from which every format makes its own: grouped digits for people, the
  /// exact value for programs.
  package indirect enum Cell: Hashable, Sendable, ExpressibleByStringLiteral {
    /// Words.
    case text(String)
    /// A whole number, exactly.
    case count(wide: WideCount)
    /// A whole number that people too read without separators, as a size or a position.
    case plain(wide: WideCount)
    /// A whole number with its sign, as a difference; a dash for none.
    case change(wide: WideCount)
    /// A number with so many decimals; programs get all of them.
    case number(Double, decimals: Int)
    /// A number in single precision with so many decimals; programs get all that it has.
    case single(Float, decimals: Int)
    /// A part of a whole in percent with one decimal; programs get the share, from 0 to 1.
    case percent(wide: WideCount, of: WideCount)
    /// Bytes, for people in KiB with one decimal.
    case kibibytes(wide: WideCount)
    /// Bytes, for people in MiB with two decimals.
    case mebibytes(wide: WideCount)
    /// The shape of a tensor: `112x112x32`.
    case shape(Shape)
    /// Yes, or a dash.
    case flag(Bool)
    /// A share from 0 to 1 as a bar of so many places; programs get the number.
    case bar(Double, places: Int)
    /// A value that has a text of its own, as its source prints it; JSON leaves out what has none.
    case written(String, value: JSONValue?)
    /// What the line above says too: people read nothing.
    case ditto(Cell)
    /// Nothing: a dash.
    case none

    /// What the entry does not have: a dash, which JSON leaves out.
    package static let absent = Cell.written("-", value: nil)

    /// Words.
    package init(stringLiteral value: String) { self = .text(value) }

    /// A whole number where people read a dash for 0.
    package static func amount(_ value: some BinaryInteger) -> Cell {
      value == 0 ? .written("-", value: .integer(0)) : .count(value)
    }
  }
}

/// Whole numbers of any type.
extension ReportTable.Cell {
  /// A whole number, exactly.
  package static func count(_ value: some BinaryInteger) -> Self { .count(wide: WideCount(value)) }
  /// A whole number that people too read without separators, as a size or a position.
  package static func plain(_ value: some BinaryInteger) -> Self { .plain(wide: WideCount(value)) }
  /// A whole number with its sign, as a difference; a dash for none.
  package static func change(_ value: some BinaryInteger) -> Self {
    .change(wide: WideCount(value))
  }
  /// Height and width of a picture; a square is one number.
  package static func resolution(_ resolution: Resolution) -> Self {
    resolution.isSquare
      ? .count(resolution.height) : .written("\(resolution)", value: JSONValue(resolution))
  }
  /// A part of a whole in percent with one decimal; programs get the share, from 0 to 1.
  package static func percent<Count: BinaryInteger>(_ part: Count, of whole: Count) -> Self {
    .percent(wide: WideCount(part), of: WideCount(whole))
  }
  /// Bytes, for people in KiB with one decimal.
  package static func kibibytes(_ bytes: some BinaryInteger) -> Self {
    .kibibytes(wide: WideCount(bytes))
  }
  /// Bytes, for people in MiB with two decimals.
  package static func mebibytes(_ bytes: some BinaryInteger) -> Self {
    .mebibytes(wide: WideCount(bytes))
  }
}

extension ReportTable.Cell {
  /// A number for each axis: one if both are the same, else height and width, `1x3`.
  static func perAxis<Value: Equatable>(
    _ value: PerAxis<Value>, _ cell: (Value) -> Self
  ) -> Self {
    value.isSquare
      ? cell(value.height) : .text(cell(value.height).text + "x" + cell(value.width).text)
  }

  /// As people read it.
  package var text: String {
    switch self {
    case .text(let text), .written(let text, _): text
    case .count(let value): Numbers.grouped(value)
    case .plain(let value): "\(value)"
    case .change(0), .none: "-"
    case .change(let value): (value > 0 ? "+" : "") + Numbers.grouped(value)
    case .number(let value, 0):
      Int(exactly: value.rounded()).map { Numbers.grouped($0) } ?? Numbers.fixed(value, 0)
    case .number(let value, let decimals): Numbers.fixed(value, decimals)
    case .single(let value, let decimals): Numbers.fixed(Double(value), decimals)
    case .percent(let part, let whole): Numbers.percent(part, of: whole)
    case .kibibytes(let bytes): Numbers.kibibytes(bytes)
    case .mebibytes(let bytes): Numbers.mebibytes(bytes)
    case .shape(let shape): "\(shape)"
    case .flag(let flag): flag ? "yes" : "-"
    case .bar(let share, let places): Self.bar(share, places: places)
    case .ditto: ""
    }
  }

  /// As a program reads it in a line of comma-separated values: without separators of thousands, and
  /// empty where people read a dash.
  var plainText: String {
    switch self {
    case .count(let value), .change(let value): "\(value)"
    case .number(let value, let decimals): Numbers.fixed(value, decimals)
    case .bar(let share, _): Numbers.fixed(share, 4)
    case .ditto(let cell): cell.plainText
    case .none: ""
    case .text, .written, .percent: text == "-" ? "" : text
    case .plain, .single, .kibibytes, .mebibytes, .shape, .flag: text
    }
  }

  /// The exact value; nothing if JSON leaves it out.
  var json: JSONValue? {
    switch self {
    case .text(let text): .text(text)
    case .written(_, let value): value
    case .ditto(let cell): cell.json
    case .count(let value), .plain(let value), .change(let value), .kibibytes(let value),
      .mebibytes(let value):
      .integer(value)
    case .number(let value, _), .bar(let value, _): .number(value)
    case .single(let value, _): .single(value)
    case .percent(_, 0), .none: .null
    case .percent(let part, let whole): .number(Double(part) / Double(whole))
    case .shape(let shape): JSONValue(shape)
    case .flag(let flag): .flag(flag)
    }
  }

  /// Eighths of a place, so that small shares differ.
  private static func bar(_ share: Double, places: Int) -> String {
    guard share.isFinite, share > 0, places > 0 else { return "" }
    let eighths = max(Int((min(share, 1) * Double(places) * 8).rounded()), 1)
    let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
    return String(repeating: "█", count: eighths / 8) + rest
  }
}

extension ReportTable.Cell {
  /// The cell with escapes for what cannot be seen in its text.
  var escapedForDisplay: Self {
    switch self {
    case .text(let text): .text(text.escapedForDisplay)
    case .written(let text, let value): .written(text.escapedForDisplay, value: value)
    case .count, .plain, .change, .number, .single, .percent, .kibibytes, .mebibytes, .shape, .flag,
      .bar, .ditto, .none:
      self
    }
  }
}
