import Architecture
import NetworkGraph

/// Functions of one number each, and those that frameworks write as several operations: a new node
/// looks at what it is applied to, and what is then used by nobody is dropped in the end.
extension Translation {
  /// The result of a function of a tensor's numbers, or of its channels; nothing for another operation.
  mutating func curves(_ inputs: [Value?]) throws(Problem) -> Value? {
    if let stage = try length(inputs) { return stage }
    switch current.operation {
    case "Softmax", "LogSoftmax": return .feature(try softmax(inputs))
    case "LpNormalization":
      var input = try ordered(feature(inputs, 0))
      let axis = try axis(integer("axis", -1), rank: input.layout.dimensions.count)
      guard integer("p", 2) == 2, input.layout.hasChannels(at: axis) else {
        throw .left("a normalization of another axis or power")
      }
      input.node = try normalized(input.node, epsilon: 0)
      return .feature(input)
    default: break
    }
    if let function = try function(inputs) {
      var input = try feature(inputs, 0)
      input.node = try applied(function, to: input.node)
      return .feature(input)
    }
    return try composedCurve(inputs).map { .feature($0) }
  }

  /// What the operation at hand does to each number.
  enum Function {
    case activation(Activation)
    case scalar(ScalarFunction)
  }

  private func function(_ inputs: [Value?]) throws(Problem) -> Function? {
    switch current.operation {
    case "Relu": return .activation(.relu)
    case "Sigmoid": return .activation(.sigmoid)
    case "HardSwish": return .activation(.hardSwish)
    case "Swish" where number("alpha", 1) == 1: return .activation(.swish)
    case "Gelu" where (current.attributes["approximate"]?.text ?? "none") == "none":
      return .activation(.gelu)
    case "Clip": return .scalar(try clip(inputs))
    case "LeakyRelu": return .scalar(.leakyRelu(slope: number("alpha", 0.01).shortest))
    case "Elu": return .scalar(.elu(scale: number("alpha", 1).shortest))
    case "Tanh": return .scalar(.tanh)
    case "Erf": return .scalar(.erf)
    case "Mish": return .scalar(.mish)
    case "Softplus": return .scalar(.softplus)
    case "Exp": return .scalar(.exponential)
    case "Log": return .scalar(.logarithm)
    case "Abs": return .scalar(.absolute)
    case "Sqrt": return .scalar(.squareRoot)
    case "Reciprocal": return .scalar(.reciprocal)
    case "Neg": return .scalar(.affine(factor: -1, summand: 0))
    default: return nil
    }
  }

  private func clip(_ inputs: [Value?]) throws(Problem) -> ScalarFunction {
    let low = try numbers(inputs, 1)?.first ?? current.attributes["min"]?.number
    let high = try numbers(inputs, 2)?.first ?? current.attributes["max"]?.number
    // Some writers have the largest number there is for none.
    let largest = 3e38
    return .clip(
      low: low.flatMap { $0 <= -largest ? nil : $0.shortest } ?? -.infinity,
      high: high.flatMap { $0 >= largest ? nil : $0.shortest } ?? .infinity)
  }

  private static func hardSigmoid(_ alpha: Double, _ beta: Double) -> Activation? {
    guard near(beta, 0.5) else { return nil }
    return near(alpha, 1 / 6) ? .hardSigmoid : near(alpha, 0.2) ? .hardSigmoidFifth : nil
  }

  static func near(_ left: Double, _ right: Double) -> Bool {
    abs(left - right) <= 1e-4 * max(abs(left), abs(right))
  }

  /// A function applied to a node's result; gives the node of what comes of it.
  mutating func applied(_ function: Function, to node: Int) throws(Problem) -> Int {
    switch function {
    case .activation(let activation): return try append(.activation(activation), [node])
    case .scalar(let function): return try applied(function, to: node)
    }
  }

  /// A function applied to a node's result, with what that is already: four operations are h-swish.
  mutating func applied(_ function: ScalarFunction, to node: Int) throws(Problem) -> Int {
    switch function {
    case .affine(1, 0): return node
    case .affine(let factor, let summand): return try affine(factor, summand, of: node)
    case .clip(let low, let high): return try clipped(low, high, node)
    case .leakyRelu(0.1): return try append(.activation(.leakyRelu), [node])
    case .leakyRelu, .elu, .tanh, .erf, .mish, .softplus, .exponential, .logarithm, .absolute,
      .squareRoot, .reciprocal:
      return try append(.scalarFunction(function), [node])
    }
  }

