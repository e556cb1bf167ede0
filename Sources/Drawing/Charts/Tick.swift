/// A marked value on an axis.
package struct Tick: Equatable, Hashable, Sendable {
  /// The value.
  package var value: Double
  /// What is written beside it.
  package var label: String

  /// A mark at a value.
  package init(_ value: Double, label: String) {
    self.value = value
    self.label = label
  }
}

extension Interval {
  /// The multiples of 1, 2 or 5 times a power of ten within the stretch: of all such steps the
  /// smallest that gives no more than `limit` of them.
  ///
  /// The limit counts as 2 when lower and as 50 when higher. Labels have the decimals of the step.
  /// Ends that are equal, not finite or too close for the size of their numbers give no ticks.
  package func ticks(atMost limit: Int = 9) -> [Tick] {
    let limit = min(max(limit, 2), 50)
    let length = upper - lower
    // Below this length a step's power of ten would leave the range of numbers.
    guard length.isFinite, length > 1e-290 else { return [] }

    for step in DecimalStep.all(from: length / Double(limit)) {
      // A hair of slack keeps ends such as 0.1 + 0.2, which lies just above 0.3.
      guard let first = Int(exactly: (lower / step.value - 1e-9).rounded(.up)),
        let last = Int(exactly: (upper / step.value + 1e-9).rounded(.down)),
        max(first.magnitude, last.magnitude) < 1 << 50
      else { return [] }
      guard last - first < limit else { continue }
      return first > last ? [] : (first...last).map(step.tick)
    }
    return []
  }
}

/// 1, 2 or 5 times a power of ten.
private struct DecimalStep {
  let digit: Int
  let exponent: Int

  var value: Double { Self.scaled(Double(digit), exponent) }

  /// The steps in growing order, from one no greater than `least` to one five times as great or
  /// more.
  static func all(from least: Double) -> [DecimalStep] {
    var exponent = 0
    while scaled(1, exponent) > least { exponent -= 1 }
    while scaled(1, exponent + 1) <= least { exponent += 1 }
    return (exponent...exponent + 1).flatMap { power in
      [1, 2, 5].map { DecimalStep(digit: $0, exponent: power) }
    }
  }

  /// The tick at a whole multiple of the step.
  func tick(_ multiple: Int) -> Tick {
    let count = multiple * digit
    var digits = String(count.magnitude)
    if exponent < 0 {
      let decimals = -exponent
      digits = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
      digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -decimals))
    } else if count != 0 {
      digits += String(repeating: "0", count: exponent)
    }
    return Tick(Self.scaled(Double(count), exponent), label: (count < 0 ? "−" : "") + digits)
  }

  /// The nearest number to `value` times a power of ten: dividing by 10, unlike multiplying by 0.1,
  /// brings no error of its own.
  private static func scaled(_ value: Double, _ exponent: Int) -> Double {
    let power = (0..<exponent.magnitude).reduce(1.0) { product, _ in product * 10 }
    return exponent < 0 ? value / power : value * power
  }
}
