import CostAnalysis
import NetworkGraph

extension CostReport {
  /// The table by part: what backbone, neck, extras and head cost, and the boxes of the heads.
  func partTable() -> ReportTable {
    let total = graph.totalCost(counting: macs)
    let lines = graph.costEntries(by: .part, counting: macs).map { entry in
      ReportTable.Line([entry.name, entry.operatorText] + amounts(entry.cost, of: total))
    }
    return ReportTable(
      heading: [heading()],
      columns: [
        .init("part", .left), .init("rows", .left, priority: 1), .init("params"),
        .init("%", uniqueTitle: "% of params"), .init("MACs"),
        .init("%", uniqueTitle: "% of MACs"), .init("act. KiB", priority: 2),
      ], lines: lines,
      totals: [ReportTable.Line(["total", ""] + amounts(total, of: total))],
      footer: boxes() + footer(total))
  }

  /// The maps of the heads with their boxes.
  func headMaps() -> [CostJSON.HeadMap] {
    graph.headMaps.map { map in
      let shape = graph.nodes[map.node].shape
      return CostJSON.HeadMap(
        name: map.name, map: ShapeJSON(shape), boxesPerPlace: map.boxes,
        boxes: shape.places * map.boxes)
    }
  }

  /// One line that says how many boxes the heads give: places of each map times boxes a place.
  private func boxes() -> [String] {
    let maps = headMaps()
    guard !maps.isEmpty else { return [] }
    let all = maps.reduce(0) { $0 + $1.boxes }
    let each = maps.map {
      "\($0.name) \($0.map.height)x\($0.map.width) x \($0.boxesPerPlace)"
        + " = \(Numbers.grouped($0.boxes))"
    }
    return ["Boxes: " + (each + ["together \(Numbers.grouped(all))"]).joined(separator: "   ")]
  }
}
