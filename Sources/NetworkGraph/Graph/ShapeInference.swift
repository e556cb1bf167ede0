import Architecture

extension Graph {
  /// The graph with all shapes inferred in one walk, whatever they were before. Throws at the
  /// first node that does not fit its inputs.
  func inferringShapes() throws(GraphError) -> Graph {
    var graph = self
    for (index, node) in nodes.enumerated() {
      let row = rows[node.origin.row]
      let inputs = node.inputs.map { graph.nodes[$0].shape }
      if needsPlaces(node), inputs.first?.isVector == true {
        throw .scaling(
          .tooSmall(
            resolution: scaling.input(of: spec).resolution,
            row: row.number.map(String.init) ?? row.name,
            smallest: smallestResolution))
      }
      do {
        graph.nodes[index].shape = try node.operation.outputShape(inputs)
      } catch {
        throw .table(TableError("row '\(row.name)': \(error)", at: row.location))
      }
    }
    return graph
  }

  /// The same network with other nodes: `places` says for every node of this graph which of the new
  /// ones stands for it.
  package func renumbered(_ nodes: [Node], places: [Int]) -> Graph {
    var graph = self
    graph.nodes = nodes
    for index in blocks.indices { graph.blocks[index].result = places[blocks[index].result] }
    for index in outputs.indices { graph.outputs[index].node = places[outputs[index].node] }
    for index in headMaps.indices { graph.headMaps[index].node = places[headMaps[index].node] }
    return graph
  }
}
