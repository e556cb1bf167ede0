import Architecture
import NetworkGraph

extension ClaimQuantity {
  /// The quantity in the network's graph.
  func value(in graph: Graph) throws(ClaimEvaluationError) -> WideCount {
    let rows = try selectedRows(in: graph)
    switch measure {
    case .macs: return try sum(graph, rows) { $0.macs }
    case .parameters: return try sum(graph, rows) { WideCount($0.parameters.total) }
    case .weights: return try sum(graph, rows) { WideCount($0.parameters.weights) }
    case .biases: return try sum(graph, rows) { WideCount($0.parameters.biases) }
    case .separable: return comparisons(graph, rows).reduce(0) { $0 + $1.separable.macs }
    case .standard:
      return comparisons(graph, rows).reduce(0) { $0 + $1.count($1.standard).macs }
    case .blocks, .boxes, .places, .side, .channels, .expansion, .squeeze, .stride, .kernel, .row:
      return WideCount(try smallValue(in: graph, rows))
    }
  }

  /// A quantity that is no sum of costs.
  private func smallValue(in graph: Graph, _ rows: Set<Int>) throws(ClaimEvaluationError) -> Int {
    switch measure {
    case .macs, .parameters, .weights, .biases, .separable, .standard: return 0
    case .blocks:
      let kind = try kind(of: BlockKind.self)
      return graph.blocks.count {
        rows.contains($0.row) && (kind == nil || $0.kind == kind)
      }
    case .boxes:
      if selection.map != nil { return try map(of: graph).boxes }
      return graph.headMaps.reduce(0) { $0 + $1.boxes * graph.nodes[$1.node].shape.places }
    case .places: return try shape(graph).places
    case .side:
      let shape = try shape(graph)
      guard shape.resolution.isSquare else { throw .noSide(shape) }
      return shape.height
    case .channels: return try shape(graph).channels
    case .expansion: return try channels(of: .depthwise, in: graph)
    case .squeeze: return try channels(of: .squeeze, in: graph)
    case .stride:
      let row = graph.rows[try row(of: graph)]
      guard row.stride.isSquare else { throw nothing(in: row) }
      return row.stride.height
    case .kernel:
      let row = graph.rows[try row(of: graph)]
      guard let kernel = row.kernel, kernel.isSquare else { throw nothing(in: row) }
      return kernel.height
    case .row:
      let row = graph.rows[try row(of: graph)]
      guard let number = row.number else { throw nothing(in: row) }
      return number
    }
  }

  // MARK: What is meant

  /// The indices of the rows that are meant.
  private func selectedRows(in graph: Graph) throws(ClaimEvaluationError) -> Set<Int> {
    let all = graph.rows
    var indices = Array(all.indices)
    if let rows = selection.rows {
      let (first, last) = (
        try index(of: rows.first, in: graph), try index(of: rows.last, in: graph)
      )
      guard first <= last else {
        throw .noRow("\(rows.first)..\(rows.last)", network: network.name)
      }
      indices = Array(first...last)
    }
    if let part = selection.part { indices.removeAll { all[$0].part != part } }
    return Set(indices)
  }

  private func index(
    of row: String, in graph: Graph
  ) throws(ClaimEvaluationError) -> Int {
    let found = graph.rows.firstIndex {
      $0.name == row || $0.number.map { "\($0)" } == row
    }
    guard let found else { throw .noRow(row, network: network.name) }
    return found
  }

  /// The one row that is meant: by its name, or because a map comes from it.
  private func row(of graph: Graph) throws(ClaimEvaluationError) -> Int {
    if selection.map != nil { return graph.nodes[try map(of: graph).node].origin.row }
    guard let rows = selection.rows, rows.first == rows.last else { throw .needsRow(measure) }
    return try index(of: rows.first, in: graph)
  }

  private func map(of graph: Graph) throws(ClaimEvaluationError) -> Graph.HeadMap {
    let maps = graph.headMaps
    guard let map = selection.map else { throw .needsRow(measure) }
    guard maps.indices.contains(map - 1) else {
      throw .noMap(map, network: network.name, count: maps.count)
    }
    return maps[map - 1]
  }

  /// The kind that is meant; nothing if none is given.
  private func kind<Kind: RawRepresentable & CaseIterable>(
    of: Kind.Type
  ) throws(ClaimEvaluationError) -> Kind? where Kind.RawValue == String {
    guard let name = selection.kind else { return nil }
    guard let kind = Kind(rawValue: name) else {
      throw .unknownKind(name, known: Kind.allCases.map { $0.rawValue })
    }
    return kind
  }

  private func nothing(in row: Graph.Row) -> ClaimEvaluationError {
    .nothing(measure, row: row.name, network: network.name)
  }

  // MARK: What it amounts to

  private func sum(
    _ graph: Graph, _ rows: Set<Int>, of value: (Cost) -> WideCount
  ) throws(ClaimEvaluationError) -> WideCount {
    let kind = try kind(of: OperationKind.self).map { CostEntry.Kind.layer($0) }
    return graph.layers().reduce(0) { sum, layer in
      guard rows.contains(layer.row), kind == nil || layer.kind == kind else { return sum }
      return sum + value(layer.cost)
    }
  }

  private func comparisons(_ graph: Graph, _ rows: Set<Int>) -> [SeparableComparison] {
    graph.separableLedger().entries.filter { rows.contains($0.block.row) }
      .map { $0.comparison }
  }

  /// The output of the row, or the map.
  private func shape(_ graph: Graph) throws(ClaimEvaluationError) -> Shape {
    if selection.map != nil { return graph.nodes[try map(of: graph).node].shape }
    let row = try row(of: graph)
    guard let block = graph.blocks.last(where: { $0.row == row }) else {
      throw nothing(in: graph.rows[row])
    }
    return graph.nodes[block.result].shape
  }

  /// The channels of the row's layer of a role.
  private func channels(
    of role: Role, in graph: Graph
  ) throws(ClaimEvaluationError) -> Int {
    let row = try row(of: graph)
    let node = graph.nodes.firstIndex { $0.origin.row == row && $0.origin.role == role }
    guard let node else { throw nothing(in: graph.rows[row]) }
    return graph.nodes[node].shape.channels
  }
}
