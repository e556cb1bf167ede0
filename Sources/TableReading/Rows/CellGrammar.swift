import Architecture

/// The grammar of single cells.
struct CellGrammar {
  let log: ProblemLog
  /// Variables that a cell may name.
  var variables: Set<String> = []

  /// The largest number that a cell may hold: enough for any network, small enough that no
  /// product of a few of them overflows.
  static let largest = 1_000_000

  /// A number, a variable, or a sum of products of a number and variables: `4 boxes`, `0.5 out`,
  /// `out - in`.
  func quantity(_ value: YAMLValue) -> Quantity? {
    if let text = value.text, let quantity = quantity(text) { return quantity }
    let known = variables.isEmpty ? "" : " (\(variables.sorted().joined(separator: ", ")))"
    log.report(
      "'\(value.printed)' is neither a whole number from 1 to \(Self.largest) nor a sum of products"
        + " of numbers and known variables\(known)", at: value.location)
    return nil
  }

  private func quantity(_ text: String) -> Quantity? {
    var terms: [Quantity.Term] = []
    var words: [Substring] = []
    var sign = 1.0
    for word in text.split(separator: " ") + [Substring("+")] {
      guard word == "+" || word == "-" else {
        words.append(word)
        continue
      }
      guard var term = term(words) else { return nil }
      term.coefficient *= sign
      terms.append(term)
      words = []
      sign = word == "-" ? -1 : 1
    }
    let quantity = Quantity(terms)
    // A number alone, or a sum of numbers, is whole and positive.
    if quantity.isLiteral {
      let sum = terms.reduce(0) { $0 + $1.coefficient }
      guard sum == sum.rounded(), sum >= 1, sum <= Double(Self.largest) else { return nil }
      return Quantity(sum)
    }
    return quantity
  }

  private func term(_ words: [Substring]) -> Quantity.Term? {
    guard !words.isEmpty else { return nil }
    var term = Quantity.Term(1)
    for (position, word) in words.enumerated() {
      if position == 0, let number = Double(word) {
        guard number > 0, number <= Double(Self.largest) else { return nil }
        term.coefficient = number
      } else if variables.contains(String(word)) {
        term.variables.append(String(word))
      } else {
        return nil
      }
    }
    return term
  }

  /// A number that must not be 0, or two numbers compared: `stride > 1`, `in != out`.
  func condition(_ value: YAMLValue) -> Condition? {
    let text = value.printed
    switch text {
    case "True", "true", "yes": return Condition(Quantity(1))
    case "False", "false", "no", "0": return Condition(Quantity(0))
    default: break
    }
    func number(_ text: String) -> Quantity? {
      let text = text.trimmed
      return text == "0" ? Quantity(0) : quantity(text)
    }
    // The longer signs first, for one begins as another.
    let signs = Condition.Comparison.allCases.sorted { $0.rawValue.count > $1.rawValue.count }
    for comparison in signs {
      guard let range = text.firstRange(ofText: comparison.rawValue) else { continue }
      if let left = number(String(text[..<range.lowerBound])),
        let right = number(String(text[range.upperBound...]))
      {
        return Condition(left, comparison, right)
      }
      break
    }
    if let quantity = quantity(text) { return Condition(quantity) }
    let known = variables.sorted().joined(separator: ", ")
    log.report(
      "'\(text)' is no condition such as 'stride > 1' or a parameter (known: \(known))",
      at: value.location)
    return nil
  }

  /// A shape such as `112x112x32` or `1 x 1 x classes`.
  func shape(_ value: YAMLValue) -> ShapeClaim? {
    let extents = Self.extents(value.printed)
    if extents.count == 3, let height = Int(extents[0]), let width = Int(extents[1]),
      (1...Self.largest).contains(height), (1...Self.largest).contains(width),
      let channels = quantity(extents[2])
    {
      return ShapeClaim(
        height: height, width: width, channels: channels, location: value.location)
    }
    log.report(
      "'\(value.printed)' is not a shape such as 112x112x32 (height, width, channels)",
      at: value.location)
    return nil
  }