  private mutating func affine(
    _ factor: Double, _ summand: Double, of node: Int
  ) throws(Problem) -> Int {
    let inputs = nodes[node].inputs
    switch nodes[node].operation {
    case .activation(.relu6) where Self.near(factor, 1 / 6) && summand == 0:
      if let base = shifted(by: 3, inputs[0]) {
        return try append(.activation(.hardSigmoid), [base])
      }
    case .multiply where Self.near(factor, 1 / 6) && summand == 0:
      if let base = product(inputs, { self.isShiftedReLU6($0, of: $1) }) {
        return try append(.activation(.hardSwish), [base])
      }
    case .multiply where factor == 0.5 && summand == 0:
      if let base = product(inputs, { self.isErrorShare($0, 1, of: $1) }) {
        return try append(.activation(.gelu), [base])
      }
    default: break
    }
    return try append(.scalarFunction(.affine(factor: factor, summand: summand)), [node])
  }

  private mutating func clipped(
    _ low: Double, _ high: Double, _ node: Int
  ) throws(Problem) -> Int {
    var (low, node) = (low, node)
    // What is above 0 already needs no lower bound but 0.
    if nodes[node].operation == .activation(.relu), low <= 0 {
      (low, node) = (0, nodes[node].inputs[0])
    }
    switch (low, high) {
    case (-.infinity, .infinity): return node
    case (0, .infinity): return try append(.activation(.relu), [node])
    case (0, 6): return try append(.activation(.relu6), [node])
    case (0, 1):
      for (factor, summand, base) in affineSteps(to: node) {
        guard let activation = Self.hardSigmoid(factor, summand) else { continue }
        return try append(.activation(activation), [base])
      }
    default: break
    }
    return try append(.scalarFunction(.clip(low: low, high: high)), [node])
  }

  /// The product of two results, or the curve that it is.
  mutating func product(of inputs: [Int]) throws(Problem) -> Int {
    if let base = product(inputs, { isMishShare($0, of: $1) }) {
      return try append(.scalarFunction(.mish), [base])
    }
    guard let (activation, base) = curve(of: inputs) else { return try append(.multiply, inputs) }
    return try append(.activation(activation), [base])
  }

  /// The curve that a product of two results is, and of what; nothing if it is none.
  private func curve(of inputs: [Int]) -> (Activation, Int)? {
    if let base = product(inputs, { nodes[$0].isCurve(.hardSigmoid, of: $1) }) {
      return (.hardSwish, base)
    }
    if let base = product(inputs, { nodes[$0].isCurve(.sigmoid, of: $1) }) { return (.swish, base) }
    if let base = product(inputs, { isErrorShare($0, 0.5, of: $1) }) { return (.gelu, base) }
    // Half of x times 1 + erf, and a sixth of x times ReLU6(x + 3).
    for (index, other) in [(0, 1), (1, 0)] {
      guard case .scalarFunction(.affine(let factor, 0)) = nodes[inputs[index]].operation else {
        continue
      }
      let base = nodes[inputs[index]].inputs[0]
      if factor == 0.5, isErrorShare(inputs[other], 1, of: base) { return (.gelu, base) }
      if Self.near(factor, 1 / 6), isShiftedReLU6(inputs[other], of: base) {
        return (.hardSwish, base)
      }
    }
    return nil
  }

  /// The factor x of a product of x and something that is a function of it.
  private func product(_ inputs: [Int], _ isFunction: (Int, Int) -> Bool) -> Int? {
    guard inputs.count == 2 else { return nil }
    if isFunction(inputs[1], inputs[0]) { return inputs[0] }
    return isFunction(inputs[0], inputs[1]) ? inputs[1] : nil
  }

  /// For each node from which only factors and summands lead to another one, what these make together.
  private func affineSteps(to node: Int) -> [(factor: Double, summand: Double, base: Int)] {
    var steps: [(factor: Double, summand: Double, base: Int)] = []
    var (factor, summand, base) = (1.0, 0.0, node)
    while case .scalarFunction(.affine(let own, let ownSummand)) = nodes[base].operation {
      (factor, summand) = (factor * own, factor * ownSummand + summand)
      base = nodes[base].inputs[0]
      steps.append((factor, summand, base))
    }
    return steps
  }

  /// What a node adds a number to; nothing if it does something else.
  private func shifted(by summand: Double, _ node: Int) -> Int? {
    nodes[node].operation == .scalarFunction(.affine(factor: 1, summand: summand))
      ? nodes[node].inputs[0] : nil
  }

