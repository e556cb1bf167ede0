import Architecture
import KernelInterface
import NetworkGraph

extension Plan {
  /// Makes a network ready for one set of kernels.
  ///
  /// Batch norms are folded into the layers before them; activations, residual sums and gates become
  /// part of the convolution that can carry them, and large maps are handed on in bands. With
  /// `keepingBlocks` the result of every block is a tensor of its own, so that it can be looked at;
  /// without `fusing` every layer is a step of its own, so that it can be timed.
  /// Throws if weights are absent or of the wrong size.
  public init(
    _ graph: Graph, weights: some WeightSource, kernels: KernelTable,
    keepingBlocks: Bool = false, fusing: Bool = true
  ) throws {
    var compiler = PlanCompiler(graph: graph, weights: weights, kernels: kernels)
    try compiler.compile()
    self.init(
      graph: graph, kernels: kernels, steps: compiler.steps, tensors: compiler.tensors,
      outputs: graph.outputs.compactMap { compiler.tensorOfNode[$0.node] })
    if fusing { fuse(keepingBlocks: keepingBlocks) }
    planFetches()
    placeTensors()
    sizeScratch()
  }
}

/// The walk from a graph to steps.
struct PlanCompiler {
  let graph: Graph
  let weights: any WeightSource
  let kernels: KernelTable
  var steps: [Plan.Step] = []
  var tensors: [Plan.Tensor] = []
  var tensorOfNode: [Int: Int] = [:]

  /// Users of each node's result; an output of the network counts as one that is no node.
  private var users: [[Int]]
  private var blockResults: Set<Int>
  private var covered: Set<Int> = []
  /// Products that the convolution after them carries out: the map and the gate.
  private var gates: [Int: (map: Int, gate: Int)] = [:]

  /// The memory of all packed weights.
  private var arena: FloatArena

  private static let output = -1

  init(graph: Graph, weights: some WeightSource, kernels: KernelTable) {
    self.graph = graph
    self.weights = weights
    self.kernels = kernels
    arena = FloatArena(
      count: graph.nodes.indices.reduce(0) { $0 + Self.weightCount($1, graph) })
    users = Array(repeating: [], count: graph.nodes.count)
    for (index, node) in graph.nodes.enumerated() {
      for input in node.inputs { users[input].append(index) }
    }
    for output in graph.outputs { users[output.node].append(Self.output) }
    blockResults = Set(graph.blocks.filter { $0.kind.isFeature }.map(\.result))
  }

  /// Floats that a node's weights take when they are packed.
  private static func weightCount(_ node: Int, _ graph: Graph) -> Int {
    switch graph.nodes[node].operation {
    case .convolution(let convolution):
      convolution.hasDepthwiseKernel
        ? PackedDepthwise.count(channels: convolution.outputChannels, kernel: convolution.kernel)
        : convolution.groups
          * PackedMatrix.count(
            filters: convolution.outputChannels / convolution.groups,
            depth: convolution.weightShape.dropFirst().reduce(1, *))
    case .linear(let linear):
      PackedMatrix.count(filters: linear.outputChannels, depth: linear.inputChannels)
    case .input, .batchNormalization, .activation, .pool, .globalPool, .l2Normalization, .softmax,
      .add, .multiply, .concatenate, .resize, .flatten, .stack:
      0
    }
  }

  mutating func compile() throws {
    for (index, node) in graph.nodes.enumerated() where !covered.contains(index) {
      switch node.operation {
      case .input: addPicture(index)
      case .convolution(let convolution):
        if convolution.hasDepthwiseKernel {
          try addDepthwise(index, convolution)
        } else {
          try addDense(index, convolution)
        }
      case .linear(let linear):
        try addDense(
          index,
          Convolution(
            kernel: 1, inputChannels: linear.inputChannels, outputChannels: linear.outputChannels,
            padding: .valid, hasBias: linear.hasBias))
      case .batchNormalization: try addNorm(index)
      case .multiply: addProduct(index)
      case .activation(let activation): add(.activation(activation), [index])
      case .pool(let pool): add(.pool(pool), [index])
      case .globalPool: add(.globalPool, [index])
      case .l2Normalization(let channels, let epsilon):
        let scale = try tensor(index, .scale, channels)
        add(.l2Normalization(scale: scale, epsilon: epsilon), [index])
      case .softmax: add(.softmax, [index])
      case .add: add(.add, [index])
      case .concatenate: add(.concatenate, [index])
      case .resize(let mode, _): add(.resize(mode), [index])
      case .flatten, .stack: add(.list, [index])
      }
    }
  }

