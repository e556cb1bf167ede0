extension Graph {
  /// The graph without the batch norms that can be folded, in whose place the layers before them have
  /// a bias; and for every node of this graph its index there, which for a folded norm is its layer's.
  package func folded() -> (graph: Graph, places: [Int]) {
    let norms = foldableNorms
    let layers = Set(norms.values)
    var folded: [Node] = []
    var places: [Int] = []
    for (index, node) in nodes.enumerated() {
      if let layer = norms[index] {
        places.append(places[layer])
        continue
      }
      var copy = node
      copy.inputs = node.inputs.map { places[$0] }
      if layers.contains(index) { copy.operation = node.operation.withBias }
      places.append(folded.count)
      folded.append(copy)
    }
    return (renumbered(folded, places: places), places)
  }
}
