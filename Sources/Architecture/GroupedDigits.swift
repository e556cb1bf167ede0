extension UInt64 {
  /// The digits in groups of three: `568,740,352`.
  package var groupedDigits: String {
    let digits = Array(String(self).utf8)
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "," }
      text.unicodeScalars.append(UnicodeScalar(digit))
    }
    return text
  }
}

extension UInt {
  /// The digits in groups of three: `568,740,352`.
  public var groupedDigits: String { UInt64(self).groupedDigits }
}
