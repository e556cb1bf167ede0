import Architecture
import NetworkGraph

/// Which channels of a graph's tensors are the same: a layer with weights makes channels of its own,
/// a depthwise convolution, a norm or an activation hands them on, and a sum or a gate makes those of its
/// inputs one. What one tensor loses, all tensors of the group lose.
struct ChannelGroups {
  /// For each node the groups that its channels are, one after the other.
  private(set) var segments: [[Int]] = []
  /// For each group how many channels it has.
  private(set) var counts: [Int] = []
  /// Groups that must stay whole, for something takes their channels in another order.
  private(set) var whole: Set<Int> = []
  /// Groups that were made one, by the greater number.
  private var parents: [Int] = []

  init(_ graph: Graph) {
    for (index, node) in graph.nodes.enumerated() {
      let inputs = node.inputs.map { segments[$0] }
      segments.append(channels(of: node, graph.inputShapes(of: index), inputs))
    }
    // Every group by its final number.
    for index in segments.indices { segments[index] = segments[index].map(root) }
    whole = Set(whole.map(root))
  }

  private mutating func channels(of node: Node, _ shapes: [Shape], _ inputs: [[Int]]) -> [Int] {
    let count = node.shape.channels
    switch node.operation {
    case .input, .linear: return [fresh(count)]
    case .convolution(let convolution):
      if convolution.groups == 1 { return [fresh(count)] }
      if convolution.isDepthwise, convolution.outputChannels == convolution.inputChannels {
        return inputs[0]
      }
      return rearranged(inputs, count)
    case .transposedConvolution(let convolution):
      return convolution.groups == 1 ? [fresh(count)] : rearranged(inputs, count)
    case .batchNormalization, .activation, .parametricReLU, .scalarFunction, .pool, .globalPool,
      .l2Normalization, .normalization(_, over: .place, _), .softmax, .logSoftmax, .resize,
      .resizeTo:
      return inputs[0]
    case .add, .multiply:
      guard inputs.allSatisfy({ $0.count == inputs[0].count }) else {
        return rearranged(inputs, count)
      }
      for input in inputs.dropFirst() {
        for (first, second) in zip(inputs[0], input) { join(first, second) }
      }
      return inputs[0]
    case .concatenate: return inputs.flatMap { $0 }
    case .channelConvolution, .normalization(_, over: .map, _), .shuffle, .depthToSpace,
      .spaceToDepth, .slice, .flatten, .stack:
      return rearranged(inputs, count)
    }
  }

  /// New channels, of inputs that must stay whole.
  private mutating func rearranged(_ inputs: [[Int]], _ count: Int) -> [Int] {
    for input in inputs { whole.formUnion(input) }
    let group = fresh(count)
    whole.insert(group)
    return [group]
  }

  private mutating func fresh(_ count: Int) -> Int {
    counts.append(count)
    parents.append(parents.count)
    return parents.count - 1
  }

  private func root(_ group: Int) -> Int {
    var group = group
    while parents[group] != group { group = parents[group] }
    return group
  }

  private mutating func join(_ first: Int, _ second: Int) {
    let (first, second) = (root(first), root(second))
    parents[max(first, second)] = min(first, second)
  }
}
