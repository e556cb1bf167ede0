import Architecture
import NetworkGraph

/// Finds the blocks again that a network was built of: inverted residuals, depthwise convolutions with
/// the pointwise one after them, gates, and layers alone.
struct BlockFinder {
  /// Nodes that are one block, each with its role.
  struct Block {
    var kind: BlockKind
    var nodes: [Int] = []
    var roles: [Role] = []
    /// The node that gives the block its name and its window.
    var main: Int
    /// Where the second row begins, if the block has two.
    var second: Int?

    mutating func add(_ nodes: [Int], _ role: Role) {
      self.nodes += nodes
      roles += nodes.map { _ in role }
    }

    mutating func add(_ gate: Gate) {
      nodes += gate.nodes
      roles += gate.roles
    }
  }

  /// A map times what its own mean is made into.
  struct Gate {
    var nodes: [Int]
    var roles: [Role]
    var result: Int
  }

  let nodes: [Node]
  /// Who takes the result of each node, answers apart.
  private let users: [[Int]]
  private let answers: Set<Int>

  init(_ nodes: [Node], outputs: [Graph.Output]) {
    self.nodes = nodes
    var users = [[Int]](repeating: [], count: nodes.count)
    for (index, node) in nodes.enumerated() {
      for input in node.inputs { users[input].append(index) }
    }
    self.users = users
    answers = Set(outputs.map { $0.node })
  }

  /// The blocks, in the order of their first nodes; every node but the picture is in one.
  func blocks() -> [Block] {
    var taken = [Bool](repeating: false, count: nodes.count)
    taken[0] = true
    var blocks: [Block] = []
    for index in nodes.indices where !taken[index] {
      let candidates = [invertedResidual(from: index), separable(from: index), gate(from: index)]
      let found = candidates.compactMap { $0 }.first { block in
        block.nodes.allSatisfy { !taken[$0] }
      }
      let block = found ?? layer(from: index, taken)
      for node in block.nodes { taken[node] = true }
      blocks.append(block)
    }
    return blocks
  }

  // MARK: - Layers

  /// The only node that takes a result which is no answer; nothing if there are others.
  private func onlyUser(_ node: Int) -> Int? {
    users[node].count == 1 && !answers.contains(node) ? users[node][0] : nil
  }

  /// A node with the norm and the activation after it.
  private func chain(from node: Int) -> [Int] {
    var chain = [node]
    while let next = onlyUser(chain[chain.count - 1]), nodes[next].operation.continuesLayer {
      chain.append(next)
      if nodes[next].operation.normEpsilon == nil { break }
    }
    return chain
  }

  private func isActivated(_ chain: [Int]) -> Bool {
    chain.dropFirst().contains { nodes[$0].operation.normEpsilon == nil }
  }

  private func convolution(_ node: Int) -> Convolution? {
    if case .convolution(let convolution) = nodes[node].operation { convolution } else { nil }
  }

  private func isPointwise(_ node: Int) -> Bool {
    convolution(node).map { $0.isPointwise && $0.stride == 1 } ?? false
  }

  private func isDepthwise(_ node: Int) -> Bool {
    convolution(node).map { $0.isDepthwise && $0.inputChannels == $0.outputChannels } ?? false
  }

  // MARK: - Blocks

  /// Expand, depthwise, gate, project, shortcut, of which the first, the third and the last may be
  /// absent; what projects has no activation.
  private func invertedResidual(from start: Int) -> Block? {
    var block = Block(kind: .invertedResidual, main: start)
    var depthwise = start
    if isPointwise(start) {
      let expand = chain(from: start)
      guard isActivated(expand), let next = onlyUser(expand[expand.count - 1]) else { return nil }
      block.add(expand, .expand)
      depthwise = next
    }
    guard isDepthwise(depthwise) else { return nil }
    block.main = depthwise
    var end = add(depthwise, .depthwise, to: &block)
    guard let project = onlyUser(end), isPointwise(project) else { return nil }
    let last = chain(from: project)
    guard !isActivated(last) else { return nil }
    block.add(last, .project)
    end = last[last.count - 1]
    if let gate = gate(over: end) {
      block.add(gate)
      end = gate.result
    }
    if let sum = onlyUser(end), nodes[sum].operation == .add, nodes[sum].inputs.count == 2,
      nodes[sum].inputs.contains(nodes[start].inputs[0]), !block.nodes.contains(sum)
    {
      block.add([sum], .shortcut)
    }
    return block
  }

