import Architecture

extension TableLibrary {
  /// The network that a person means by a name, an alias or one of their spellings, with a dialect
  /// behind it or none: in any case, with `_` for `-` or nothing, and with timm's width behind it.
  ///
  /// `mobilenetv2_050@timm` is `mobilenet-v2@timm` at width 0.5. A name or alias as it stands in a
  /// table always wins; a spelling counts only where it has one reading.
  ///
  /// `width` is what is asked for elsewhere; a name may not have another.
  ///
  /// Throws `LookupError` for names that are unknown, have several readings, or contradict `width`;
  /// whether the dialect is one of the family, reading the architecture tells.
  package func request(
    _ name: String, width: Double? = nil
  ) throws(LookupError) -> NetworkRequest {
    let (table, dialect) = name.tableAndDialect
    let reading = try reading(of: table)
    if let own = reading.width, let width, own != width {
      throw .contradictoryWidths(table, own: own, asked: width)
    }
    return NetworkRequest(
      dialect.map { "\(reading.label)@\($0)" } ?? reading.label,
      width: width ?? reading.width)
  }

  /// The table of a name without a dialect, and the width that the name gives.
  private func reading(of name: String) throws(LookupError) -> (label: String, width: Double?) {
    if let label = label(of: name) { return (label, nil) }
    var candidates = labels { $0 == Spelling(name) }
    if let only = candidates.first, candidates.count == 1 { return (only, nil) }
    if candidates.isEmpty, let (stem, width) = Spelling.stemAndWidth(name) {
      candidates = label(of: stem).map { [$0] } ?? labels { $0 == Spelling(stem) }
      if let only = candidates.first, candidates.count == 1 {
        guard hasWidths(only) else {
          throw .unknownArchitecture(name, nearest: only, known: architectureNames)
        }
        return (only, width)
      }
      if candidates.isEmpty { candidates = labels { $0.begins(with: Spelling(stem)) } }
    }
    if candidates.isEmpty { candidates = labels { $0.begins(with: Spelling(name)) } }
    guard candidates.count > 1 else { throw unknown(name) }
    throw .ambiguousArchitecture(name, candidates: candidates)
  }

  /// The tables of which a name or an alias is spelled so, in alphabetical order.
  private func labels(_ isMeant: (Spelling) -> Bool) -> [String] {
    let names = Set(architectureNames + files.flatMap { $0.aliases })
    return Set(names.filter { isMeant(Spelling($0)) }.compactMap { label(of: $0) }).sorted()
  }

  private func hasWidths(_ label: String) -> Bool {
    guard let spec = try? architecture(named: label) else { return false }
    return spec.rules.width.rounding != .undefined
  }
}

/// A name without what people write now so, now so: capitals, hyphens, underscores.
struct Spelling: Equatable {
  private let letters: [UInt8]

  init(_ name: String) {
    letters = name.utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }
      .map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
  }

  /// A name of several words, with whatever stands between them.
  init(phrase: String) {
    letters = Self(phrase).letters.filter { $0 != UInt8(ascii: " ") }
  }

  /// Whether another spelling, which is not empty, is the beginning of this one.
  func begins(with other: Self) -> Bool {
    !other.letters.isEmpty && letters.starts(with: other.letters)
  }

  /// A name of the form `STEM_050`, as timm writes widths in hundredths; nothing for another.
  ///
  /// Multiples of 32 are no widths, for they may be meant for resolutions.
  static func stemAndWidth(_ name: String) -> (stem: String, width: Double)? {
    let (stem, digits) = (name.utf8.dropLast(4), name.utf8.suffix(3))
    guard let separator = name.utf8.dropLast(3).last,
      [UInt8(ascii: "-"), UInt8(ascii: "_")].contains(separator),
      digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let hundredths = Int(String(Substring(digits))), hundredths % 32 != 0
    else { return nil }
    return (String(Substring(stem)), Double(hundredths) / 100)
  }
}
