import Architecture
import NetworkGraph

extension PlanCompiler {
  /// A layer with the nodes after it that it can carry out.
  struct Chain {
    var nodes: [Int]
    var norm: Int?
    var activation: Activation?
    /// The other summand.
    var residual: Int?
  }

  /// The longest chain from a layer whose results between nobody else needs.
  func chain(from node: Int, carriesSum: Bool) -> Chain {
    var chain = Chain(nodes: [node])
    if keepsNodes { return chain }
    var last = node
    while let next = onlyUser(of: last), !blockResults.contains(last) {
      let operation = graph.nodes[next].operation
      if foldableNorms[next] == node, last == node {
        chain.norm = next
      } else if let activation = operation.activation, chain.activation == nil {
        chain.activation = activation
      } else {
        if carriesSum, operation == .add, let other = otherSummand(of: next, beside: last) {
          chain.residual = other
          chain.nodes.append(next)
        }
        return chain
      }
      chain.nodes.append(next)
      last = next
    }
    return chain
  }

  /// What is added to a node's result, if there are two summands and the other is there already.
  private func otherSummand(of sum: Int, beside node: Int) -> Int? {
    let inputs = graph.nodes[sum].inputs
    // A vector may be spread over the places of a map.
    guard inputs.count == 2,
      inputs.allSatisfy({ graph.nodes[$0].shape == graph.nodes[sum].shape })
    else { return nil }
    let other = inputs.first { $0 != node } ?? node
    return tensorOfNode[other] == nil ? nil : other
  }

  /// The node that alone takes a node's result.
  func onlyUser(of node: Int) -> Int? {
    guard users[node].count == 1, case .node(let user) = users[node][0] else { return nil }
    return user
  }
}
