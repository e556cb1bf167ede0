import Architecture
import NetworkGraph

/// Curves for which the graph has no operation of its own: each is made of those that it has.
extension Translation {
  /// The result of such a curve; nothing for another operation.
  mutating func composedCurve(_ inputs: [Value?]) throws(Problem) -> Feature? {
    switch current.operation {
    case "HardSigmoid", "Selu", "Celu", "Swish", "Gelu", "Pow": break
    default: return nil
    }
    var input = try feature(inputs, 0)
    let x = input.node
    switch current.operation {
    case "HardSigmoid":
      let line = try line(number("alpha", 0.2).shortest, number("beta", 0.5).shortest, of: x)
      input.node = try applied(.clip(low: 0, high: 1), to: line)
    case "Selu":
      let curve = try applied(.elu(scale: number("alpha", 1.67326319217681884765625)), to: x)
      input.node = try line(number("gamma", 1.05070102214813232421875), 0, of: curve)
    case "Celu":
      // a (exp(x / a) - 1) below 0.
      let alpha = number("alpha", 1).shortest
      guard alpha > 0 else { throw .left("with an alpha of \(alpha)") }
      let curve = try applied(.elu(scale: 1), to: line(1 / alpha, 0, of: x))
      input.node = try line(alpha, 0, of: curve)
    case "Swish":
      let share = try append(.activation(.sigmoid), [line(number("alpha", 1).shortest, 0, of: x)])
      input.node = try append(.multiply, [x, share])
    case "Gelu": input.node = try approximateGelu(of: x)
    default:
      guard let exponent = try numbers(inputs, 1), exponent.count == 1,
        let power = [1, 2, 3].first(where: { Double($0) == exponent[0] })
      else { throw .left("another power than the square and the cube") }
      for _ in 1..<power { input.node = try append(.multiply, [input.node, x]) }
    }
    return input
  }

  /// A factor and a summand, which are a step of their own that no curve is made of.
  private mutating func line(
    _ factor: Double, _ summand: Double, of node: Int
  ) throws(Problem) -> Int {
    (factor, summand) == (1, 0)
      ? node
      : try append(.scalarFunction(.affine(factor: factor, summand: summand)), [node])
  }

  /// x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x x x))).
  private mutating func approximateGelu(of x: Int) throws(Problem) -> Int {
    let square = try append(.multiply, [x, x])
    // x + 0.044715 x x x is x times this.
    let factor = try line(0.044715, 1, of: square)
    let argument = try line((2 / Double.pi).squareRoot(), 0, of: append(.multiply, [x, factor]))
    let share = try line(0.5, 0.5, of: applied(.tanh, to: argument))
    return try append(.multiply, [x, share])
  }
}