  /// Height and width of a window, such as `3x3` or `1x3`; nothing if the text is something else.
  func window(_ text: String) -> PerAxis<Int>? {
    guard text.utf8.count <= 64 else { return nil }
    let sides = Self.extents(text).map { Int($0) ?? 0 }
    guard sides.count == 2, sides.allSatisfy((1...255).contains) else { return nil }
    return PerAxis(height: sides[0], width: sides[1])
  }

  /// The parts of a product written with x or ×.
  static func extents(_ text: String) -> [String] {
    var bytes = Array(text.utf8)
    if !text.utf8.allSatisfy({ $0 < 0x80 }) {
      bytes = Array(text.replacing(text: "×", with: "x").utf8)
    }
    var parts: [String] = []
    var start = 0
    var previous = UInt8(ascii: " ")
    for (index, byte) in bytes.enumerated() {
      let isDigit = previous >= UInt8(ascii: "0") && previous <= UInt8(ascii: "9")
      // An x separates if it follows a digit or a blank; within a word it is a letter.
      if byte == UInt8(ascii: "x"), previous == UInt8(ascii: " ") || isDigit {
        parts.append(String(decoding: bytes[start..<index], as: UTF8.self).trimmed)
        start = index + 1
      }
      previous = byte
    }
    return parts + [String(decoding: bytes[start...], as: UTF8.self).trimmed]
  }

  func activation(_ value: YAMLValue) -> RowActivation? {
    if let activation = value.text.flatMap(RowActivation.init(cell:)) { return activation }
    refuseActivation(value, among: RowActivation.abbreviations)
    return nil
  }

  /// An activation without parameters.
  func curve(_ value: YAMLValue) -> Activation? {
    if let activation = value.text.flatMap(Activation.init(cell:)) { return activation }
    refuseActivation(value, among: Activation.allCases.map { $0.abbreviation })
    return nil
  }

  private func refuseActivation(_ value: YAMLValue, among abbreviations: [String]) {
    let names = abbreviations.joined(separator: ", ")
    log.report(
      "'\(value.printed)' is not an activation (\(names), or a full name)", at: value.location)
  }

  func padding(_ value: YAMLValue) -> Padding? {
    switch value.text {
    case "valid": return .valid
    case "symmetric": return .symmetric
    case "same": return .same
    case let text?:
      if let margin = Int(text), (0...1024).contains(margin) { return .explicit(margin) }
    case nil: break
    }
    log.report(
      "'\(value.printed)' is not a padding (symmetric, same, valid, or a number)",
      at: value.location)
    return nil
  }

  /// `stem`, `bneck13.expand`, `4`, `-1`, `input`.
  func source(_ value: YAMLValue) -> Source? {
    guard let text = value.text, !text.isEmpty else {
      log.report("'\(value.printed)' is not a row", at: value.location)
      return nil
    }
    if let number = Int(text) {
      guard let rows = Int(exactly: number.magnitude) else {
        log.report("'\(text)' is not a row", at: value.location)
        return nil
      }
      return Source(number < 0 ? .back(rows) : .number(number))
    }
    let parts = text.split(separator: ".", maxSplits: 1).map(String.init)
    let anchor: Source.Anchor =
      parts[0] == "input" ? .input : Int(parts[0]).map { .number($0) } ?? .name(parts[0])
    return Source(anchor, place: parts.count > 1 ? parts[1] : nil)
  }

  /// One source or a list of them.
  func sources(_ value: YAMLValue) -> [Source] {
    if value.isAbsent { return [] }
    return (value.sequence ?? [value]).compactMap(source)
  }
}

extension StringProtocol {
  /// Without blanks at both ends.
  var trimmed: String {
    var rest = Substring(self)
    while let first = rest.first, first == " " { rest.removeFirst() }
    while let last = rest.last, last == " " { rest.removeLast() }
    return String(rest)
  }
}