  // MARK: - What one layer carries

  /// A layer with the nodes after it that it can carry out.
  private struct Chain {
    var nodes: [Int]
    var norm: Int?
    var activation: Activation?
    /// The other summand.
    var residual: Int?
  }

  private func chain(from node: Int, carriesSum: Bool) -> Chain {
    var chain = Chain(nodes: [node])
    var last = node
    while let next = onlyUser(of: last), !blockResults.contains(last) {
      switch graph.nodes[next].operation {
      case .batchNormalization where chain.norm == nil && chain.activation == nil:
        chain.norm = next
      case .activation(let activation) where chain.activation == nil:
        chain.activation = activation
      case .add where carriesSum && graph.nodes[next].inputs.count == 2:
        let other = graph.nodes[next].inputs.first { $0 != last } ?? last
        guard tensorOfNode[other] != nil else { return chain }
        chain.residual = other
        chain.nodes.append(next)
        return chain
      case .input, .convolution, .linear, .batchNormalization, .activation, .pool, .globalPool,
        .l2Normalization, .softmax, .add, .multiply, .concatenate, .resize, .flatten, .stack:
        return chain
      }
      chain.nodes.append(next)
      last = next
    }
    return chain
  }

  private func onlyUser(of node: Int) -> Int? {
    guard users[node].count == 1, let user = users[node].first, user != Self.output else {
      return nil
    }
    return user
  }

  // MARK: - Layers with weights

  private mutating func addDense(_ node: Int, _ convolution: Convolution) throws {
    let chain = chain(from: node, carriesSum: convolution.groups == 1)
    var dense = Plan.Dense(
      convolution: convolution, groups: try packed(node, convolution, chain),
      activation: chain.activation)
    let input = graph.nodes[node].inputs[0]
    let gate = gates[input]
    var inputs = [gate?.map ?? input]
    if let residual = chain.residual {
      inputs.append(residual)
      dense.addsResidual = true
    }
    if let gate {
      inputs.append(gate.gate)
      dense.isGated = true
    }
    add(
      .dense(dense), (gate == nil ? [] : [input]) + chain.nodes, inputs: inputs)
  }

  private mutating func addDepthwise(_ node: Int, _ convolution: Convolution) throws {
    let chain = chain(from: node, carriesSum: false)
    let affine = try affine(node, chain, channels: convolution.outputChannels)
    let packed = PackedDepthwise(
      weights: try tensor(node, .weight, convolution.weightShape.reduce(1, *)),
      channels: convolution.outputChannels, kernel: convolution.kernel, scale: affine.scale,
      bias: affine.bias, for: kernels, in: &arena)
    add(
      .depthwise(
        Plan.Depthwise(
          convolution: convolution, weights: packed, activation: chain.activation)),
      chain.nodes)
  }

  /// A norm that no convolution carries is a depthwise convolution of one place.
  private mutating func addNorm(_ node: Int) throws {
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
  ) throws -> [PackedMatrix] {
    let affine = try affine(node, chain, channels: convolution.outputChannels)
    let all = try tensor(node, .weight, convolution.weightShape.reduce(1, *))
    let filters = convolution.outputChannels / convolution.groups
    let size = all.count / convolution.groups
    var groups: [PackedMatrix] = []
    for group in 0..<convolution.groups {
      let range = group * filters..<(group + 1) * filters
      groups.append(
        PackedMatrix(
          weights: convolution.groups == 1 ? all : Array(all[group * size..<(group + 1) * size]),
          filters: filters, inputChannels: convolution.inputChannels / convolution.groups,
          kernel: convolution.kernel, scale: affine.scale.map { Array($0[range]) },
          bias: affine.bias.map { Array($0[range]) }, for: kernels, in: &arena))
    }
    return groups
  }

