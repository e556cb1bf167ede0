/// A number in a cell: a literal, or a sum of products of a number and variables (`4 boxes`,
/// `0.5 out`, `out - in`).
package struct Quantity: Hashable, Sendable, CustomStringConvertible {
  /// One product of the sum.
  package struct Term: Hashable, Sendable {
    /// The number, negative where the cell subtracts.
    package var coefficient: Double
    /// The variables that it is multiplied by, in the order of the cell.
    package var variables: [String]

    /// A product of a number and variables.
    package init(_ coefficient: Double, times variables: [String] = []) {
      self.coefficient = coefficient
      self.variables = variables
    }
  }

  /// The products, in the order of the cell.
  package var terms: [Term]

  /// A sum of products.
  package init(_ terms: [Term]) { self.terms = terms }

  /// The product of a number and variables.
  package init(_ coefficient: Double, times variables: [String] = []) {
    self.init([Term(coefficient, times: variables)])
  }

  /// A whole number.
  package init(_ value: Int) {
    self.init(Double(value))
  }

  /// Whether the cell is a plain number, so that the width multiplier may scale it.
  package var isLiteral: Bool { terms.allSatisfy { $0.variables.isEmpty } }

  /// The variable that the cell is, if it is nothing else.
  package var variable: String? {
    terms.count == 1 && terms[0].coefficient == 1 && terms[0].variables.count == 1
      ? terms[0].variables[0] : nil
  }

  /// The value under the given variables, cut to a whole number as Python's `int` does. Nothing
  /// if a variable is unknown or the value does not fit.
  package func value(in environment: [String: Int]) -> Int? {
    var sum = 0.0
    for term in terms {
      var product = term.coefficient
      for name in term.variables {
        guard let value = environment[name] else { return nil }
        product *= Double(value)
      }
      sum += product
    }
    return Int(exactly: sum.rounded(.towardZero))
  }

  /// As a cell prints it.
  package var description: String {
    var text = ""
    for term in terms {
      let magnitude = Term(abs(term.coefficient), times: term.variables).description
      if text.isEmpty {
        text = term.coefficient < 0 ? "-\(magnitude)" : magnitude
      } else {
        text += (term.coefficient < 0 ? " - " : " + ") + magnitude
      }
    }
    return text
  }
}

extension Quantity.Term {
  fileprivate var description: String {
    let number = Int(exactly: coefficient).map(String.init) ?? String(coefficient)
    return ((coefficient == 1 && !variables.isEmpty ? [] : [number]) + variables)
      .joined(separator: " ")
  }
}
