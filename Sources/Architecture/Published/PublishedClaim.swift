/// Something that a text claims about a network, and what answers it.
public struct PublishedClaim: Hashable, Sendable {
  /// The value that is claimed.
  public enum Value: Hashable, Sendable, CustomStringConvertible {
    /// A number, to its last digit.
    case number(PrintedNumber)
    /// Anything from one number to another.
    case range(PrintedNumber, PrintedNumber)

    /// As the text has it.
    public var description: String {
      switch self {
      case .number(let number): "\(number)"
      case .range(let lower, let upper): "\(lower) to \(upper)"
      }
    }

    /// Whether a value is what is claimed.
    public func holds(for value: Double) -> Bool {
      switch self {
      case .number(let number): number.gives(value)
      case .range(let lower, let upper): lower.value <= value && value <= upper.value
      }
    }
  }

  /// An expression with its text.
  public struct Formula: Hashable, Sendable {
    /// The text.
    public var text: String
    /// What it means.
    public var expression: ClaimExpression

    /// A formula from its parts.
    public init(text: String, expression: ClaimExpression) {
      self.text = text
      self.expression = expression
    }
  }

  /// The network that it is about.
  public var network: String
  /// The text that makes the claim: `the note on MobileNet-SSD`.
  public var text: String
  /// What it says.
  public var claim: String
  /// The value that it says.
  public var claimed: Value
  /// What gives the right value.
  public var answer: Formula
  /// What gives the claimed value: how the text came to it, if that is known.
  public var because: Formula?
  /// Where the claim stands.
  public var location: SourceLocation

  /// A claim from its parts.
  public init(
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
