import Architecture
import NetworkGraph

extension TranslatedGraph {
  /// The graph with rows and blocks, as if it had been expanded from a table of a file.
  ///
  /// `file` is what the table is called; errors and reports name it. `places` says for every node where
  /// it now is.
  func graph(
    named name: String, file: String, _ imported: ImportedModel
  ) -> (graph: Graph, places: [Int]) {
    let location = SourceLocation(file: file, line: 1, column: 1)
    let blocks = BlockFinder(nodes, outputs: outputs).blocks()
    let order = self.order(of: blocks)
    var nodes = order.map { self.nodes[$0] }
    var places = [Int](repeating: 0, count: order.count)
    for (place, index) in order.enumerated() { places[index] = place }
    for index in nodes.indices { nodes[index].inputs = nodes[index].inputs.map { places[$0] } }
    var spec = ArchitectureSpec(
      name: name, title: "ONNX model", family: name,
      reference: ArchitectureSpec.Reference(paper: imported.description),
      input: nodes[0].shape, variables: variables, rules: .standard, columns: TableRows.columns,
      rows: [], location: location)
    spec.imported = imported
    var graph = Graph(
      spec: spec, scaling: Scaling(), nodes: nodes, rows: [], blocks: [], outputs: outputs,
      headMaps: [])
    graph.rows.append(
      Graph.Row(
        number: nil, name: "input", operatorText: "input", kind: .input, kernel: nil, stride: 1,
        repeats: 1, part: .backbone, location: location, specRow: nil))
    graph.blocks.append(
      Graph.Block(
        name: "input", kind: .input, row: 0, repetition: 1, result: 0,
        tableChannels: nodes[0].shape.channels))
    for index in graph.outputs.indices {
      graph.outputs[index].node = places[outputs[index].node]
    }
    let rowNames = RowNames.names(of: blocks.flatMap { naming(of: $0) })
    var names = rowNames[...]
    var separable = 0
    for block in blocks {
      var parts = [Array(block.nodes.indices)]
      if let second = block.second {
        separable += 1
        parts = [Array(0..<second), Array(second..<block.nodes.count)]
      }
      let first = graph.rows.count
      for part in parts {
        let members = part.map { places[block.nodes[$0]] }
        for (member, index) in zip(members, part) {
          graph.nodes[member].origin = Origin(
            row: graph.rows.count, repetition: 1, block: graph.blocks.count,
            role: block.roles[index])
        }
        graph.addRow(
          of: members, main: places[parts.count == 1 ? block.main : block.nodes[part[0]]],
          kind: parts.count == 1 ? block.kind : part[0] == 0 ? .depthwise : .pointwise,
          named: names.popFirst() ?? "row", location)
      }
      let result = places[block.nodes[block.nodes.count - 1]]
      graph.blocks.append(
        Graph.Block(
          name: parts.count == 1 ? graph.rows[first].name : "separable\(separable)",
          kind: block.kind, row: graph.rows.count - 1, repetition: 1, result: result,
          tableChannels: graph.nodes[result].shape.channels))
    }
    return (graph, places)
  }

  /// The number of classes, if the only answer, or the first of two, is a vector.
  private var variables: [String: Int] {
    guard let first = outputs.first, nodes[first.node].shape.isVector,
      outputs.allSatisfy({ nodes[$0.node].shape == nodes[first.node].shape })
    else { return [:] }
    return ["classes": nodes[first.node].shape.channels]
  }

  /// The nodes block by block, if all still stand behind what they take; as they were otherwise.
  private func order(of blocks: [BlockFinder.Block]) -> [Int] {
    let order = [0] + blocks.flatMap { $0.nodes }
    var isThere = [Bool](repeating: false, count: nodes.count)
    for index in order {
      guard nodes[index].inputs.allSatisfy({ isThere[$0] }) else { return Array(nodes.indices) }
      isThere[index] = true
    }
    return order
  }

  /// What the rows of a block are called by.
  private func naming(
    of block: BlockFinder.Block
  ) -> [(operations: [String], main: String, fallback: String)] {
    let cut = block.second ?? block.nodes.count
    return [block.nodes[..<cut], block.nodes[cut...]].filter { !$0.isEmpty }.map { members in
      let main = members.contains(block.main) ? block.main : members[members.startIndex]
      return (members.map { names[$0] }, names[main], nodes[main].operation.kind.rawValue)
    }
  }
}

extension Graph {
  /// Adds the row of some nodes, to the table as well.
  fileprivate mutating func addRow(
    of members: [Int], main: Int, kind: BlockKind, named name: String, _ location: SourceLocation
  ) {
    let row = TableRows(nodes: nodes).row(
      members, main: main, kind: kind, name: name, number: spec.rows.count + 1, location)
    rows.append(
      Row(
        number: row.number, name: name, operatorText: row.operatorText, kind: kind,
        kernel: nodes[main].operation.kernel, stride: nodes[main].operation.stride, repeats: 1,
        part: .backbone, location: location, specRow: spec.rows.count))
    spec.rows.append(row)
  }
}
