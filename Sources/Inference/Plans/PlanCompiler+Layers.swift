import Architecture
import KernelInterface
import NetworkGraph

extension PlanCompiler {
  /// A dense or grouped layer with what it carries: norm, activation, sum, gate.
  mutating func addDense(_ node: Int, _ convolution: Convolution) throws(NetworkError) {
    let chain = chain(from: node, carriesSum: convolution.groups == 1)
    var dense = Plan.Dense(
      convolution: convolution, groups: try packed(node, convolution, chain),
      activation: chain.activation)
    let input = graph.nodes[node].inputs[0]
    let gate = gates[input]
    var inputs = [gate?.map ?? input]
    if let residual = chain.residual {
      inputs.append(residual)
      dense.operands.append(.residual)
    }
    if let gate {
      inputs.append(gate.gate)
      dense.operands.append(.gate)
    }
    add(
      .dense(dense), (gate == nil ? [] : [input]) + chain.nodes, inputs: inputs)
  }

  /// A depthwise convolution with its norm and activation.
  mutating func addDepthwise(_ node: Int, _ convolution: Convolution) throws(NetworkError) {
    let chain = chain(from: node, carriesSum: false)
    let affine = try affine(node, chain, channels: convolution.outputChannels)
    let packed = PackedDepthwise(
      weights: try tensor(node, .weight, convolution.weightCount),
      channels: convolution.outputChannels, kernel: convolution.kernel.height, scale: affine.scale,
      bias: affine.bias, for: kernels, in: &arena)
    add(
      .depthwise(
        Plan.Depthwise(
          convolution: convolution, weights: packed, activation: chain.activation)),
      chain.nodes)
  }

  /// A norm that no convolution carries is a depthwise convolution of one place.
  mutating func addNorm(_ node: Int) throws(NetworkError) {
    let channels = graph.nodes[node].shape.channels
    let chain = Chain(nodes: [node], norm: node)
    let affine = try affine(nil, chain, channels: channels)
    let packed = PackedDepthwise(
      weights: Array(repeating: 1, count: channels), channels: channels, kernel: 1,
      scale: affine.scale, bias: affine.bias, for: kernels, in: &arena)
    let convolution = Convolution(
      kernel: 1, inputChannels: channels, outputChannels: channels, groups: channels,
      hasBias: true)
    add(.depthwise(Plan.Depthwise(convolution: convolution, weights: packed)), [node])
  }

  private mutating func packed(
    _ node: Int, _ convolution: Convolution, _ chain: Chain
  ) throws(NetworkError) -> [PackedMatrix] {
    let affine = try affine(node, chain, channels: convolution.outputChannels)
    let all = try tensor(node, .weight, convolution.weightCount)
    let filters = convolution.outputChannels / convolution.groups
    let size = all.count / convolution.groups
    var groups: [PackedMatrix] = []
    for group in 0..<convolution.groups {
      let range = group * filters..<(group + 1) * filters
      groups.append(
        PackedMatrix(
          weights: convolution.groups == 1 ? all : Array(all[group * size..<(group + 1) * size]),
          filters: filters, inputChannels: convolution.inputChannels / convolution.groups,
          taps: convolution.kernel.area, scale: affine.scale.map { Array($0[range]) },
          bias: affine.bias.map { Array($0[range]) }, inBFloat16: inBFloat16,
          for: kernels, in: &arena))
    }
    return groups
  }

  /// What a norm and a bias make of a layer's sum.
  private mutating func affine(
    _ layer: Int?, _ chain: Chain, channels: Int
  ) throws(NetworkError) -> (scale: [Float]?, bias: [Float]?) {
    var bias: [Float]?
    if let layer, graph.nodes[layer].operation.layer?.hasBias == true {
      bias = try tensor(layer, .bias, channels)
    }
    guard let norm = chain.norm, let epsilon = graph.nodes[norm].operation.normEpsilon else {
      return (nil, bias)
    }
    let affine = try Affine(normEpsilon: epsilon, bias: bias) { role throws(NetworkError) in
      try tensor(norm, role, channels)
    }
    return (affine.scale.map { Float($0) }, affine.shift)
  }

  /// A tensor of a node, if it has the right size. All weights of a plan come through here.
  mutating func tensor(
    _ node: Int, _ role: ParameterTensor.Role, _ count: Int
  ) throws(NetworkError) -> [Float] {
    let values: [Float]?
    do { values = try weights.values(node, role) } catch { throw .weights(error) }
    guard let values else { throw .noWeights(node: node) }
    guard values.count == count else { throw .size(expected: count, got: values.count) }
    inspection.inspect(values, node, role)
    return values
  }
}