  private func isShiftedReLU6(_ node: Int, of base: Int) -> Bool {
    nodes[node].operation == .activation(.relu6)
      && shifted(by: 3, nodes[node].inputs[0]) == base
  }

  /// Whether a node is tanh(log(1 + exp(x))).
  private func isMishShare(_ node: Int, of base: Int) -> Bool {
    guard nodes[node].operation == .scalarFunction(.tanh) else { return false }
    let inner = nodes[nodes[node].inputs[0]]
    return inner.operation == .scalarFunction(.softplus) && inner.inputs[0] == base
  }

  /// Whether a node is `share` (1 + erf(x / sqrt(2))).
  private func isErrorShare(_ node: Int, _ share: Double, of base: Int) -> Bool {
    let step = affineSteps(to: node).last { $0.factor == share && $0.summand == share }
    guard let step else { return false }
    let error = nodes[step.base]
    guard error.operation == .scalarFunction(.erf),
      case .scalarFunction(.affine(let factor, 0)) = nodes[error.inputs[0]].operation
    else { return false }
    return Self.near(factor, 0.5.squareRoot()) && nodes[error.inputs[0]].inputs[0] == base
  }

  // MARK: - Functions of the channels

  private mutating func softmax(_ inputs: [Value?]) throws(Problem) -> Feature {
    var input = try ordered(feature(inputs, 0))
    let rank = input.layout.dimensions.count
    let axis = try axis(integer("axis", model.operatorSet < 13 ? 1 : -1), rank: rank)
    let map = shape(input)
    if !input.layout.hasChannels(at: axis),
      let values = input.layout.listValues(
        height: map.height, width: map.width, channels: map.channels), axis == 2
    {
      input.node = try append(.flatten(values: values), [input.node])
      let list = shape(input)
      input.layout = Layout([
        [], [Atom(axis: .height, size: list.height, step: 1)],
        [Atom(axis: .channel, size: list.channels, step: 1)],
      ])
    }
    // Older operator sets take all dimensions from the axis on as one.
    let isAlone =
      model.operatorSet >= 13 || input.layout.shape[(axis + 1)...].allSatisfy { $0 == 1 }
    guard isAlone, input.layout.hasChannels(at: axis) else {
      throw .left("over another axis than the channels")
    }
    let isLogarithmic = current.operation == "LogSoftmax"
    input.node = try append(isLogarithmic ? .logSoftmax : .softmax, [input.node])
    return input
  }

  /// x / length of x, with a scale of 1 until one is multiplied with it.
  mutating func normalized(_ node: Int, epsilon: Double) throws(Problem) -> Int {
    let channels = nodes[node].shape.channels
    guard channels <= Constant.limit else { throw .left("a normalization of too many channels") }
    return try append(
      .l2Normalization(channels: channels, epsilon: epsilon), [node],
      [.scale: Constant([Double](repeating: 1, count: channels), shape: [channels])])
  }

  /// A step on the way to the length of the channels' vector; nothing for another operation.
  private mutating func length(_ inputs: [Value?]) throws(Problem) -> Value? {
    switch (current.operation, inputs.first ?? nil) {
    case ("ReduceSumSquare", _), ("ReduceL2", _):
      let input = try ordered(feature(inputs, 0))
      let rank = input.layout.dimensions.count
      guard let axes = try integers("axes", or: inputs, 1), axes.count == 1,
        input.layout.hasChannels(at: try axis(axes[0], rank: rank))
      else { throw .left("a length of other axes than the channels") }
      return .length(
        Length(node: input.node, epsilon: 0, isRoot: current.operation == "ReduceL2"))
    case ("Sqrt", .length(var length)?):
      length.isRoot = true
      return .length(length)
    case ("Clip", .length(let length)?), ("Max", .length(let length)?):
      // At least so long: no difference but where there is no signal at all.
      return .length(length)
    case ("Add", .length(var length)?):
      guard !length.isRoot, let summand = try numbers(inputs, 1)?.first else {
        throw .left("a sum with a length")
      }
      length.epsilon += summand.shortest
      return .length(length)
    default: return nil
    }
  }
}

extension Node {
  /// Whether the node is a curve of another one's result.
  fileprivate func isCurve(_ activation: Activation, of base: Int) -> Bool {
    operation == .activation(activation) && inputs[0] == base
  }
}
