import Architecture

extension Graph {
  /// The network up to the end of a part, which must be its first: the maps that other parts take are its
  /// outputs. Throws if the network has no such part, or if it takes the maps of another.
  ///
  /// A node has the number that it has in the whole network, so weights stay where they are.
  func ending(with part: Part) throws(ScalingError) -> Graph {
    let parts = Part.allCases.filter { part in rows.dropFirst().contains { $0.part == part } }
    guard parts.contains(part),
      let last = nodes.lastIndex(where: { rows[$0.origin.row].part == part })
    else { throw .noPart(part, name: spec.name, known: parts) }
    guard nodes[1...last].allSatisfy({ rows[$0.origin.row].part == part }) else {
      throw .dependentPart(part, name: spec.name)
    }
    var graph = self
    graph.nodes = Array(nodes[...last])
    graph.blocks = Array(blocks.prefix { $0.result <= last })
    graph.rows = Array(rows[...(graph.blocks.map { $0.row }.max() ?? 0)])
    graph.outputs = outputs(through: last)
    graph.headMaps = []
    return graph
  }

  /// What leaves the first nodes, the last of which has a number: answers, and what other nodes take.
  private func outputs(through last: Int) -> [Output] {
    let taken = Set(nodes[(last + 1)...].flatMap { $0.inputs }.filter { $0 <= last })
    let answers = outputs.filter { $0.node <= last }
    let others = taken.subtracting(answers.map { $0.node }).sorted()
    if answers.isEmpty, others.count == 1 { return [Output(name: "output", node: others[0])] }
    return answers
      + others.map { node in
        let map = headMaps.first { $0.node == node }
        return Output(name: map?.name ?? blocks[nodes[node].origin.block].name, node: node)
      }
  }
}
