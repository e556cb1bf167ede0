/// Something that a text claims about a network, and what answers it.
package struct PublishedClaim: Hashable, Sendable {
  /// The value that is claimed.
  package enum Value: Hashable, Sendable, CustomStringConvertible {
    /// A number, to its last digit.
    case number(PrintedNumber)
    /// Anything from one number to another.
    case range(PrintedNumber, PrintedNumber)

    /// As the text has it.
    package var description: String {
      switch self {
      case .number(let number): "\(number)"
      case .range(let lower, let upper): "\(lower) to \(upper)"
      }
    }

    /// Whether a value is what is claimed.
    package func holds(for value: Double) -> Bool {
      switch self {
      case .number(let number): number.gives(value)
      case .range(let lower, let upper): lower.value <= value && value <= upper.value
      }
    }
  }

  /// An expression with its text.
  package struct Formula: Hashable, Sendable {
    /// The text.
    package var text: String
    /// What it means.
    package var expression: ClaimExpression

    /// A formula from its parts.
    package init(text: String, expression: ClaimExpression) {
      self.text = text
      self.expression = expression
    }
  }

  /// The network that it is about.
  package var network: String
  /// The text that makes the claim: `the note on MobileNet-SSD`.
  package var text: String
  /// What it says.
  package var claim: String
  /// The value that it says.
  package var claimed: Value
  /// What gives the right value.
  package var answer: Formula
  /// What gives the claimed value: how the text came to it, if that is known.
  package var because: Formula?
  /// Where the claim stands.
  package var location: SourceLocation

  /// A claim from its parts.
  package init(
    network: String, text: String, claim: String, claimed: Value, answer: Formula,
    because: Formula?, location: SourceLocation
  ) {
    self.network = network
    self.text = text
    self.claim = claim
    self.claimed = claimed
    self.answer = answer
    self.because = because
    self.location = location
  }
}
