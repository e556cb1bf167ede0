/// A share of a whole, as people write it: `1%` or `0.01`.
package struct Share: Hashable, Sendable, CustomStringConvertible {
  /// Above 0 and below 1.
  package var fraction: Double

  /// Reads a share.
  package init(_ text: String) throws(NotationError) {
    let isPercent = text.hasSuffix("%")
    guard let number = Double(isPercent ? String(text.dropLast()) : text),
      case let share = isPercent ? number / 100 : number, share > 0, share < 1
    else { throw NotationError("must be above 0 and below 100 %, such as 1%") }
    fraction = share
  }

  /// A share of so many hundredths.
  package init(percent: Double) { fraction = percent / 100 }

  /// In percent.
  package var description: String {
    // 0.07 is read as 7.000000000000001 %.
    let percent = (fraction * 1e8).rounded() / 1e6
    return (Int(exactly: percent).map { "\($0)" } ?? "\(percent)") + "%"
  }
}
