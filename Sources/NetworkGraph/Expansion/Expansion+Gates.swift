import Architecture

extension Expansion {
  /// Gives the layers of every squeeze-and-excitation that rows compose (a map times what its own mean
  /// over all places was made into) the roles that they have in an inverted residual, so that reports
  /// and figures know it for what it is.
  mutating func markGates() {
    for (index, node) in nodes.enumerated() where node.operation == .multiply {
      guard !node.origin.role.isInGate, node.inputs.count == 2 else { continue }
      for (map, vector) in [(0, 1), (1, 0)] {
        guard let chain = gate(from: node.inputs[vector], over: node.inputs[map]) else { continue }
        nodes[index].origin.role = .gate
        mark(chain)
        break
      }
    }
  }

  /// The nodes from a pooled vector's mean to the gate that is made of it, the mean first; nothing if
  /// the vector is not made of that map.
  private func gate(from vector: Int, over map: Int) -> [Int]? {
    var chain: [Int] = []
    var index = vector
    while true {
      chain.append(index)
      let node = nodes[index]
      guard node.inputs.count == 1 else { return nil }
      if node.operation == .globalPool {
        // Without a layer the mean itself is the factor.
        let hasLayer = chain.contains { nodes[$0].operation.isWeighted }
        return hasLayer && node.inputs[0] == map ? chain.reversed() : nil
      }
      guard node.operation.isWeighted || node.operation.continuesLayer else { return nil }
      index = node.inputs[0]
    }
  }

  /// The last layer excites, those before it squeeze; norms and activations go with their layers.
  private mutating func mark(_ chain: [Int]) {
    let last = chain.last { nodes[$0].operation.isWeighted } ?? chain[0]
    for index in chain {
      nodes[index].origin.role =
        nodes[index].operation == .globalPool ? .squeezePool : index < last ? .squeeze : .excite
    }
  }
}
