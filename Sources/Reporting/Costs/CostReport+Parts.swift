import Architecture
import CostAnalysis
import NetworkGraph

extension CostReport {
  /// The table by part: what backbone, neck, extras and head cost, and the boxes of the heads.
  func partTable() -> ReportTable {
    let total = total
    var facts = facts
    facts["headMaps"] = headMaps.array
    return ReportTable(
      facts: facts, heading: headings, of: entries(), hasTotalsInJSON: false,
      footer: boxes() + notes(total)
    ) {
      Column("part", .left, key: "name", total: "total") { .text($0.own.name) }
      Column("rows", .left, priority: 1, key: "operator") { .text($0.own.operatorText) }
      amounts(of: total, percentPriority: 0, activationPriority: 2)
      entryFacts
      Column("of part", .left, key: "part", isForPrograms: true) { .text($0.own.part.rawValue) }
      Column("input HxWxC", .left, key: "input", isForPrograms: true) { .shape($0.own.input) }
      Column("output HxWxC", .left, key: "output", isForPrograms: true) { .shape($0.own.output) }
      Column("s", key: "stride", isForPrograms: true) { .perAxis($0.own.stride) { .plain($0) } }
    }
  }

  /// The maps of the heads with their boxes.
  private var headMaps: ReportTable {
    ReportTable(key: "headMaps", of: graph.headMaps) {
      Column("map", .left, key: "name") { .text($0.name) }
      Column("size HxWxC", .left, key: "map") { .shape(graph.nodes[$0.node].shape) }
      Column("boxes a place", key: "boxesPerPlace") { .count($0.boxes) }
      Column("boxes", key: "boxes") { .count(boxes(on: $0)) }
    }
  }

  private func boxes(on map: Graph.HeadMap) -> Int {
    graph.nodes[map.node].shape.places * map.boxes
  }

  /// One line that says how many boxes the heads give: places of each map times boxes a place.
  private func boxes() -> [String] {
    guard !graph.headMaps.isEmpty else { return [] }
    let all = graph.headMaps.reduce(0) { $0 + boxes(on: $1) }
    let each = graph.headMaps.map { map in
      let shape = graph.nodes[map.node].shape
      return "\(map.name) \(shape.height)x\(shape.width) x \(map.boxes)"
        + " = \(Numbers.grouped(boxes(on: map)))"
    }
    return ["Boxes: " + (each + ["total \(Numbers.grouped(all))"]).joined(separator: "   ")]
  }
}
