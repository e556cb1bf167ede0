import Architecture
import NetworkGraph

/// The boxes that stand at the places of a detector's maps, how answers move them, and which remain.
package enum BoxesReport {
  /// One table a head; none for a network without boxes.
  package static func tables(_ graph: Graph) -> [ReportTable] {
    var first = 0
    return graph.spec.heads.compactMap { head in
      let maps = graph.headMaps[first..<first + head.sources.count]
      first += head.sources.count
      return head.detection.map { table(graph, Array(maps), $0) }
    }
  }

  private static func table(
    _ graph: Graph, _ maps: [Graph.HeadMap], _ detection: DetectionSpec
  ) -> ReportTable {
    switch detection.boxes {
    case .defaultBoxes(let printed, let decoding):
      let boxes = printed.following(graph.input, from: graph.spec.input)
      return table(
        graph, zip(maps, boxes.maps).map { (map: $0, own: $1) },
        notes: [sizes(boxes), moves(decoding), remains(detection)]
      ) {
        Column("minimum", key: "minimum") { number($0.own.minimum) }
        Column("maximum", key: "maximum") { $0.own.maximum.map { number($0) } ?? .none }
        if boxes.maps.contains(where: { $0.ratioMinimum != nil }) {
          Column("for ratios", key: "ratioMinimum") {
            number($0.own.ratioMinimum ?? $0.own.minimum)
          }
        }
        Column("ratios", .left, key: "ratios") { entry in
          let ratios = entry.own.ratios
          return .text(ratios.isEmpty ? "-" : ratios.map { text($0) }.joined(separator: ", "))
        }
        Column("step px", key: "step") { $0.own.step.map { number($0) } ?? .text("even") }
      }
    case .anchors(let anchors, let decoding):
      return table(
        graph, zip(maps, anchors).map { (map: $0, own: $1) },
        notes: [moves(decoding), remains(detection)]
      ) {
        Column("anchors, px", .left, key: "anchors") { entry in
          let sides = entry.own.map { "\(text($0.width))x\(text($0.height))" }
          return .text(sides.joined(separator: ", "))
        }
      }
    }
  }

  /// Maps with the boxes at their places, and the columns that their kind of boxes has.
  private static func table<Own>(
    _ graph: Graph, _ entries: [(map: Graph.HeadMap, own: Own)], notes: [String],
    @ColumnBuilder<(map: Graph.HeadMap, own: Own)> own: () ->
      [Column<(map: Graph.HeadMap, own: Own)>]
  ) -> ReportTable {
    ReportTable(key: "boxes", of: entries, footer: notes) {
      Column("map", .left, key: "map") { .text($0.map.name) }
      Column("size HxWxC", .left, priority: 2, key: "size") {
        .shape(graph.nodes[$0.map.node].shape)
      }
      Column("boxes per cell", key: "boxesPerPlace") { .count($0.map.boxes) }
      Column("in all", priority: 1, key: "boxes") {
        .count($0.map.boxes * graph.nodes[$0.map.node].shape.places)
      }
      own()
    }
  }

  private static func number(_ value: Double) -> ReportTable.Cell {
    .number(value, decimals: value == value.rounded() ? 0 : 4)
  }

  /// A number without needless zeros.
  static func text(_ value: Double) -> String {
    value == value.rounded() ? Numbers.fixed(value, 0) : "\(value)"
  }
}
