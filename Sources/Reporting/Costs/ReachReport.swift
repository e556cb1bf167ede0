import Architecture
import CostAnalysis
import NetworkGraph

/// What the maps from which a network answers see of the picture, and the smallest object that
/// covers a number of their places.
package struct ReachReport: Sendable {
  /// The network.
  package var graph: Graph
  /// How many places of a map's side an object must cover.
  package var cells: Int
  /// The maps.
  package var maps: [Reach]

  /// A report on a network.
  package init(_ graph: Graph, cells: Int) {
    self.graph = graph
    self.cells = cells
    maps = graph.reach()
  }

  /// The table.
  package func table() -> ReportTable {
    let side = graph.pictureSide
    let hasBoxes = maps.contains { $0.boxes != nil }
    let hasGates = maps.contains { $0.seesWholePicture }
    return ReportTable(
      key: "maps",
      facts: [
        "name": .text(graph.spec.name), "input": JSONValue(graph.input), "cells": .integer(cells),
      ],
      heading: NetworkSummary(graph).headings, of: maps, footer: footer(hasGates: hasGates)
    ) {
      Column("map", .left, key: "name") { .text($0.name) }
      Column("size HxWxC", .left, key: "map") { .shape($0.map) }
      if hasBoxes {
        Column("boxes", priority: 2, key: "boxes") { map in
          map.boxes.map { .count($0 * map.map.places) } ?? .absent
        }
      }
      Column("stride px", key: "stride") { map in
        map.stride.map { .perAxis($0) { .pixels($0) } } ?? .absent
      }
      Column("field px", key: "receptiveField") { map in
        map.receptiveSide.map { .perAxis($0) { .count($0) } } ?? .absent
      }
      Column("% of side", priority: 1) {
        $0.receptiveSide.map { .percent($0.largest, of: side) } ?? .none
      }
      if hasGates {
        Column("gates", .left, priority: 3) { $0.seesWholePicture ? "y" : .none }
      }
      Column("object %", key: "smallestObject") { map in
        map.smallestObject(cells: cells).map { share in
          .written(Numbers.fixed(100 * share, 1), value: .number(share))
        } ?? .absent
      }
      Column("object px", key: "smallestObjectPixels") { map in
        map.smallestObject(cells: cells).map { .number($0 * Double(side), decimals: 1) }
          ?? .absent
      }
      if hasBoxes {
        Column("boxes a place", key: "boxesPerPlace", isForPrograms: true) {
          $0.boxes.map { .count($0) } ?? .absent
        }
      }
      Column("sees all", .left, key: "seesWholePicture", isForPrograms: true) {
        .flag($0.seesWholePicture)
      }
    }
  }

  private func footer(hasGates: Bool) -> [String] {
    let places = cells == 1 ? "1 cell" : "\(cells) cells"
    return [
      "field: receptive field of a cell along the widest path; it may extend beyond the picture."
    ] + (hasGates ? ["gates y: the cell also depends on a mean over a whole map."] : []) + [
      "object: the smallest object that covers \(places) of the map's side; - if the map has fewer."
    ]
      + (graph.input.resolution.isSquare ? [] : ["side: the shorter one, of picture and map."])
  }
}

extension Graph {
  /// The picture's shorter side in pixels.
  var pictureSide: Int { min(input.height, input.width) }
}

extension ReportTable.Cell {
  /// Whole pixels without a fraction.
  static func pixels(_ value: Double) -> Self {
    .number(value, decimals: value == value.rounded() ? 0 : 2)
  }
}
