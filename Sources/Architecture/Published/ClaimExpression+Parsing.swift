extension ClaimExpression {
  /// An expression from its text; quantities that name no network are of the given one.
  package init(_ text: String, about network: String) throws(ClaimExpressionError) {
    var parser = ClaimParser(rest: Substring(text), network: network)
    self = try parser.sum(depth: 0)
    if !parser.rest.isEmpty {
      throw .unexpected(String(parser.rest), wanted: "an operator or the end")
    }
  }
}

/// Reads sums of products of numbers, quantities and expressions in parentheses.
private struct ClaimParser {
  var rest: Substring
  let network: String

  private static let deepest = 32

  mutating func sum(depth: Int) throws(ClaimExpressionError) -> ClaimExpression {
    var left = try product(depth: depth)
    while true {
      if take("+") {
        left = .join(.sum, left, try product(depth: depth))
      } else if take("-") {
        left = .join(.difference, left, try product(depth: depth))
      } else {
        return left
      }
    }
  }

  private mutating func product(depth: Int) throws(ClaimExpressionError) -> ClaimExpression {
    var left = try factor(depth: depth)
    while true {
      if take("*") {
        left = .join(.product, left, try factor(depth: depth))
      } else if take("/") {
        left = .join(.quotient, left, try factor(depth: depth))
      } else {
        return left
      }
    }
  }

  private mutating func factor(depth: Int) throws(ClaimExpressionError) -> ClaimExpression {
    guard depth < Self.deepest else { throw .tooDeep }
    skipBlanks()
    if take("-") {
      return .join(.difference, .number(0), try factor(depth: depth + 1))
    }
    if take("(") {
      let inside = try sum(depth: depth + 1)
      try require(")")
      return inside
    }
    if let first = rest.first, first.isASCII, first.isNumber {
      let digits = word { $0.isNumber || $0 == "." }
      guard let number = Double(digits) else { throw .unexpected(digits, wanted: "a number") }
      return .number(number)
    }
    let name = word { $0.isLetter }
    guard !name.isEmpty else {
      throw .unexpected(String(rest.prefix(1)), wanted: "a number or a quantity")
    }
    switch name {
    case "min": return try pair(.minimum, depth: depth)
    case "max": return try pair(.maximum, depth: depth)
    default:
      guard let measure = ClaimQuantity.Measure(rawValue: name) else {
        throw .unknownQuantity(name)
      }
      return .quantity(try quantity(measure))
    }
  }

  private mutating func pair(
    _ join: ClaimExpression.Join, depth: Int
  ) throws(ClaimExpressionError) -> ClaimExpression {
    try require("(")
    let first = try sum(depth: depth + 1)
    try require(",")
    let second = try sum(depth: depth + 1)
    try require(")")
    return .join(join, first, second)
  }

  /// `(NETWORK, key value, ...)`; everything may be left out.
  private mutating func quantity(
    _ measure: ClaimQuantity.Measure
  ) throws(ClaimExpressionError) -> ClaimQuantity {
    try require("(")
    guard let end = rest.firstIndex(of: ")") else { throw .unexpected("", wanted: "')'") }
    let arguments = rest[..<end].split(separator: ",", omittingEmptySubsequences: false)
    rest = rest[rest.index(after: end)...]
    skipBlanks()
    var quantity = ClaimQuantity(
      measure, of: NetworkRequest(network), ClaimQuantity.Selection())
    let isEmpty = arguments.count == 1 && arguments[0].allSatisfy { $0 == " " }
    for (index, argument) in (isEmpty ? [] : arguments).enumerated() {
      let words = argument.split(separator: " ").map(String.init)
      if index == 0, words.count == 1 {
        quantity.network.name = words[0]
      } else if words.count != 2 || !Self.set(words[0], to: words[1], in: &quantity) {
        throw .argument(words.joined(separator: " "))
      }
    }
    return quantity
  }

  /// Takes one argument; whether it is one.
  private static func set(
    _ key: String, to value: String, in quantity: inout ClaimQuantity
  ) -> Bool {
    switch key {
    case "width":
      quantity.network.width = Double(value)
      return quantity.network.width != nil
    case "resolution":
      quantity.network.resolution = Resolution(value)
      return quantity.network.resolution != nil
    case "classes":
      quantity.network.classes = Int(value)
      return quantity.network.classes != nil
    case "row": quantity.selection.rows = .init(value, value)
    case "rows":
      let ends = value.parts(separatedBy: "..")
      guard ends.count == 2, !ends.contains("") else { return false }
      quantity.selection.rows = .init(ends[0], ends[1])
    case "part":
      quantity.selection.part = Part(rawValue: value)
      return quantity.selection.part != nil
    case "kind": quantity.selection.kind = value
    case "map":
      quantity.selection.map = Int(value).flatMap { $0 < 1 ? nil : $0 }
      return quantity.selection.map != nil
    default: return false
    }
    return true
  }

  private mutating func take(_ sign: Character) -> Bool {
    skipBlanks()
    guard rest.first == sign else { return false }
    rest = rest.dropFirst()
    skipBlanks()
    return true
  }

  private mutating func require(_ sign: Character) throws(ClaimExpressionError) {
    guard take(sign) else { throw .unexpected(String(rest.prefix(1)), wanted: "'\(sign)'") }
  }

  private mutating func word(_ belongs: (Character) -> Bool) -> String {
    let word = rest.prefix { $0.isASCII && belongs($0) }
    rest = rest.dropFirst(word.count)
    skipBlanks()
    return String(word)
  }

  private mutating func skipBlanks() {
    rest = rest.drop { $0 == " " }
  }
}
