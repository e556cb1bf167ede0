/// Numbers as people list them: `0.5,0.75,1`, or `96...256:32`, which is from, to and step.
package struct NumberList: Hashable, Sendable {
  /// The numbers, in the order of the text.
  package var numbers: [Double]

  /// The most numbers of a list.
  static let most = 10_000

  /// Reads a list. Steps are counted, not added up, so that no error adds up either.
  package init(_ text: String) throws(NotationError) {
    if let range = try Self.range(text) {
      numbers = range
      return
    }
    numbers = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let value = Double(part), value.isFinite else { throw Self.malformed }
      numbers.append(value)
    }
  }

  /// The numbers of a range; nothing if the text is not a range.
  private static func range(_ text: String) throws(NotationError) -> [Double]? {
    guard let dots = text.firstRange(of: "...") else { return nil }
    let rest = text[dots.upperBound...].split(separator: ":", omittingEmptySubsequences: false)
    guard rest.count == 2, let first = Double(text[..<dots.lowerBound]), let last = Double(rest[0]),
      let step = Double(rest[1]), first.isFinite, last.isFinite, last >= first, step > 0
    else { throw malformed }
    // A last number that is missed by rounding alone counts.
    let count = (last - first) / step + 1e-9
    guard count < Double(most) else { throw NotationError("has more than \(most) numbers") }
    return (0...Int(count)).map { index in
      let value = first + Double(index) * step
      return (value * 1e9).rounded() / 1e9
    }
  }

  private static let malformed = NotationError(
    "must be a list such as 0.5,0.75,1 or a range with a step, such as"
      + " 0.25...1.4:0.05")
}
