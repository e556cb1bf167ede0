/// Rows of a table as people ask for them: `stem..bneck3`, or `2..5`.
package struct RowRange: Hashable, Sendable, CustomStringConvertible {
  /// The name or the number of the first row.
  package var first: String
  /// The name or the number of the last row.
  package var last: String

  /// Reads a range.
  package init(_ text: String) throws(NotationError) {
    guard let dots = text.firstRange(of: ".."), dots.lowerBound > text.startIndex,
      dots.upperBound < text.endIndex
    else { throw NotationError("must be two rows with .. between them, such as 2..5") }
    first = String(text[..<dots.lowerBound])
    last = String(text[dots.upperBound...])
  }

  package var description: String { "\(first)..\(last)" }
}