  /// A depthwise layer with its gate and the activation behind it; gives the last node.
  private func add(_ depthwise: Int, _ role: Role, to block: inout Block) -> Int {
    let layer = chain(from: depthwise)
    block.add(layer, role)
    var end = layer[layer.count - 1]
    if let gate = gate(over: end) {
      block.add(gate)
      end = gate.result
      let after = chain(from: end).dropFirst()
      block.add(Array(after), .activation)
      end = after.last ?? end
    }
    return end
  }

  /// A depthwise layer and the pointwise one after it.
  private func separable(from start: Int) -> Block? {
    guard isDepthwise(start) else { return nil }
    var block = Block(kind: .separable, main: start)
    let end = add(start, .depthwise, to: &block)
    guard let pointwise = onlyUser(end), isPointwise(pointwise) else { return nil }
    block.second = block.nodes.count
    block.add(chain(from: pointwise), .pointwise)
    return block
  }

  /// A gate by itself.
  private func gate(from start: Int) -> Block? {
    guard nodes[start].operation == .globalPool, let map = nodes[start].inputs.first,
      let gate = gate(over: map), gate.nodes.first == start
    else { return nil }
    var block = Block(kind: .join, main: gate.result)
    block.add(gate)
    return block
  }

  /// The gate over a map: its mean, layers, and the product with the map.
  private func gate(over map: Int) -> Gate? {
    for mean in users[map] where nodes[mean].operation == .globalPool {
      var nodesOfGate = [mean]
      while let next = onlyUser(nodesOfGate[nodesOfGate.count - 1]) {
        let operation = nodes[next].operation
        if operation == .multiply, nodes[next].inputs.contains(map) {
          let last = nodesOfGate.last { nodes[$0].operation.isWeighted }
          guard let last else { break }
          let roles = nodesOfGate.map { node -> Role in
            node == mean ? .squeezePool : node < last ? .squeeze : .excite
          }
          return Gate(nodes: nodesOfGate + [next], roles: roles + [.gate], result: next)
        }
        guard operation.isWeighted || operation.continuesLayer, nodes[next].inputs.count == 1 else {
          break
        }
        nodesOfGate.append(next)
      }
    }
    return nil
  }

  /// A layer, or an operation alone.
  private func layer(from start: Int, _ taken: [Bool]) -> Block {
    let (kind, role) = Self.kind(nodes[start].operation)
    var block = Block(kind: kind, main: start)
    let chain = chain(from: start).prefix { !taken[$0] }
    block.add([start], role)
    let isLayer = nodes[start].operation.isWeighted || nodes[start].operation.normEpsilon != nil
    block.add(Array(chain.dropFirst()), isLayer ? role : .activation)
    return block
  }

  private static func kind(_ operation: Operation) -> (BlockKind, Role) {
    switch operation {
    case .input: (.input, .input)
    case .convolution(let convolution):
      convolution.isDepthwise
        ? (.depthwise, .depthwise)
        : convolution.isPointwise ? (.pointwise, .convolution) : (.convolution, .convolution)
    case .transposedConvolution, .channelConvolution: (.convolution, .convolution)
    case .linear: (.fullyConnected, .linear)
    case .batchNormalization, .l2Normalization, .normalization: (.normalization, .normalization)
    case .activation, .parametricReLU, .scalarFunction: (.join, .activation)
    case .pool, .globalPool: (.pool, .pool)
    case .softmax, .logSoftmax: (.softmax, .softmax)
    case .add, .multiply, .concatenate, .shuffle, .depthToSpace, .spaceToDepth, .slice:
      (.join, .join)
    case .resize, .resizeTo: (.join, .resize)
    case .flatten, .stack: (.head, .answers)
    }
  }
}
