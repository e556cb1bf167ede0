import Architecture
import KernelInterface
import Kernels
import NetworkGraph

extension Plan {
  /// Makes a quantized network ready for one set of kernels: clips become part of what is before them, and
  /// other activations of the layer that can carry them, if `fusing`. What has no form in integers runs in
  /// single precision, between steps that go there and back. Answers and observed results are floats, as
  /// ever.
  ///
  /// With `keepingBlocks` the result of every block is a tensor of its own. Throws if layers or levels are missing or do
  /// not fit the graph, or if a sum could overflow.
  package init(
    _ network: QuantizedNetwork, kernels: KernelTable, keepingBlocks: Bool = false,
    fusing: Bool = true
  ) throws(NetworkError) {
    var compiler = IntegerPlanCompiler(
      network, kernels, keepingBlocks: keepingBlocks, fusing: fusing)
    try compiler.compile()
    self.init(
      graph: network.graph, kernels: kernels, steps: compiler.steps, tensors: compiler.tensors,
      outputs: network.graph.outputs.compactMap { compiler.tensor(of: $0.node) })
    precision = .integers
    placeTensors()
    sizeScratch()
  }
}

/// The walk from a quantized network to steps.
private struct IntegerPlanCompiler {
  let network: QuantizedNetwork
  let kernels: KernelTable
  let fusing: Bool
  var steps: [Plan.Step] = []
  var tensors: [Plan.Tensor] = []
  private var floats: [Int: Int] = [:]
  private var bytes: [Int: Int] = [:]

  private let users: [[NodeUser]]
  private let clips: [Int?]
  private let keptNodes: Set<Int>
  private var covered: Set<Int> = []
  private var arena: FloatArena

  private var graph: Graph { network.graph }

  init(
    _ network: QuantizedNetwork, _ kernels: KernelTable, keepingBlocks: Bool, fusing: Bool
  ) {
    self.network = network
    self.kernels = kernels
    self.fusing = fusing
    users = network.graph.users
    clips = network.graph.integerClips
    keptNodes =
      keepingBlocks
      ? Set(network.graph.blocks.filter { $0.kind.isFeature }.map { $0.result }) : []
    arena = FloatArena(
      count: network.graph.nodes.reduce(0) { $0 + ($1.operation.layer?.packedUnits ?? 0) })
  }

  /// The tensor that has a node's result: in integers, if there is one.
  func tensor(of node: Int) -> Int? { bytes[node] ?? floats[node] }

  mutating func compile() throws(NetworkError) {
    for (index, node) in graph.nodes.enumerated() where !covered.contains(index) {
      if node.operation.relation == .picture {
        addPicture(index, node.shape)
      } else if node.operation.integerForm == .none {
        try addFloats(index)
      } else if let layer = node.operation.layer {
        try addLayer(index, layer)
      } else {
        try addOperation(index)
      }
    }
  }

  // MARK: - Tensors

  /// A picture that becomes levels is read where the caller has it; what takes floats needs whole vectors.
  private mutating func addPicture(_ node: Int, _ shape: Shape) {
    floats[node] = tensors.count
    let isCopied = network.levels[node] == nil
    tensors.append(
      Plan.Tensor(
        node: node, shape: shape,
        stride: isCopied ? Plan.stride(ofChannels: shape.channels) : shape.channels,
        count: isCopied ? Plan.count(shape) : 0))
  }

  /// Adds a step; `levels` are those of its result.
  private mutating func add(
    _ work: Plan.Work, _ nodes: [Int], inputs: [Int], levels: Levels?
  ) -> Int {
    covered.formUnion(nodes)
    let node = nodes.last ?? 0
    let shape = graph.nodes[node].shape
    steps.append(Plan.Step(work: work, nodes: nodes, inputs: inputs, output: tensors.count))
    tensors.append(
      Plan.Tensor(
        node: node, shape: shape,
        stride: levels == nil ? Plan.stride(ofChannels: shape.channels) : shape.channels,
        levels: levels, count: levels == nil ? Plan.count(shape) : Plan.levelCount(shape)))
    return tensors.count - 1
  }

  /// Adds a step in integers whose result has its node's levels.
  private mutating func add(
    _ work: Plan.IntegerWork, _ nodes: [Int], inputs: [Int]
  ) throws(NetworkError) {
    let node = nodes.last ?? 0
    bytes[node] = add(
      .integer(work), nodes, inputs: inputs, levels: try network.levels(of: node))
  }

  /// The tensor of a node's result in integers; the way there, if it is not there yet.
  private mutating func byteTensor(_ node: Int) throws(NetworkError) -> Int {
    if let tensor = bytes[node] { return tensor }
    guard let source = floats[node] else { throw .noLevels(node: node) }
    let tensor = add(
      .integer(.quantize), [node], inputs: [source], levels: try network.levels(of: node))
    bytes[node] = tensor
    return tensor
  }

  private mutating func floatTensor(_ node: Int) throws(NetworkError) -> Int {
    if let tensor = floats[node], tensors[tensor].count > 0 { return tensor }
    let source: Int
    if let levels = bytes[node] { source = levels } else { source = try byteTensor(node) }
    let tensor = add(.integer(.dequantize), [node], inputs: [source], levels: nil)
    floats[node] = tensor
    return tensor
  }

