import Architecture

extension Graph {
  /// The fully connected layers whose weights the network's source stores as matrices; the others it
  /// has as 1x1 convolutions. Tensor naming knows it, without a name being made.
  package var matrices: Set<Int> {
    let names = BlockNames(self, spec.naming)
    return Set(
      nodes.indices.filter { index in
        if case .linear = nodes[index].operation { names.isMatrix(index) } else { false }
      })
  }
}
