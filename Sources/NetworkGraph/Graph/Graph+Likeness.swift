import Architecture

/// What a network computes, whatever its rows and tensors are called, and whether norms are folded or
/// not: two networks that have the same are the same but for their weights.
package struct GraphLikeness: Hashable, Sendable {
  /// For each answer what computes it, without a softmax at the end.
  package var answers: Set<Int>
}

extension Graph {
  /// What the network computes, for comparison in one run of the program.
  package var likeness: GraphLikeness {
    folded().graph.likeness { $0.signature($1, $2, withBiases: true) }
  }

  /// The same whether layers have biases or not: some writers leave out those that are zero.
  package var likenessWithoutBiases: GraphLikeness {
    folded().graph.likeness { $0.signature($1, $2, withBiases: false) }
  }

  /// Whether a node only scales and shifts the picture's numbers, as some writers put preprocessing into a
  /// model: that is no part of the network.
  package func scalesPicture(_ node: Int) -> Bool {
    guard case .scalarFunction(.affine) = nodes[node].operation else { return false }
    return nodes[node].inputs[0] == 0 || scalesPicture(nodes[node].inputs[0])
  }

  /// Sums of what nodes do and take.
  private func likeness(
    _ signature: (Operation, _ inputs: [Shape], _ output: Shape) -> Int
  ) -> GraphLikeness {
    var sums: [Int] = []
    for (index, node) in nodes.enumerated() {
      if scalesPicture(index) {
        sums.append(sums[0])
        continue
      }
      var taken = node.inputs.indices.filter { !node.operation.takesOnlySize(ofInput: $0) }
        .map { sums[node.inputs[$0]] }
      // The order of summands and factors makes no difference.
      if node.operation == .add || node.operation == .multiply { taken.sort() }
      var hasher = Hasher()
      hasher.combine(signature(node.operation, inputShapes(of: index), node.shape))
      hasher.combine(taken)
      sums.append(hasher.finalize())
    }
    let answers = outputs.map { output -> Int in
      let node = nodes[output.node]
      let isSoftmax = node.operation == .softmax || node.operation == .logSoftmax
      return sums[isSoftmax ? node.inputs[0] : output.node]
    }
    return GraphLikeness(answers: Set(answers))
  }
}

extension Operation {
  /// What the operation does to maps of these shapes, however it is written.
  fileprivate func signature(
    _ inputs: [Shape], _ output: Shape, withBiases: Bool
  ) -> Int {
    var hasher = Hasher()
    hasher.combine(output)
    let input = inputs.first ?? output
    func combine(_ window: PerAxis<Window>) {
      for (window, places) in [(window.height, input.height), (window.width, input.width)] {
        hasher.combine(window.kernel)
        hasher.combine(window.stride)
        hasher.combine(window.kernel > 1 ? window.dilation : 1)
        hasher.combine(window.before(places))
      }
    }
    if let layer {
      hasher.combine(layer.groups)
      hasher.combine(withBiases && layer.hasBias)
      hasher.combine(layer.inputChannels)
      combine(layer.window)
      return hasher.finalize()
    }
    switch self {
    case .pool(let pool):
      let isWhole = pool.kernel == PerAxis(height: input.height, width: input.width)
      if isWhole, output.isVector, pool.kind == .average {
        hasher.combine(Operation.globalPool)
      } else {
        hasher.combine(pool.kind)
        hasher.combine(pool.countsPadding)
        combine(pool.window)
      }
    case .batchNormalization: hasher.combine("norm")
    case .l2Normalization: hasher.combine("l2")
    case .resize(let mode, _), .resizeTo(let mode, _): hasher.combine(mode)
    default: hasher.combine(self)
    }
    return hasher.finalize()
  }
}
