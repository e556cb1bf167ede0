/// A finite number's magnitude in decimal, with all digits that it has: a binary fraction has no more
/// than 1,074 of them behind the point, so that every rounding of it can be exact.
struct ExactDecimal {
  /// The digits, from the first that counts; none of a zero.
  private(set) var digits: [UInt8]
  /// How many digits stand behind the point.
  private(set) var decimals: Int

  /// The digits of a number that is finite, without its sign.
  init(_ value: Double) {
    guard value.isFinite, value != 0 else {
      (digits, decimals) = ([], 0)
      return
    }
    // The number is `significand` times two to the power of `exponent`, without needless zeros.
    let exponent = Int(value.exponent) - value.significandWidth
    let significand = UInt64(value.significandBitPattern | (value.isNormal ? 1 << 52 : 0))
    var natural = DecimalNatural(significand >> UInt64(significand.trailingZeroBitCount))
    // Half of a number is five tenths of it.
    natural.multiply(by: exponent < 0 ? 5 : 2, times: abs(exponent))
    digits = natural.digits
    decimals = max(-exponent, 0)
  }

  /// Rounds to so many digits behind the point, or before it if negative; a tie to the even digit.
  mutating func round(decimals kept: Int) {
    let dropped = decimals - kept
    guard dropped > 0 else {
      digits += Array(repeating: 0, count: digits.isEmpty ? 0 : -dropped)
      decimals = kept
      return
    }
    decimals = kept
    guard dropped <= digits.count else {
      digits = []
      return
    }
    let rest = digits.suffix(dropped)
    digits.removeLast(dropped)
    let isTie = rest.first == 5 && rest.dropFirst().allSatisfy { $0 == 0 }
    let isUp = isTie ? (digits.last ?? 0) % 2 == 1 : rest.first.map { $0 >= 5 } ?? false
    if isUp { increment() }
  }

  /// Adds one to the last digit.
  private mutating func increment() {
    for place in digits.indices.reversed() {
      guard digits[place] == 9 else {
        digits[place] += 1
        return
      }
      digits[place] = 0
    }
    digits.insert(1, at: 0)
  }
}

/// A natural number in limbs of nine decimal digits, the lowest first.
private struct DecimalNatural {
  private static let base: UInt64 = 1_000_000_000
  private var limbs: [UInt64] = []

  init(_ value: UInt64) {
    var rest = value
    while rest > 0 {
      limbs.append(rest % Self.base)
      rest /= Self.base
    }
  }

  /// Multiplies by the power of a small number.
  mutating func multiply(by base: UInt64, times exponent: Int) {
    var rest = exponent
    while rest > 0 {
      // No more than 5^12 at once, so that no product overflows.
      let count = Swift.min(rest, 12)
      multiply(by: (0..<count).reduce(1) { power, _ in power * base })
      rest -= count
    }
  }

  private mutating func multiply(by factor: UInt64) {
    var carry: UInt64 = 0
    for place in limbs.indices {
      let product = limbs[place] * factor + carry
      limbs[place] = product % Self.base
      carry = product / Self.base
    }
    if carry > 0 { limbs.append(carry) }
  }

  /// The digits, the highest first, without leading zeros.
  var digits: [UInt8] {
    var lowestFirst: [UInt8] = []
    for limb in limbs {
      var rest = limb
      for _ in 0..<9 {
        lowestFirst.append(UInt8(rest % 10))
        rest /= 10
      }
    }
    while lowestFirst.last == 0 { lowestFirst.removeLast() }
    return lowestFirst.reversed()
  }
}