  /// The inputs of a node of which it needs the numbers.
  private func taken(_ node: Int) -> [Int] {
    let operation = graph.nodes[node].operation
    return graph.nodes[node].inputs.enumerated()
      .filter { !operation.takesOnlySize(ofInput: $0.offset) }.map { $0.element }
  }

  // MARK: - Steps

  private mutating func addFloats(_ node: Int) throws(NetworkError) {
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
    floats[node] = add(
      .plain(operation, parameters: parameters), [node], inputs: inputs, levels: nil)
  }

  private mutating func addLayer(_ node: Int, _ layer: Convolution) throws(NetworkError) {
    guard let quantized = network.layers[node] else { throw .noWeights(node: node) }
    try quantized.check(layer)
    let input = graph.nodes[node].inputs[0]
    var nodes = [node] + (clips[node].map { [$0] } ?? [])
    let result = nodes.last ?? node
    let (from, to) = (try network.levels(of: input), try network.levels(of: result))
    guard let channels = quantized.channels(from: from, to: to) else {
      throw .integerRange(node: node)
    }
    var finish = Plan.Finish(
      requantizer: Requantizer(
        to, clip: clips[node].flatMap { graph.nodes[$0].operation.activation }),
      padding: PackedLevels(
        [UInt8](repeating: UInt8(from.zero), count: layer.inputChannels), in: &arena))
    if let activation = carriedTable(after: result) {
      finish.table = PackedLevels(try table(of: activation), in: &arena)
      nodes.append(activation)
    }
    let source = try byteTensor(input)
    if layer.isDepthwise, layer.outputChannels == layer.inputChannels {
      let weights = PackedIntegerDepthwise(
        weights: quantized.weights, channels: layer.outputChannels, taps: layer.kernel.area,
        channels, in: &arena)
      try add(
        .depthwise(
          Plan.IntegerDepthwise(convolution: layer, weights: weights, finish: finish)),
        nodes, inputs: [source])
    } else {
      try add(
        .dense(
          Plan.IntegerDense(
            convolution: layer, groups: packed(quantized, layer, channels), finish: finish)),
        nodes, inputs: [source])
    }
  }

  private mutating func packed(
    _ quantized: QuantizedLayer, _ layer: Convolution, _ channels: IntegerChannels
  ) -> [PackedIntegerMatrix] {
    let filters = layer.outputChannels / layer.groups
    let size = quantized.weights.count / layer.groups
    var groups: [PackedIntegerMatrix] = []
    for group in 0..<layer.groups {
      groups.append(
        PackedIntegerMatrix(
          weights: quantized.weights[group * size..<(group + 1) * size], filters: filters,
          inputChannels: layer.inputChannels / layer.groups, taps: layer.kernel.area,
          channels[group * filters..<(group + 1) * filters], for: kernels.integers, in: &arena))
    }
    return groups
  }

  /// The activation that a layer carries out by a table: the only one that takes its result.
  private func carriedTable(after node: Int) -> Int? {
    guard fusing, !keptNodes.contains(node), users[node].count == 1,
      case .node(let user) = users[node][0], graph.nodes[user].operation.integerForm == .table
    else { return nil }
    return user
  }

  /// The levels of a function of one number, for each of its input's.
  private func table(of node: Int) throws(NetworkError) -> [UInt8] {
    let from = try network.levels(of: graph.nodes[node].inputs[0])
    let to = try network.levels(of: node)
    return switch graph.nodes[node].operation {
    case .activation(let activation): from.table(to: to) { activation.value($0) }
    case .scalarFunction(let function): from.table(to: to) { function.value($0) }
    default: from.table(to: to)
    }
  }

  private mutating func addOperation(_ node: Int) throws(NetworkError) {
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
    case .activation, .scalarFunction:
      return .table(PackedLevels(try table(of: node), in: &arena))
    case .slice, .shuffle, .flatten, .concatenate, .stack:
      return .move(graph.nodes[node].operation)
    case .input, .convolution, .transposedConvolution, .channelConvolution, .linear,
      .batchNormalization, .parametricReLU, .l2Normalization, .normalization, .softmax,
      .logSoftmax, .depthToSpace, .spaceToDepth:
      return nil
    }
  }
}

extension QuantizedLayer {
  /// Throws if its numbers are not as many as a layer has, or are none that run.
  fileprivate func check(_ layer: Convolution) throws(NetworkError) {
    for (count, expected) in [
      (weights.count, layer.weightCount), (scales.count, layer.outputChannels),
      (bias.count, layer.outputChannels),
    ] where count != expected {
      throw .size(expected: expected, got: count)
    }
  }
}

extension Convolution {
  /// Four-byte units that the packed weights take.
  fileprivate var packedUnits: Int {
    isDepthwise && outputChannels == inputChannels
      ? PackedIntegerDepthwise.count(channels: outputChannels, taps: kernel.area)
      : groups
        * PackedIntegerMatrix.count(
          filters: outputChannels / groups, depth: weightShape.dropFirst().reduce(1, *))
  }
}
