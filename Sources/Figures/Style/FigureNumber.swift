import Architecture

/// Numbers as figures print them.
enum FigureNumber {
  /// A whole number with separators: `568,740,352`.
  static func grouped(_ value: some SignedInteger) -> String {
    (value < 0 ? "−" : "") + UInt64(value.magnitude).groupedDigits
  }

  /// A count in thousands, millions or thousands of millions with three digits or four: `568.7 M`,
  /// `3.50 M`.
  static func short(_ value: some SignedInteger) -> String {
    let units: [(scale: Double, name: String)] = [
      (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"),
    ]
    guard let unit = units.first(where: { Double(value) >= $0.scale }) else {
      return grouped(value)
    }
    let amount = Double(value) / unit.scale
    return fixed(amount, decimals: amount < 10 ? 2 : 1) + " " + unit.name
  }

  /// Bytes in binary units: `784 KiB`, `1.34 MiB`.
  static func bytes(_ value: some SignedInteger) -> String {
    let units: [(scale: Double, name: String)] = [
      (0x1p30, "GiB"), (0x1p20, "MiB"), (0x1p10, "KiB"),
    ]
    guard let unit = units.first(where: { Double(value) >= $0.scale }) else {
      return grouped(value) + " B"
    }
    let amount = Double(value) / unit.scale
    return fixed(amount, decimals: amount < 10 ? 2 : amount < 100 ? 1 : 0) + " " + unit.name
  }

  /// A number that is not negative, with some decimals.
  static func fixed(_ value: Double, decimals: Int) -> String {
    let scale = (0..<decimals).reduce(1) { product, _ in product * 10 }
    guard let scaled = Int(exactly: (value * Double(scale)).rounded()) else { return "\(value)" }
    guard decimals > 0 else { return grouped(scaled) }
    let fraction = String(scaled % scale)
    let zeros = String(repeating: "0", count: decimals - fraction.count)
    return grouped(scaled / scale) + ".\(zeros)\(fraction)"
  }

  /// About three digits of a number above 0: `0.05`, `2.5`, `118`, `2 k`, `300 M`.
  static func rounded(_ value: Double) -> String {
    guard value.isFinite, value < 1e15 else { return "\(value)" }
    if value < 1 { return trimmed(value, decimals: 4) }
    if value < 1000 { return trimmed(value, decimals: value < 10 ? 2 : value < 100 ? 1 : 0) }
    let units: [(scale: Double, name: String)] = [
      (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"),
    ]
    let unit = units.first { value >= $0.scale * 0.9999 } ?? (1, "")
    return trimmed(value / unit.scale, decimals: 1) + " " + unit.name
  }

  /// Two digits or three of any number, with its sign: `−0.38`, `3.4`, `12`.
  static func brief(_ value: Double) -> String { brief(value, like: value) }

  /// A number with the decimals of one of another size: both ends of a range have those of its width.
  static func brief(_ value: Double, like other: Double) -> String {
    let (size, scale) = (abs(value), abs(other))
    let decimals = scale < 0.01 ? 4 : scale < 0.1 ? 3 : scale < 1 ? 2 : scale < 10 ? 1 : 0
    let text = size < 100 ? trimmed(size, decimals: decimals) : rounded(size)
    return value < 0 && text != "0" ? "−" + text : text
  }

  /// A number with as many of two decimals as it needs: `1`, `0.35`, `1.4`.
  static func trimmed(_ value: Double, decimals: Int = 2) -> String {
    var text = fixed(value, decimals: decimals)
    while text.contains("."), let last = text.last, last == "0" || last == "." {
      text.removeLast()
    }
    return text
  }

  /// A part of a whole in percent: `12`, `<1`; nothing if the whole is 0.
  static func percent<Count: BinaryInteger>(_ part: Count, of whole: Count) -> String {
    guard part > 0, whole > 0 else { return "" }
    let share = 100 * Double(part) / Double(whole)
    return share < 0.5 ? "<1" : "\(Int(share.rounded()))"
  }
}