  /// What a norm and a bias make of a sum, as one factor and one summand a channel:
  /// s = gamma / sqrt(variance + epsilon), b' = beta + s (b - mean).
  private func affine(
    _ layer: Int?, _ chain: Chain, channels: Int
  ) throws -> (scale: [Float]?, bias: [Float]?) {
    var bias: [Float]?
    if let layer, graph.nodes[layer].hasBias { bias = try tensor(layer, .bias, channels) }
    guard let norm = chain.norm,
      case .batchNormalization(let epsilon) = graph.nodes[norm].operation
    else { return (nil, bias) }
    let gamma = try tensor(norm, .normWeight, channels)
    let beta = try tensor(norm, .normBias, channels)
    let mean = try tensor(norm, .normMean, channels)
    let variance = try tensor(norm, .normVariance, channels)
    var scale: [Float] = []
    var shift: [Float] = []
    for channel in 0..<channels {
      let factor = Double(gamma[channel]) / (Double(variance[channel]) + epsilon).squareRoot()
      let moved = Double(bias?[channel] ?? 0) - Double(mean[channel])
      scale.append(Float(factor))
      shift.append(Float(Double(beta[channel]) + factor * moved))
    }
    return (scale, shift)
  }

  private func tensor(
    _ node: Int, _ role: ParameterTensor.Role, _ count: Int
  ) throws -> [Float] {
    guard let values = try weights.values(node, role) else {
      throw NetworkError.noWeights(node: node)
    }
    guard values.count == count else {
      throw NetworkError.size(expected: count, got: values.count)
    }
    return values
  }

  // MARK: - Layers without weights

  /// A product with a gate is left to the pointwise convolution that alone uses it, if the map is
  /// not needed afterwards.
  private mutating func addProduct(_ node: Int) {
    let inputs = graph.nodes[node].inputs
    if inputs.count == 2, !blockResults.contains(node), let user = onlyUser(of: node),
      case .convolution(let convolution) = graph.nodes[user].operation,
      convolution.isPointwise, graph.nodes[user].shape.places == graph.nodes[node].shape.places,
      users[inputs[0]].last == node,
      graph.nodes[inputs[1]].shape.isVector, !graph.nodes[inputs[0]].shape.isVector
    {
      gates[node] = (inputs[0], inputs[1])
      covered.insert(node)
      return
    }
    add(.multiply, [node])
  }

  /// Convolutions read the picture where the caller has it; anything else needs whole vectors.
  private mutating func addPicture(_ node: Int) {
    let isCopied = users[node].contains { user in
      guard user != Self.output,
        case .convolution(let convolution) = graph.nodes[user].operation
      else { return true }
      return convolution.isDepthwise
    }
    let channels = graph.nodes[node].shape.channels
    tensorOfNode[node] = tensors.count
    tensors.append(
      Plan.Tensor(
        node: node, shape: graph.nodes[node].shape,
        stride: isCopied ? Plan.stride(ofChannels: channels) : channels,
        count: isCopied ? Plan.count(graph.nodes[node].shape) : 0))
  }

  private mutating func add(_ work: Plan.Work, _ nodes: [Int], inputs: [Int]? = nil) {
    guard let last = nodes.last else { return }
    covered.formUnion(nodes)
    let node = graph.nodes[nodes[0]]
    // What gives its size only need not be there.
    let taken = node.inputs.indices.filter { !node.operation.takesOnlySize(ofInput: $0) }
    let inputs = (inputs ?? taken.map { node.inputs[$0] }).compactMap { tensorOfNode[$0] }
    tensorOfNode[last] = tensors.count
    steps.append(Plan.Step(work: work, nodes: nodes, inputs: inputs, output: tensors.count))
    tensors.append(
      Plan.Tensor(
        node: last, shape: graph.nodes[last].shape,
        stride: Plan.stride(ofChannels: graph.nodes[last].shape.channels),
        count: Plan.count(graph.nodes[last].shape)))
  }
}

extension Convolution {
  /// Whether the depthwise kernel carries it out: one filter a channel.
  fileprivate var hasDepthwiseKernel: Bool { isDepthwise && outputChannels == inputChannels }
}

extension Node {
  /// Whether its layer adds a bias of its own.
  fileprivate var hasBias: Bool {
    switch operation {
    case .convolution(let convolution): convolution.hasBias
    case .linear(let linear): linear.hasBias
    case .input, .batchNormalization, .activation, .pool, .globalPool, .l2Normalization, .softmax,
      .add, .multiply, .concatenate, .resize, .flatten, .stack:
      false
    }
  }
}
