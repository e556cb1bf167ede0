import Architecture

extension Expansion {
  /// A head: its branches over every source, then the answers joined as it says.
  mutating func expand(_ head: Head, over scope: inout Scope) {
    var maps: [HeadSource] = []
    for (index, source) in head.sources.enumerated() {
      guard
        let value = self.source(source, at: spec.rows.count, in: &scope, head.location)?.first
      else { return }
      let block = blocks[nodes[value.node].origin.block].name
      let boxes = head.boxes.indices.contains(index) ? head.boxes[index] : 1
      headMaps.append(
        Graph.HeadMap(
          name: block + (source.place.map { ".\($0)" } ?? ""), node: value.node, boxes: boxes))
      maps.append(HeadSource(index: index, value: value, boxes: boxes))
    }
    for branch in head.branches {
      var answers: [Value] = []
      for map in maps {
        guard let answer = expand(branch, of: head, on: map) else { return }
        answers.append(answer)
      }
      guard head.join == .places, let last = answers.last else { continue }
      let cursor = beginHeadRow(branch.name, "join", head, last)
      let node = append(.stack, answers.map { $0.node }, cursor.origin(.answers))
      blocks[cursor.block].result = node
      outputs.append(Graph.Output(name: branch.name, node: node))
    }
  }

  /// One branch of a head on one map; nothing if a row of it cannot be expanded.
  private mutating func expand(
    _ branch: Head.Branch, of head: Head, on map: HeadSource
  ) -> Value? {
    var environment = variables
    environment["boxes"] = map.boxes
    let values = branch.fields.reduce(0) { sum, field in
      let count = field.count.value(in: environment) ?? 0
      return min(sum + min(count, Self.largestCount), Self.largestCount)
    }
    environment["values"] = values
    let name =
      head.join == .maps ? "\(branch.name)\(map.index)" : "\(branch.name).\(map.index + 1)"
    let first = nodes.count
    let base = beginHeadRow(name, "head \(branch.name)", head, map.value)
    blocks[base.block].headPlace = Graph.HeadPlace(
      branch: branch.name, map: map.index, source: nodes[map.value.node].origin.block)
    var value = map.value
    for row in branch.rows {
      var cursor = base
      cursor.path = [row.name]
      environment["in"] = value.channels
      value = expand(
        row, inputs: [value], isFirst: true, environment: environment, at: &cursor,
        topLevel: nil)
      guard problems.isEmpty else { return nil }
    }
    if head.join == .places {
      value.node = append(.flatten(values: values), [value.node], base.origin(.answers))
      value.channels = values
    }
    blocks[base.block].result = value.node
    if nodes.count == first { report("branch '\(branch.name)' has no rows", at: head.location) }
    if head.join == .maps { outputs.append(Graph.Output(name: name, node: value.node)) }
    return value
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

/// A map that a head stands on, while its branches are expanded.
private struct HeadSource {
  var index: Int
  var value: Value
  var boxes: Int
}
