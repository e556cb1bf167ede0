import Architecture
import KernelInterface
import Kernels
import NetworkGraph

/// The walk from a quantized network to steps.
struct IntegerPlanCompiler {
  let network: QuantizedNetwork
  let kernels: KernelTable
  let fusing: Bool
  private(set) var steps: [Plan.Step] = []
  private(set) var tensors: [Plan.Tensor] = []
  private var floats: [Int: Int] = [:]
  private var bytes: [Int: Int] = [:]

  let users: [[NodeUser]]
  /// For each node the clip that it carries out.
  let clips: [Int?]
  /// Nodes whose results stay tensors of their own.
  let keptNodes: Set<Int>
  private var covered: Set<Int> = []
  /// The memory of packed weights.
  var arena: FloatArena

  var graph: Graph { network.graph }

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
  mutating func add(
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
  mutating func add(
    _ work: Plan.IntegerWork, _ nodes: [Int], inputs: [Int]
  ) throws(NetworkError) {
    let node = nodes.last ?? 0
    bytes[node] = add(
      .integer(work), nodes, inputs: inputs, levels: try network.levels(of: node))
  }

  /// Adds a step whose result is in floats.
  mutating func addFloats(_ work: Plan.Work, _ node: Int, inputs: [Int]) {
    floats[node] = add(work, [node], inputs: inputs, levels: nil)
  }

  /// The tensor of a node's result in integers; the way there, if it is not there yet.
  mutating func byteTensor(_ node: Int) throws(NetworkError) -> Int {
    if let tensor = bytes[node] { return tensor }
    guard let source = floats[node] else { throw .noLevels(node: node) }
    let tensor = add(
      .integer(.quantize), [node], inputs: [source], levels: try network.levels(of: node))
    bytes[node] = tensor
    return tensor
  }

  /// The tensor of a node's result in floats.
  mutating func floatTensor(_ node: Int) throws(NetworkError) -> Int {
    if let tensor = floats[node], tensors[tensor].count > 0 { return tensor }
    let source: Int
    if let levels = bytes[node] { source = levels } else { source = try byteTensor(node) }
    let tensor = add(.integer(.dequantize), [node], inputs: [source], levels: nil)
    floats[node] = tensor
    return tensor
  }
}
