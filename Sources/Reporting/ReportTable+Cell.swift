import Architecture

extension ReportTable {
  /// A value of a table, from which every format makes its own: grouped digits for people, the
  /// exact value for programs.
  public enum Cell: Hashable, Sendable, ExpressibleByStringLiteral {
    /// Words.
    case text(String)
    /// A whole number, exactly.
    case count(Int)
    /// A whole number with its sign, as a difference; a dash for none.
    case change(Int)
    /// Words that the line above has too: people read nothing.
    case ditto(String)
    /// A cell as its source prints it, which programs get as a number if it is one.
    case printed(String)
    /// A number with so many decimals; programs get all of them.
    case number(Double, decimals: Int)
    /// A part of a whole in percent with one decimal; programs get the share, from 0 to 1.
    case percent(Int, of: Int)
    /// Bytes, for people in KiB with one decimal.
    case kibibytes(Int)
    /// Bytes, for people in MiB with two decimals.
    case mebibytes(Int)
    /// The shape of a tensor: `112x112x32`.
    case shape(Shape)
    /// Yes, or a dash.
    case flag(Bool)
    /// A share from 0 to 1 as a bar of so many places; programs get the number.
    case bar(Double, places: Int)
    /// Nothing: a dash.
    case none

    /// Words.
    public init(stringLiteral value: String) { self = .text(value) }

    /// As people read it.
    public var text: String {
      switch self {
      case .text(let text): text
      case .count(let value): Numbers.grouped(value)
      case .change(0): "-"
      case .ditto: ""
      case .printed(let text): text
      case .change(let value): (value > 0 ? "+" : "") + Numbers.grouped(value)
      case .number(let value, 0):
        Int(exactly: value.rounded()).map(Numbers.grouped) ?? Numbers.fixed(value, 0)
      case .number(let value, let decimals): Numbers.fixed(value, decimals)
      case .percent(let part, let whole): Numbers.percent(part, of: whole)
      case .kibibytes(let bytes): Numbers.kibibytes(bytes)
      case .mebibytes(let bytes): Numbers.mebibytes(bytes)
      case .shape(let shape): "\(shape)"
      case .flag(let flag): flag ? "yes" : "-"
      case .bar(let share, let places): Self.bar(share, places: places)
      case .none: "-"
      }
    }

    /// As a program reads it in a line of comma-separated values: without separators of thousands.
    var plainText: String {
      switch self {
      case .count(let value), .change(let value): "\(value)"
      case .number(let value, let decimals): Numbers.fixed(value, decimals)
      case .bar(let share, _): Numbers.fixed(share, 4)
      case .none: ""
      case .ditto(let text): text
      case .text("-"), .printed("-"): ""
      case .text, .printed, .percent, .kibibytes, .mebibytes, .shape, .flag: text
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
}
