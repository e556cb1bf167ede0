import Architecture
import Inference
import Kernels
import NetworkGraph

/// A network at work on a picture: its maps, its gates, its best classes.
package struct LookReport {
  /// A class with its name.
  package typealias RankedName = RunReport.RankedName

  private let inspection: PictureInspection
  private let graph: Graph
  private let facts: [String: JSONValue]
  private let isSeeded: Bool
  /// The best classes; none if the network has no scores, or if one is infinite or NaN.
  package let classes: [RankedName]

  /// A report on what a network makes of a picture.
  package init(
    _ inspection: PictureInspection, of graph: Graph, weights: String, image: String,
    labels: [String], isSeeded: Bool
  ) {
    self.inspection = inspection
    self.graph = graph
    self.isSeeded = isSeeded
    let scores = inspection.answers.first.flatMap {
      $0.shape.isVector && $0.values.areFinite ? $0 : nil
    }
    classes = (scores?.topClasses(5) ?? []).map {
      RankedName(
        index: $0.index, name: className($0.index, labels), probability: $0.probability)
    }
    facts = [
      "name": .text(graph.spec.name), "weights": .text(weights), "image": .text(image),
      "seeded": .flag(isSeeded),
    ]
  }

  // MARK: Maps

  /// One line a map, of whose channels so many are drawn; and the best classes.
  package func maps(heading: [String], shown: Int) -> [ReportTable] {
    let maps = ReportTable(
      key: "maps", facts: facts, heading: heading, of: inspection.maps,
      footer: [
        "Varies most: the channels with the largest standard deviation over the places, which the figure shows. Still: channels that change by less than 0.001 from place to place."
      ]
    ) {
      Column("row", key: "row") { number(of: $0.node) }
      Column("map", .left, key: "map") { .text(graph.placeName(of: $0.node)) }
      Column("HxWxC", .left, key: "shape") { .shape($0.shape) }
      Column("shown", key: "shown") { .count(min(shown, $0.shape.channels)) }
      Column("least", key: "least") { .single($0.least, decimals: 2) }
      Column("largest", key: "largest") { .single($0.largest, decimals: 2) }
      Column("zeros %", key: "zeros") { .percent($0.zeros, of: $0.shape.count) }
      Column("still", key: "still") { .amount($0.still) }
      Column("varies most", .left, key: "channels") { map in
        let channels = map.channels.prefix(shown).map { $0.index }
        return .written(
          channels.prefix(5).map { "\($0)" }.joined(separator: ", "),
          value: .array(channels.map { .integer($0) }))
      }
    }
    return [maps] + (classes.isEmpty ? [] : [classTable()])
  }

  private func classTable() -> ReportTable {
    ReportTable(key: "classes", of: classes) {
      Column("class", key: "index") { .plain($0.index) }
      Column("name", .left, key: "name") { .text($0.name) }
      Column("probability", key: "probability") { .single($0.probability, decimals: 4) }
      Column("", .left, uniqueTitle: "bar") { .bar(Double($0.probability), places: 40) }
    }
  }

  // MARK: Gates

  /// One line a gate of some nodes, and what they say together.
  package func gates(heading: [String], of gates: [PictureInspection.Gate]) -> [ReportTable] {
    [
      ReportTable(
        key: "gates", facts: facts, heading: heading, of: gates,
        footer: [
          "Closed: factors below \(PictureInspection.Gate.closed). Open: above \(PictureInspection.Gate.open).",
          verdict(gates),
        ]
      ) {
        Column("row", key: "row") { number(of: $0.node) }
        Column("gate", .left, key: "gate") { .text(graph.blocks[block($0.node)].name) }
        Column("channels", key: "channels") { .count($0.factors.count) }
        Column("least", key: "least") { .single($0.factors.min() ?? 0, decimals: 3) }
        Column("mean", key: "mean") { .single($0.mean, decimals: 3) }
        Column("largest", key: "largest") { .single($0.factors.max() ?? 0, decimals: 3) }
        Column("closed %", key: "closed") { .percent($0.nearlyClosed, of: $0.factors.count) }
        Column("open %", key: "open") { .percent($0.nearlyOpen, of: $0.factors.count) }
        Column("", .left, uniqueTitle: "bar") { .bar(Double($0.mean), places: 20) }
        Column("factors", .left, key: "factors", isForPrograms: true) { gate in
          .written(
            gate.factors.map { "\($0)" }.joined(separator: " "),
            value: .array(gate.factors.map { .single($0) }))
        }
      }
    ]
  }

  /// What the gates do, in one sentence.
  package func verdict(_ gates: [PictureInspection.Gate]) -> String {
    guard !isSeeded else {
      return "Seeded weights (from a formula, not trained): the gates mean nothing."
    }
    let all = gates.reduce(0) { $0 + $1.factors.count }
    let closed = gates.reduce(0) { $0 + $1.nearlyClosed }
    let open = gates.reduce(0) { $0 + $1.nearlyOpen }
    return
      "Of \(Numbers.grouped(all)) channels, \(Numbers.percent(closed, of: all)) % are nearly switched"
      + " off on this picture, \(Numbers.percent(open, of: all)) % pass as they are, and"
      + " \(Numbers.percent(all - closed - open, of: all)) % are weakened."
  }

  // MARK: Places

  private func block(_ node: Int) -> Int { graph.nodes[node].origin.block }

  private func number(of node: Int) -> ReportTable.Cell {
    let row = graph.rows[graph.nodes[node].origin.row]
    return row.number.map { .plain($0) } ?? .absent
  }
}
