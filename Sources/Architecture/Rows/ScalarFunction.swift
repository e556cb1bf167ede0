/// What becomes of each number alone, with numbers of its own: what a model from elsewhere may have beside
/// the curves that tables name.
public enum ScalarFunction: Hashable, Sendable {
  /// factor x + summand.
  case affine(factor: Double, summand: Double)
  /// x, but at least `low` and at most `high`, either of which may be infinite.
  case clip(low: Double, high: Double)
  /// x above 0, below x times `slope`.
  case leakyRelu(slope: Double)
  /// x above 0, below `scale` (exp(x) - 1) (arXiv 1511.07289).
  case elu(scale: Double)
  /// The hyperbolic tangent.
  case tanh
  /// The error function.
  case erf
  /// x tanh(log(1 + exp(x))) (arXiv 1908.08681).
  case mish
  /// log(1 + exp(x)).
  case softplus
  /// e to the power x.
  case exponential
  /// The natural logarithm.
  case logarithm
  /// x without its sign.
  case absolute
  /// The square root.
  case squareRoot
  /// 1 / x.
  case reciprocal

  /// What one calls it.
  package var name: String {
    switch self {
    case .affine: "scale and shift"
    case .clip: "clip"
    case .leakyRelu: "LeakyReLU"
    case .elu: "ELU"
    case .tanh: "tanh"
    case .erf: "erf"
    case .mish: "Mish"
    case .softplus: "softplus"
    case .exponential: "exp"
    case .logarithm: "log"
    case .absolute: "absolute value"
    case .squareRoot: "square root"
    case .reciprocal: "reciprocal"
    }
  }
}
