/// A number in a cell: a literal, or the product of a number and variables (`4 boxes`, `0.5 out`).
package struct Quantity: Hashable, Sendable, CustomStringConvertible {
  /// The number.
  package var coefficient: Double
  /// The variables that it is multiplied by, in the order of the cell.
  package var variables: [String]

  /// The product of a number and variables.
  package init(_ coefficient: Double, times variables: [String] = []) {
    self.coefficient = coefficient
    self.variables = variables
  }

  /// A whole number.
  package init(_ value: Int) {
    self.init(Double(value))
  }

  /// Whether the cell is a plain number, so that the width multiplier may scale it.
  package var isLiteral: Bool { variables.isEmpty }

  /// The value under the given variables, cut to a whole number as Python's `int` does. Nothing
  /// if a variable is unknown or the value does not fit.
  package func value(in environment: [String: Int]) -> Int? {
    var product = coefficient
    for name in variables {
      guard let value = environment[name] else { return nil }
      product *= Double(value)
    }
    return Int(exactly: product.rounded(.towardZero))
  }

  /// As a cell prints it.
  package var description: String {
    let number =
      coefficient == coefficient.rounded()
      ? String(format(coefficient)) : String(coefficient)
    if variables.isEmpty { return number }
    return ((coefficient == 1 ? [] : [number]) + variables).joined(separator: " ")
  }

  private func format(_ value: Double) -> Int { Int(exactly: value) ?? 0 }
}
