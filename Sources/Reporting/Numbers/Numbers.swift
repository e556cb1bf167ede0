import Architecture

/// Numbers as reports print them; never dependent on the machine's locale.
package enum Numbers {
  /// A whole number with separators: `568,740,352`.
  package static func grouped(_ value: some BinaryInteger) -> String {
    (value < 0 ? "-" : "") + UInt64(value.magnitude).groupedDigits
  }

  /// A number with a fixed count of decimals, the exact value rounded, a tie to the even digit; `nan`,
  /// `inf` or `-inf` if it is not finite.
  package static func fixed(_ value: Double, _ decimals: Int) -> String {
    guard value.isFinite else { return notFinite(value) }
    // More digits than 1,074 behind the point no number has.
    let decimals = min(max(decimals, 0), 1074)
    var exact = ExactDecimal(value)
    exact.round(decimals: decimals)
    let zeros = Array(repeating: 0 as UInt8, count: max(decimals + 1 - exact.digits.count, 0))
    let digits = zeros + exact.digits
    let fraction = decimals == 0 ? "" : "." + text(digits.suffix(decimals))
    return sign(value) + text(digits.dropLast(decimals)) + fraction
  }

  /// A number by its two leading digits and its power of ten: `1.2e-06`.
  package static func scientific(_ value: Double) -> String {
    guard value.isFinite else { return notFinite(value) }
    guard value != 0 else { return sign(value) + "0.0e+00" }
    var exact = ExactDecimal(value)
    exact.round(decimals: exact.decimals - exact.digits.count + 2)
    // Rounding 99.5 makes a digit more.
    let exponent = exact.digits.count - exact.decimals - 1
    let power = String(exponent.magnitude)
    return sign(value) + text(exact.digits[..<1]) + "." + text(exact.digits[1...1])
      + (exponent < 0 ? "e-" : "e+") + (power.utf8.count < 2 ? "0" : "") + power
  }

  /// A part of a whole in percent; a dash where there is none.
  package static func percent<Count: BinaryInteger>(_ part: Count, of whole: Count) -> String {
    part == 0 || whole == 0 ? "-" : fixed(100 * Double(part) / Double(whole), 1)
  }

  /// Bytes in MiB with two decimals.
  package static func mebibytes(_ bytes: some BinaryInteger) -> String {
    fixed(Double(bytes) / 1_048_576, 2)
  }

  /// Bytes in KiB with one decimal.
  package static func kibibytes(_ bytes: some BinaryInteger) -> String {
    fixed(Double(bytes) / 1024, 1)
  }

  private static func sign(_ value: Double) -> String { value.sign == .minus ? "-" : "" }

  private static func text(_ digits: ArraySlice<UInt8>) -> String {
    String(decoding: digits.map { UInt8(ascii: "0") + $0 }, as: UTF8.self)
  }

  private static func notFinite(_ value: Double) -> String {
    value.isNaN ? "nan" : sign(value) + "inf"
  }
}
