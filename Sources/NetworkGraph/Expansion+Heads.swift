import Architecture

extension Expansion {
  /// A head: its branches over every source, then the answers joined as it says.
  mutating func expand(_ head: Head, picture: Value) {
    var maps: [Value] = []
    let boxes = head.sources.indices.map { head.boxes.indices.contains($0) ? head.boxes[$0] : 1 }
    for (index, source) in head.sources.enumerated() {
      guard
        let value = self.source(
          source, from: spec.rows.count, picture: picture, at: head.location)
      else { return }
      let block = blocks[nodes[value.node].origin.block].name
      headMaps.append(
        Graph.HeadMap(
          name: block + (source.place.map { ".\($0)" } ?? ""), node: value.node,
          boxes: boxes[index]))
      maps.append(value)
    }
    for branch in head.branches {
      var answers: [Value] = []
      var values = 0
      for (index, map) in maps.enumerated() {
        var environment = variables
        environment["boxes"] = boxes[index]
        values = branch.fields.reduce(0) { sum, field in
          let count = field.count.value(in: environment) ?? 0
          return min(sum + min(count, Self.largestCount), Self.largestCount)
        }
        environment["values"] = values
        let name =
          head.join == .maps ? "\(branch.name)\(index)" : "\(branch.name).\(index + 1)"
        let first = nodes.count
        let base = beginHeadRow(name, "head \(branch.name)", head, map)
        blocks[base.block].headPlace = Graph.HeadPlace(
          branch: branch.name, map: index, source: nodes[map.node].origin.block)
        var value = map
        for row in branch.rows {
          var cursor = base
          cursor.path = [row.name]
          environment["in"] = value.channels
          value = expand(
            row, inputs: [value], isFirst: true, environment: environment, at: &cursor,
            topLevel: nil)
          guard problems.isEmpty else { return }
        }
        if head.join == .places {
          value.node = append(
            .flatten(values: values), [value.node], base.origin(.answers))
          value.channels = values
        }
        blocks[base.block].result = value.node
        if nodes.count == first { report("branch '\(branch.name)' has no rows", at: head.location) }
        answers.append(value)
        if head.join == .maps {
          outputs.append(Graph.Output(name: name, node: value.node))
        }
      }
      guard head.join == .places, let last = answers.last else { continue }
      let cursor = beginHeadRow(branch.name, "join", head, last)
      let node = append(.stack, answers.map(\.node), cursor.origin(.answers))
      blocks[cursor.block].result = node
      outputs.append(Graph.Output(name: branch.name, node: node))
    }
  }
  /// A row of a report and a block for one part of a head.
  private mutating func beginHeadRow(
    _ name: String, _ operatorText: String, _ head: Head, _ map: Value
  ) -> Cursor {
    rows.append(
      Graph.Row(
        number: nil, name: name, operatorText: operatorText, kind: .head, kernel: nil, stride: 1,
        repeats: 1, part: .head, location: head.location, specRow: nil))
    blocks.append(
      Graph.Block(
        name: name, kind: .head, row: rows.count - 1, repetition: 1, result: 0,
        tableChannels: map.tableChannels))
    return Cursor(row: rows.count - 1, block: blocks.count - 1, location: head.location)
  }
}
