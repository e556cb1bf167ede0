import Architecture

extension ScalarFunction {
  /// The function of one scalar: the one place where each formula stands.
  package func value<Scalar: KernelScalar>(_ x: Scalar) -> Scalar {
    let (zero, one) = (Scalar(0), Scalar(1))
    switch self {
    case .affine(let factor, let summand): return x * Scalar(factor) + Scalar(summand)
    case .clip(let low, let high):
      let raised = x < Scalar(low) ? Scalar(low) : x
      return Scalar(high) < raised ? Scalar(high) : raised
    case .leakyRelu(let slope): return x < zero ? x * Scalar(slope) : x
    case .elu(let scale):
      return x < zero ? Scalar(scale) * (Scalar.exponential(x) - one) : x
    case .tanh:
      // 1 - 2 / (exp(2 x) + 1), of which large numbers make 1.
      return one - Scalar(2) / (Scalar.exponential(x + x) + one)
    case .erf: return one - Scalar.complementaryErrorFunction(x)
    case .mish:
      // tanh(log(1 + e)) is (e e + 2 e) / (e e + 2 e + 2); above 20 it is 1.
      if Scalar(20) < x { return x }
      let e = Scalar.exponential(x)
      let part = e * (e + Scalar(2))
      return x * part / (part + Scalar(2))
    case .softplus:
      if Scalar(20) < x { return x }
      return Scalar.logarithm(one + Scalar.exponential(x))
    case .exponential: return Scalar.exponential(x)
    case .logarithm: return Scalar.logarithm(x)
    case .absolute: return x < zero ? zero - x : x
    case .squareRoot: return Scalar.squareRoot(x)
    case .reciprocal: return one / x
    }
  }
}

extension ReferenceKernels {
  /// A function of every scalar alone.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == CountedScalar)
  package static func scalarFunction<Scalar: KernelScalar>(
    _ input: Tensor<Scalar>, _ function: ScalarFunction
  ) -> Tensor<Scalar> {
    var output = input
    for index in output.values.indices {
      output.values[index] = function.value(output.values[index])
    }
    return output
  }
}
