import Architecture
import CostAnalysis
import NetworkGraph
import TableReading

extension TableLibrary {
  /// How rows of a network stand in its table, if it is a dialect, or in its table's dialects, row by row.
  ///
  /// Dialects that the multipliers do not fit are left out. Throws for a table that cannot be read.
  package func variants(
    ofRows rows: [String], in graph: Graph, at multipliers: Multipliers
  ) throws -> [RowVariants] {
    guard graph.spec.imported == nil else { return [] }
    let own = graph.comparedRows()
    let table = NetworkRequest(graph.spec.name).architecture
    if graph.spec.dialect != nil {
      let diff = TableDiff(
        try self.graph(named: table, at: multipliers).comparedRows(), own)
      return rows.map {
        .ofTable(
          RowVariant(networks: [table], row: $0, differences: diff.differences(inSecondRow: $0)))
      }
    }
    var diffs: [(name: String, diff: TableDiff)] = []
    for dialect in dialects(of: graph.spec.family) {
      let name = "\(table)@\(dialect)"
      guard let other = try? self.graph(named: name, at: multipliers) else { continue }
      diffs.append((name, TableDiff(own, other.comparedRows())))
    }
    guard !diffs.isEmpty else { return [] }
    return rows.map { row in
      var variants: [RowVariant] = []
      for (name, diff) in diffs {
        let differences = diff.differences(inRow: row)
        if let place = variants.firstIndex(where: { $0.differences == differences }) {
          variants[place].networks.append(name)
        } else {
          variants.append(RowVariant(networks: [name], row: row, differences: differences))
        }
      }
      return .ofDialects(variants)
    }
  }
}
