/// A number as a text prints it: `569 M`, `4.24 M`, `35641826`, `2.913`. Its last digit says how much
/// it claims.
package struct PrintedNumber: Hashable, Sendable, CustomStringConvertible {
  /// The digits without the point, with the sign.
  package let significand: Int
  /// The power of ten of the last digit: 6 in `569 M`, -3 in `2.913`.
  package let exponent: Int
  /// The text.
  package let description: String

  /// The powers of ten behind the units.
  private static let units: [(name: String, exponent: Int)] = [("k", 3), ("M", 6), ("G", 9)]

  /// A number from its text: digits, a point if need be, a blank and `k`, `M` or `G` if need be.
  /// Nothing if the text is not a number or has more than 15 digits.
  package init?(_ text: String) {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard let number = parts.first, parts.count <= 2 else { return nil }
    var unit = 0
    if parts.count == 2 {
      guard let known = Self.units.first(where: { $0.name == parts[1] }) else { return nil }
      unit = known.exponent
    }
    let halves = number.split(separator: ".", omittingEmptySubsequences: false)
    guard let whole = halves.first, halves.count <= 2 else { return nil }
    let decimals = halves.count == 2 ? halves[1] : ""
    let digits = (whole.hasPrefix("-") ? whole.dropFirst() : whole) + decimals
    guard !digits.isEmpty, digits.utf8.count <= 15, halves.count == 1 || !decimals.isEmpty,
      digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let significand = Int(whole + decimals)
    else { return nil }
    self.significand = significand
    exponent = unit - decimals.utf8.count
    description = text
  }

  /// The number.
  package var value: Double { Self.scaled(Double(significand), by: exponent) }

  /// The digits that a value has when it is rounded to the last printed one.
  package func rounded(_ value: Double) -> Double {
    Self.scaled(value, by: -exponent).rounded()
  }

  /// The digits that a value has when it is cut behind the last printed one.
  package func cut(_ value: Double) -> Double {
    Self.scaled(value, by: -exponent).rounded(.towardZero)
  }

  /// The digits that a value has when it is raised to the last printed one.
  package func raised(_ value: Double) -> Double {
    Self.scaled(value, by: -exponent).rounded(.awayFromZero)
  }

  /// Whether a value prints so when it is rounded, or when it is cut.
  package func gives(_ value: Double) -> Bool {
    rounded(value) == Double(significand) || cut(value) == Double(significand)
  }

  /// In how many digits the number differs from a value that is rounded, or cut if that is nearer;
  /// nothing if one of them has more digits.
  package func differingDigits(from value: Double) -> Int? {
    func count(_ digits: Double) -> Int? {
      guard let other = Int(exactly: digits) else { return nil }
      let (own, others) = ("\(significand)".utf8, "\(other)".utf8)
      return own.count == others.count ? zip(own, others).count { $0 != $1 } : nil
    }
    return [count(rounded(value)), count(cut(value))].compactMap { $0 }.min()
  }

  /// Division by a power of ten is exact where its inverse would not be.
  private static func scaled(_ value: Double, by exponent: Int) -> Double {
    var power = 1.0
    for _ in 0..<abs(exponent) { power *= 10 }
    return exponent < 0 ? value / power : value * power
  }
}
