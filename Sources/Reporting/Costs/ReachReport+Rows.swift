import Architecture
import CostAnalysis
import NetworkGraph

extension ReachReport {
  /// What the places of every row's result see, row by row.
  package static func rowTable(_ graph: Graph) -> ReportTable {
    let side = graph.pictureSide
    let summary = NetworkSummary(graph)
    return ReportTable(
      facts: summary.facts(), heading: summary.headings, of: graph.costEntries(by: .row),
      groupedBy: .part { $0.part },
      footer: [
        "stride: pixels between neighboring cells; field: side of the receptive field along the widest"
          + " path; padding: by how much the first cell's field extends beyond the picture's corner.",
        "- : not a map, or a map that depends on the whole picture only. sees all: it also depends on a"
          + " mean over a whole map, such as a gate's.",
      ]
    ) {
      Column("#", priority: 2, key: "row") { graph.number(of: $0) }
      Column("name", .left, key: "name") { .text($0.name) }
      Column("operator", .left, priority: 3, key: "operator") { .text($0.operatorText) }
      Column("output HxWxC", .left, key: "output") { .shape($0.output) }
      Column("stride px", key: "effectiveStride") {
        graph.pixelStride(of: $0.map(in: graph)).map { .perAxis($0) { .pixels($0) } } ?? .none
      }
      Column("field px", key: "receptiveField") {
        graph.receptiveSide(of: $0.map(in: graph)).map { .perAxis($0) { .count($0) } } ?? .none
      }
      Column("padding px", key: "effectivePadding") {
        graph.effectivePadding(of: $0.map(in: graph)).map { .perAxis($0) { .count($0) } } ?? .none
      }
      Column("% of side", priority: 1, key: "shareOfSide") {
        graph.receptiveSide(of: $0.map(in: graph)).map { .percent($0.largest, of: side) } ?? .none
      }
      Column("sees all", .left, priority: 4, key: "seesWholePicture") { entry in
        let map = entry.map(in: graph)
        return graph.nodes[map].kind == .answers ? .none : .flag(graph.seesWholePicture(map))
      }
    }
  }
}

extension Graph {
  /// The number of an entry's row; nothing to read where it has none.
  func number(of entry: CostEntry) -> ReportTable.Cell {
    rows[entry.row].number.map { .count($0) } ?? ""
  }
}

extension CostEntry {
  /// The node of the last map of a row: a head's before it is listed box by box; of a row that only
  /// joins lists its result.
  fileprivate func map(in graph: Graph) -> Int {
    guard graph.nodes[result].kind == .answers else { return result }
    return nodes.last { graph.nodes[$0].kind != .answers } ?? result
  }
}
