import Architecture
import CostAnalysis
import NetworkGraph

extension CostReport {
  /// The table by row, block or layer.
  func lineTable() -> ReportTable {
    let entries = entries()
    let total = total
    let hasExpansion = grain != .layer && entries.contains { has(.expand, $0.own) }
    let isOnePart = Set(entries.map { $0.own.part }).count == 1
    return ReportTable(
      facts: facts, heading: headings, of: entries, groupedBy: .part { $0.own.part },
      tint: { tint($0.own) }, hasTotalsInJSON: false, footer: notes(total)
    ) {
      Column("#", priority: 2, key: "row") { repeated(number($0.own), $0) }
      Column("name", .left, total: "total") { repeated(.text(name($0.own)), $0) }
      Column("operator", .left, key: "operator") { .text($0.own.operatorText) }
      Column("input HxWxC", .left, priority: 7, key: "input") { .shape($0.own.input) }
      Column("output HxWxC", .left, priority: 1, key: "output") { .shape($0.own.output) }
      Column("k", priority: 5, key: "kernel") { entry in
        entry.own.kernel.map { .perAxis($0) { .plain($0) } } ?? .absent
      }
      Column("s", priority: 4, key: "stride") { entry in
        let stride = entry.own.stride
        return entry.own.kernel == nil
          ? .written("-", value: JSONValue(stride)) : .perAxis(stride) { .plain($0) }
      }
      if hasExpansion {
        Column("exp", priority: 8) { expansion($0.own).map { .plain($0) } ?? .none }
        Column("SE", .left, priority: 8) { has(.gate, $0.own) ? "y" : .none }
      }
      Column("NL", .left, priority: 8) { activation($0.own).map { .text($0) } ?? .none }
      amounts(of: total, percentPriority: 3, activationPriority: 6)
      entryFacts
      Column("entry", .left, key: "name", isForPrograms: true) { .text($0.own.name) }
      if isOnePart {
        Column("part", .left, key: "part", isForPrograms: true) { .text($0.own.part.rawValue) }
      }
    }
  }

  /// Parameters, multiply-accumulates and activations, with the sums over the network.
  @ColumnBuilder<Entry>
  func amounts(
    of total: Cost, percentPriority: Int, activationPriority: Int
  ) -> [Column<Entry>] {
    let parameters = total.parameters.total
    Column("params", key: "parameters", total: .amount(parameters)) {
      .amount($0.own.cost.parameters.total)
    }
    Column(
      "%", priority: percentPriority, uniqueTitle: "% of params",
      total: .percent(parameters, of: parameters)
    ) { .percent($0.own.cost.parameters.total, of: parameters) }
    Column("MACs", key: "macs", total: .amount(total.macs)) { .amount($0.macs) }
    Column("%", uniqueTitle: "% of MACs", total: .percent(total.macs, of: total.macs)) {
      .percent($0.macs, of: total.macs)
    }
    Column(
      "act. KiB", priority: activationPriority, key: "activationBytes",
      total: .kibibytes(total.activationBytes)
    ) { .kibibytes($0.own.cost.activationBytes) }
  }

  /// What programs get besides, whatever the division.
  @ColumnBuilder<Entry>
  var entryFacts: [Column<Entry>] {
    Column("index", key: "index", isForPrograms: true) { .plain($0.index) }
    Column("kind", .left, key: "kind", isForPrograms: true) { .text($0.own.kind.name) }
    Column("role", .left, key: "role", isForPrograms: true) {
      $0.own.role.map { .text($0.rawValue) } ?? .absent
    }
    Column("FLOPs", key: "flops", isForPrograms: true) { $0.flops.map { .count($0) } ?? .absent }
    Column("weight bytes", key: "weightBytes", isForPrograms: true) {
      .count($0.own.cost.weightBytes)
    }
    Column("bytes moved", key: "bytesMoved", isForPrograms: true) {
      .count($0.own.cost.bytesMoved)
    }
    Column("FLOP/B", key: "arithmeticIntensity", isForPrograms: true) {
      .number($0.own.cost.arithmeticIntensity, decimals: 2)
    }
  }

  /// Layers of a block stand together: its number and name once are enough.
  private func repeated(_ cell: ReportTable.Cell, _ entry: Entry) -> ReportTable.Cell {
    grain == .layer && entry.goesOn ? .ditto(cell) : cell
  }

  private func number(_ entry: CostEntry) -> ReportTable.Cell {
    graph.rows[entry.row].number.map { .plain($0) } ?? .written("", value: nil)
  }

  /// The name of an entry, of a layer that of its block; and how often a row stands, if more than once.
  private func name(_ entry: CostEntry) -> String {
    if grain == .layer { return graph.blocks[graph.nodes[entry.nodes[0]].origin.block].name }
    let count = graph.rows[entry.row].repeats
    return entry.name + (grain == .row && count > 1 ? " (\(count)x)" : "")
  }

  private func has(_ role: Role, _ entry: CostEntry) -> Bool {
    entry.nodes.contains { graph.nodes[$0].origin.role == role }
  }

  /// The channels inside an inverted residual.
  private func expansion(_ entry: CostEntry) -> Int? {
    guard has(.project, entry) else { return nil }
    let inside = entry.nodes.first { graph.nodes[$0].origin.role == .depthwise }
    return inside.map { graph.nodes[$0].shape.channels }
  }

  /// The activation of the entry's own layers, gates apart.
  private func activation(_ entry: CostEntry) -> String? {
    for node in entry.nodes {
      let node = graph.nodes[node]
      if let activation = node.operation.rowActivation,
        grain == .layer || node.kind != .squeezeExcite
      {
        return activation.abbreviation
      }
    }
    return nil
  }
}
