/// Amounts as people write them: `150M`, `1.2G`, `3000000`, `512KiB`.
package enum Amount: Sendable {
  /// Things that are counted, in thousands.
  case counts
  /// Memory.
  case bytes

  /// Reads an amount, from 1 to 1e18.
  package func parse(_ text: String) throws(NotationError) -> Int {
    for (unit, factor) in units where text.hasSuffix(unit) || unit.isEmpty {
      guard let number = Double(text.dropLast(unit.count)) else { continue }
      let value = (number * factor).rounded()
      guard (1...1e18).contains(value), let whole = Int(exactly: value) else { break }
      return whole
    }
    let known = units.dropLast().map { $0.name }.joined(separator: ", ")
    throw NotationError("must be from 1 to 1e18, with a unit (\(known)) or without")
  }

  /// The units, none as the last.
  private var units: [(name: String, factor: Double)] {
    switch self {
    case .counts: [("k", 1e3), ("K", 1e3), ("M", 1e6), ("G", 1e9), ("", 1)]
    case .bytes:
      [
        ("KiB", 1024), ("MiB", 1_048_576), ("GiB", 1_073_741_824), ("kB", 1e3), ("KB", 1e3),
        ("MB", 1e6), ("GB", 1e9), ("B", 1), ("", 1),
      ]
    }
  }
}
