import Architecture

extension Activation {
  /// The activation of one scalar: the one place where each formula stands.
  @inlinable
  public func value<Scalar: KernelScalar>(_ x: Scalar) -> Scalar {
    let zero = Scalar(0)
    switch self {
    case .relu: return x < zero ? zero : x
    case .relu6: return clamped(x, zero, Scalar(6))
    case .leakyRelu: return x < zero ? x * Scalar(0.1) : x
    case .sigmoid: return Scalar(1) / (Scalar(1) + Scalar.exponential(zero - x))
    case .hardSigmoid: return clamped(x + Scalar(3), zero, Scalar(6)) / Scalar(6)
    case .hardSigmoidFifth: return clamped(x * Scalar(0.2) + Scalar(0.5), zero, Scalar(1))
    case .swish: return x / (Scalar(1) + Scalar.exponential(zero - x))
    case .hardSwish: return x * clamped(x + Scalar(3), zero, Scalar(6)) / Scalar(6)
    case .gelu:
      // x (1 + erf(x / sqrt(2))) / 2, without the difference of nearly equal numbers below 0.
      let share = Scalar.complementaryErrorFunction(x * Scalar(-0.7071067811865476))
      return x * Scalar(0.5) * share
    }
  }

  /// The derivative where it exists; at a kink, the right-hand one of the flat side.
  public func derivative(_ x: Double) -> Double {
    switch self {
    case .relu: return x > 0 ? 1 : 0
    case .relu6: return x > 0 && x < 6 ? 1 : 0
    case .leakyRelu: return x > 0 ? 1 : 0.1
    case .sigmoid:
      let sigmoid: Double = Activation.sigmoid.value(x)
      return sigmoid * (1 - sigmoid)
    case .hardSigmoid: return x > -3 && x < 3 ? 1 / 6 : 0
    case .hardSigmoidFifth: return x > -2.5 && x < 2.5 ? 0.2 : 0
    case .swish:
      let sigmoid: Double = Activation.sigmoid.value(x)
      return sigmoid * (1 + x * (1 - sigmoid))
    case .hardSwish: return x <= -3 ? 0 : x >= 3 ? 1 : (2 * x + 3) / 6
    case .gelu:
      let share = 0.5 * Double.complementaryErrorFunction(x * -0.7071067811865476)
      return share + x * Double.exponential(-x * x / 2) / (2 * Double.pi).squareRoot()
    }
  }

  @inlinable
  func clamped<Scalar: KernelScalar>(_ x: Scalar, _ low: Scalar, _ high: Scalar) -> Scalar {
    x < low ? low : high < x ? high : x
  }
}
