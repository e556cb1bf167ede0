/// Numbers as a command line lists them: `0.5,0.75,1` or `96...256:32`, which is from, to and step.
enum Steps {
  /// The most numbers of one list.
  static let most = 10_000

  /// Numbers with a fraction. Steps are counted, not added up, so that no error adds up either.
  static func numbers(_ text: String, option: String) throws -> [Double] {
    func malformed() -> Failure {
      .usage(
        "\(option) '\(text)' must be numbers with commas, such as 0.5,0.75,1, or a range with a"
          + " step, such as 0.25...1.4:0.05")
    }
    guard let dots = text.range(of: "...") else {
      return try text.split(separator: ",", omittingEmptySubsequences: false).map {
        guard let value = Double($0), value.isFinite else { throw malformed() }
        return value
      }
    }
    let rest = text[dots.upperBound...].split(separator: ":", omittingEmptySubsequences: false)
    guard rest.count == 2, let first = Double(text[..<dots.lowerBound]), let last = Double(rest[0]),
      let step = Double(rest[1]), first.isFinite, last.isFinite, last >= first, step > 0
    else { throw malformed() }
    // A last number that is missed by rounding alone counts.
    let count = (last - first) / step + 1e-9
    guard count < Double(most) else {
      throw Failure.usage("\(option) '\(text)' lists more than \(most) numbers")
    }
    return (0...Int(count)).map { index in
      let value = first + Double(index) * step
      return (value * 1e9).rounded() / 1e9
    }
  }

  /// Whole numbers.
  static func wholeNumbers(_ text: String, option: String) throws -> [Int] {
    try numbers(text, option: option).map { number in
      guard let whole = Int(exactly: number) else {
        throw Failure.usage("\(option) must list whole numbers, not \(number)")
      }
      return whole
    }
  }
}

/// Amounts as a command line gives them: `150M`, `1.2G`, `3000000`, `512KiB`.
enum Amount {
  /// The units of things that are counted.
  static let counts: [(String, Double)] = [("k", 1e3), ("K", 1e3), ("M", 1e6), ("G", 1e9), ("", 1)]
  /// The units of memory.
  static let bytes: [(String, Double)] = [
    ("KiB", 1024), ("MiB", 1_048_576), ("GiB", 1_073_741_824), ("kB", 1e3), ("KB", 1e3),
    ("MB", 1e6), ("GB", 1e9), ("B", 1), ("", 1),
  ]

  static func parse(_ text: String, in units: [(String, Double)], option: String) throws -> Int {
    for (unit, factor) in units where text.hasSuffix(unit) || unit.isEmpty {
      guard let number = Double(text.dropLast(unit.count)) else { continue }
      let value = (number * factor).rounded()
      guard (1...1e18).contains(value), let whole = Int(exactly: value) else { break }
      return whole
    }
    let known = units.map(\.0).filter { !$0.isEmpty }.joined(separator: ", ")
    throw Failure.usage(
      "\(option) '\(text)' must be from 1 to 1e18, with one of the units \(known) or none")
  }
}
