import Architecture
import KernelInterface
import NetworkGraph

/// The walk from a graph to steps.
struct PlanCompiler<Weights: WeightSource> {
  let graph: Graph
  let weights: Weights
  let kernels: KernelTable
  /// Whether inner products are in bfloat16.
  let inBFloat16: Bool
  /// Whether every node is a step of its own.
  let keepsNodes: Bool
  /// What is wrong with the weights that were read.
  var inspection = WeightInspection()
  var steps: [Plan.Step] = []
  var tensors: [Plan.Tensor] = []
  var tensorOfNode: [Int: Int] = [:]

  let users: [[NodeUser]]
  let foldableNorms: [Int: Int]
  let blockResults: Set<Int>
  private var covered: Set<Int> = []
  /// Products that the convolution after them carries out: the map and the gate.
  private(set) var gates: [Int: (map: Int, gate: Int)] = [:]

  /// The memory of all packed weights.
  var arena: FloatArena

  init(
    graph: Graph, weights: Weights, kernels: KernelTable, inBFloat16: Bool, keepingNodes: Bool
  ) {
    self.graph = graph
    self.weights = weights
    self.kernels = kernels
    self.inBFloat16 = inBFloat16
    keepsNodes = keepingNodes
    arena = FloatArena(
      count: graph.nodes.reduce(0) { $0 + ($1.operation.layer?.packedCount(inBFloat16) ?? 0) })
    users = graph.users
    foldableNorms = graph.foldableNorms
    blockResults = Set(graph.blocks.filter { $0.kind.isFeature }.map { $0.result })
  }

  /// Makes the steps of all nodes, in order.
  mutating func compile() throws(NetworkError) {
    for (index, node) in graph.nodes.enumerated() where !covered.contains(index) {
      let operation = node.operation
      if operation.relation == .picture {
        addPicture(index)
      } else if let layer = operation.layer {
        if layer.hasDepthwiseKernel {
          try addDepthwise(index, layer)
        } else {
          try addDense(index, layer)
        }
      } else if operation.normEpsilon != nil, !keepsNodes {
        try addNorm(index)
      } else if !leavesProduct(index) {
        let parameters = try operation.parameters(channels: node.shape.channels)
          .map { parameter throws(NetworkError) in
            try tensor(index, parameter.role, parameter.count)
          }
        add(.plain(operation, parameters: parameters), [index])
      }
    }
  }

  /// A product with a gate is left to the pointwise convolution that alone uses it, if the map is
  /// not needed afterwards.
  private mutating func leavesProduct(_ node: Int) -> Bool {
    let inputs = graph.nodes[node].inputs
    guard !keepsNodes, graph.nodes[node].operation == .multiply, inputs.count == 2,
      !blockResults.contains(node), let user = onlyUser(of: node),
      graph.nodes[user].operation.layer?.isPointwise == true,
      graph.nodes[user].shape.places == graph.nodes[node].shape.places,
      users[inputs[0]].last == .node(node), graph.nodes[inputs[1]].shape.isVector,
      !graph.nodes[inputs[0]].shape.isVector
    else { return false }
    gates[node] = (inputs[0], inputs[1])
    covered.insert(node)
    return true
  }

  /// Convolutions read the picture where the caller has it; anything else needs whole vectors.
  private mutating func addPicture(_ node: Int) {
    let isCopied = users[node].contains { user in
      guard case .node(let user) = user,
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

  /// Adds a step for some nodes; it reads their first node's inputs unless others are named.
  mutating func add(_ work: Plan.Work, _ nodes: [Int], inputs: [Int]? = nil) {
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
  /// Whether the depthwise kernel carries it out: one filter a channel, over a square window.
  fileprivate var hasDepthwiseKernel: Bool {
    isDepthwise && outputChannels == inputChannels && kernel.isSquare && stride.isSquare
  }

  /// Floats that the weights take when they are packed.
  fileprivate func packedCount(_ inBFloat16: Bool) -> Int {
    hasDepthwiseKernel
      ? PackedDepthwise.count(channels: outputChannels, kernel: kernel.height)
      : groups
        * PackedMatrix.count(
          filters: outputChannels / groups, inputChannels: inputChannels / groups,
          taps: kernel.area, inBFloat16: inBFloat16)
  }
}
