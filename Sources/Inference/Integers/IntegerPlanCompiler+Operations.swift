import Architecture
import KernelInterface
import Kernels
import NetworkGraph

/// What computes without weights, and what runs in single precision.
extension IntegerPlanCompiler {
  /// The inputs of a node of which it needs the numbers.
  private func taken(_ node: Int) -> [Int] {
    let operation = graph.nodes[node].operation
    return graph.nodes[node].inputs.enumerated()
      .filter { !operation.takesOnlySize(ofInput: $0.offset) }.map { $0.element }
  }

  mutating func addFloats(_ node: Int) throws(NetworkError) {
    let operation = graph.nodes[node].operation
    var inputs: [Int] = []
    for input in taken(node) { inputs.append(try floatTensor(input)) }
    var parameters: [[Float]] = []
    for parameter in operation.parameters(channels: graph.nodes[node].shape.channels) {
      guard let values = network.weights[node, parameter.role] else { throw .noWeights(node: node) }
      guard values.count == parameter.count else {
        throw .size(expected: parameter.count, got: values.count)
      }
      parameters.append(values)
    }
    addFloats(.plain(operation, parameters: parameters), node, inputs: inputs)
  }

  mutating func addOperation(_ node: Int) throws(NetworkError) {
    let operation = graph.nodes[node].operation
    if operation.integerForm == .joins { return try addJoin(node) }
    var inputs: [Int] = []
    for input in taken(node) { inputs.append(try byteTensor(input)) }
    let nodes = [node] + (clips[node].map { [$0] } ?? [])
    if let work = try work(of: node, result: nodes.last ?? node) {
      try add(work, nodes, inputs: inputs)
    }
  }

  /// Maps side by side, each brought to the levels of the whole first.
  private mutating func addJoin(_ node: Int) throws(NetworkError) {
    let to = try network.levels(of: node)
    var inputs: [Int] = []
    for input in graph.nodes[node].inputs {
      let (from, source) = (try network.levels(of: input), try byteTensor(input))
      if from == to {
        inputs.append(source)
      } else {
        let table = PackedLevels(from.table(to: to), in: &arena)
        inputs.append(add(.integer(.table(table)), [input], inputs: [source], levels: to))
      }
    }
    try add(.move(graph.nodes[node].operation), [node], inputs: inputs)
  }

  /// What an operation without weights is in integers.
  private mutating func work(
    of node: Int, result: Int
  ) throws(NetworkError) -> Plan.IntegerWork? {
    let to = try network.levels(of: result)
    let clip = clips[node].flatMap { graph.nodes[$0].operation.activation }
    var combination = Plan.Combination(
      zeros: [], ratios: [], requantizer: Requantizer(to, clip: clip))
    for input in taken(node) {
      let from = try network.levels(of: input)
      combination.zeros.append(Int32(from.zero))
      combination.ratios.append(Double(from.scale) / Double(to.scale))
      guard combination.ratios.last ?? 0 < 1e20 else { throw .integerRange(node: node) }
    }
    switch graph.nodes[node].operation {
    case .add: return .sum(combination)
    case .multiply:
      var product = 1 / Double(to.scale)
      for input in taken(node) { product *= Double(try network.levels(of: input).scale) }
      guard product < 1e20 else { throw .integerRange(node: node) }
      combination.ratios = combination.ratios.map { _ in product }
      return .product(combination)
    case .globalPool: return .mean(nil, combination)
    case .pool(let pool): return pool.kind == .average ? .mean(pool, combination) : .maximum(pool)
    case .resize(let mode, _), .resizeTo(let mode, _):
      return mode == .bilinear ? .mix(combination) : .nearest
    case .activation, .scalarFunction: return try table(of: node).map { .table($0) }
    case .slice, .shuffle, .flatten, .concatenate, .stack:
      return .move(graph.nodes[node].operation)
    case .input, .convolution, .transposedConvolution, .channelConvolution, .linear,
      .batchNormalization, .parametricReLU, .l2Normalization, .normalization, .softmax,
      .logSoftmax, .depthToSpace, .spaceToDepth:
      return nil
    }
  }

  /// The levels of a function of one number, for each of its input's; nothing if the operation is none.
  mutating func table(of node: Int) throws(NetworkError) -> PackedLevels? {
    let from = try network.levels(of: graph.nodes[node].inputs[0])
    let to = try network.levels(of: node)
    switch graph.nodes[node].operation {
    case .activation(let activation):
      return PackedLevels(from.table(to: to) { activation.value($0) }, in: &arena)
    case .scalarFunction(let function):
      return PackedLevels(from.table(to: to) { function.value($0) }, in: &arena)
    case .input, .convolution, .transposedConvolution, .channelConvolution, .linear,
      .batchNormalization, .parametricReLU, .pool, .globalPool, .l2Normalization, .normalization,
      .softmax, .logSoftmax, .add, .multiply, .concatenate, .slice, .shuffle, .flatten, .stack,
      .depthToSpace, .spaceToDepth, .resize, .resizeTo:
      return nil
    }
  }
}
