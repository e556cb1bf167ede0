import Architecture

extension Expansion {
  /// The tensors that a row takes: those that it names, or what stands before it. Nothing if one is
  /// not there, which is reported.
  mutating func sources(
    of row: Row, at index: Int, in scope: inout Scope, previous: [Value]
  ) -> [Value]? {
    if row.sources.isEmpty {
      // The first row takes what its table or block takes.
      if index == 0 { scope.taken.formUnion(scope.inputs.indices) }
      return previous
    }
    var values: [Value] = []
    for source in row.sources {
      guard let found = self.source(source, at: index, in: &scope, row.location(of: "from")) else {
        return nil
      }
      values += found
    }
    return values
  }

  /// What one source names; nothing if it is not there, which is reported.
  mutating func source(
    _ source: Source, at index: Int, in scope: inout Scope, _ location: SourceLocation
  ) -> [Value]? {
    do {
      return try scope.values(of: source, at: index)
    } catch {
      report(error.message(source), at: location)
      return nil
    }
  }

  /// Reports sources that an operator cannot take, so that none is dropped without a word.
  mutating func checkCount(of sources: [Value], _ row: Row) -> Bool {
    let allowed = row.operation.sourceCounts
    guard !allowed.contains(sources.count) else { return true }
    let wanted =
      allowed.upperBound == .max
      ? "at least \(allowed.lowerBound) sources"
      : allowed.upperBound == 1
        ? "one source" : "\(allowed.upperBound) sources"
    report(
      "'\(row.operatorText)' takes \(wanted), but 'from' names \(sources.count)",
      at: row.location(of: "from"))
    return false
  }

  /// Reports rows, and layers inside rows, whose results reach no output: they would be counted, and
  /// do nothing.
  mutating func checkReach() {
    var reached = [Bool](repeating: false, count: nodes.count)
    for output in outputs { reached[output.node] = true }
    for index in nodes.indices.reversed() where reached[index] {
      for input in nodes[index].inputs { reached[input] = true }
    }
    let byRow = Dictionary(grouping: nodes.indices.dropFirst(), by: { nodes[$0].origin.row })
    for (row, nodes) in byRow.sorted(by: { $0.key < $1.key }) {
      guard let dead = nodes.first(where: { !reached[$0] }) else { continue }
      let what =
        nodes.contains { reached[$0] }
        ? "'\(layerName(of: dead))' in row '\(rows[row].name)'" : "row '\(rows[row].name)'"
      report(
        "\(what) reaches no output: name it in 'from' of a later row, or leave it out",
        at: rows[row].location)
    }
  }

  private func layerName(of node: Int) -> String {
    let origin = nodes[node].origin
    return ([blocks[origin.block].name] + origin.path + [origin.role.rawValue])
      .joined(separator: ".")
  }
}
