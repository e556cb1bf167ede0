/// Who takes the result of a node.
package enum NodeUser: Hashable, Sendable {
  /// A node, as an input.
  case node(Int)
  /// The answer with this number.
  case output(Int)
}

extension Graph {
  /// For each node who takes its result, as often as it does, in the order of the nodes; answers come
  /// last.
  package var users: [[NodeUser]] {
    var users = [[NodeUser]](repeating: [], count: nodes.count)
    for (index, node) in nodes.enumerated() {
      for input in node.inputs { users[input].append(.node(index)) }
    }
    for (number, output) in outputs.enumerated() { users[output.node].append(.output(number)) }
    return users
  }

  /// For each batch norm that can be folded the layer that takes it: the convolution or fully
  /// connected layer before it, if nothing else reads what that makes.
  package var foldableNorms: [Int: Int] {
    let users = users
    var layers: [Int: Int] = [:]
    for (index, node) in nodes.enumerated() where node.operation.normEpsilon != nil {
      guard let input = node.inputs.first, users[input].count == 1,
        nodes[input].operation.layer != nil
      else { continue }
      layers[index] = input
    }
    return layers
  }
}
