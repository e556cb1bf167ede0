/// Whether a row stands (column `when`): a number that must not be 0, such as a block's parameter, or
/// a comparison of two numbers (`stride > 1`, `in != out`).
package struct Condition: Hashable, Sendable, CustomStringConvertible {
  /// How two numbers are compared.
  package enum Comparison: String, CaseIterable, Hashable, Sendable {
    /// Equal.
    case equal = "="
    /// Not equal.
    case unequal = "!="
    /// Less.
    case less = "<"
    /// Greater.
    case greater = ">"
    /// Less or equal.
    case atMost = "<="
    /// Greater or equal.
    case atLeast = ">="

    func holds(_ left: Int, _ right: Int) -> Bool {
      switch self {
      case .equal: left == right
      case .unequal: left != right
      case .less: left < right
      case .greater: left > right
      case .atMost: left <= right
      case .atLeast: left >= right
      }
    }
  }

  /// The number on the left.
  package var left: Quantity
  /// How it is compared.
  package var comparison: Comparison
  /// The number on the right.
  package var right: Quantity

  /// A comparison; of a number alone, that it is not 0.
  package init(
    _ left: Quantity, _ comparison: Comparison = .unequal, _ right: Quantity = Quantity(0)
  ) {
    self.left = left
    self.comparison = comparison
    self.right = right
  }

  /// Whether it holds under the given variables; nothing if one of them is unknown.
  package func holds(in environment: [String: Int]) -> Bool? {
    guard let left = left.value(in: environment), let right = right.value(in: environment) else {
      return nil
    }
    return comparison.holds(left, right)
  }

  /// As a cell writes it.
  package var description: String { "\(left) \(comparison.rawValue) \(right)" }
}
