import Architecture
import NetworkGraph

/// The boxes that stand at the places of a detector's maps, how answers move them, and which remain.
public enum BoxesReport {
  /// One table a head; none for a network without boxes.
  public static func tables(_ graph: Graph) -> [ReportTable] {
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
    var table = ReportTable(
      key: "boxes", heading: [],
      columns: [
        .init("map", .left, key: "map"), .init("size HxWxC", .left, priority: 2, key: "size"),
        .init("boxes a place", key: "boxesPerPlace"), .init("in all", priority: 1, key: "boxes"),
      ],
      lines: maps.map { map in
        let shape = graph.nodes[map.node].shape
        return ReportTable.Line([
          .text(map.name), .shape(shape), .count(map.boxes), .count(map.boxes * shape.places),
        ])
      })
    switch detection.boxes {
    case .defaultBoxes(let boxes, let decoding):
      table.columns += [
        .init("minimum", key: "minimum"), .init("maximum", key: "maximum"),
        .init("ratios", .left, key: "ratios"), .init("step px", key: "step"),
      ]
      append(
        boxes.maps.map { map in
          [
            number(map.minimum), map.maximum.map(number) ?? .none,
            .text(map.ratios.isEmpty ? "-" : map.ratios.map(text).joined(separator: ", ")),
            map.step.map(number) ?? .text("even"),
          ]
        }, to: &table)
      table.footer = [sizes(boxes), moves(decoding)]
    case .anchors(let maps, let decoding):
      table.columns.append(.init("anchors, px", .left, key: "anchors"))
      append(
        maps.map { anchors in
          let sides = anchors.map { "\(text($0.width))x\(text($0.height))" }
          return [.text(sides.joined(separator: ", "))]
        }, to: &table)
      table.footer = [moves(decoding)]
    }
    table.footer.append(remains(detection))
    return table
  }

  private static func append(_ cells: [[ReportTable.Cell]], to table: inout ReportTable) {
    for (index, cells) in zip(table.lines.indices, cells) { table.lines[index].cells += cells }
  }

  private static func number(_ value: Double) -> ReportTable.Cell {
    .number(value, decimals: value == value.rounded() ? 0 : 4)
  }

  /// A number without needless zeros.
  private static func text(_ value: Double) -> String {
    value == value.rounded() ? Numbers.fixed(value, 0) : "\(value)"
  }

  // MARK: Words

  private static func sizes(_ boxes: DefaultBoxes) -> String {
    let unit =
      switch boxes.unit {
      case .pixels: "pixels of the input"
      case .wholePixels: "whole pixels of the input"
      case .shares: "shares of the input's sides"
      }
    let place =
      switch boxes.meanSquare {
      case .second: "stands second"
      case .last: "stands last"
      }
    let clip =
      switch boxes.clip {
      case .no: "nothing is cut off"
      case .corners: "corners are moved into the input"
      case .sizes: "sides are at most the input's"
      }
    return "Default boxes in \(unit): squares of side minimum and, where there is a maximum, of"
      + " sqrt(minimum maximum), which \(place); for each ratio a, minimum sqrt(a) x minimum / sqrt(a)"
      + " and the same turned; \(clip). step: pixels between two places; even: the input over the map."
  }

  private static func moves(_ decoding: CenterSizeDecoding) -> String {
    let variances = decoding.variances.map(text) + Array(repeating: "1", count: 4)
    let growth = decoding.largestGrowth.map { ", which grows \(text($0)) times at most" } ?? ""
    let background =
      switch decoding.background {
      case .first: "the first class is the background"
      case .last: "the last class is the background"
      }
    return "Answers t move a box: x + \(variances[0]) t1 w, y + \(variances[1]) t2 h,"
      + " w exp(\(variances[2]) t3), h exp(\(variances[3]) t4)\(growth). Scores: softmax over the"
      + " classes; \(background)."
  }

  private static func moves(_ decoding: CellDecoding) -> String {
    let rule =
      switch decoding.rule {
      case .exponential: "centre sigmoid(t) + the cell's place, sides anchor exp(t)"
      case .quadratic:
        "centre 2 sigmoid(t) - 1/2 + the cell's place, sides anchor (2 sigmoid(t))^2"
      }
    let least =
      decoding.leastObjectness > 0
      ? ", 0 where the objectness is below \(text(decoding.leastObjectness))" : ""
    return "Answers t make a box: \(rule). Scores: sigmoid(objectness) sigmoid(class)\(least)."
  }

  private static func remains(_ detection: DetectionSpec) -> String {
    let clip =
      switch detection.clip {
      case .no: "Boxes may reach beyond the picture."
      case .input: "Boxes are cut off at the input's edges first."
      case .lastPixel: "Boxes are cut off at the picture's last pixel first."
      case .picture: "What remains is cut off at the picture's edges."
      }
    let suppression = detection.suppression
    let together =
      suppression.classOffset == nil
      ? "of each class" : "of all classes, each box with its best class only,"
    return "Suppression: scores above \(text(suppression.score)); the best"
      + " \(Numbers.grouped(suppression.candidates)) \(together) that overlap no better one of their"
      + " class by more than \(text(suppression.overlap)); \(Numbers.grouped(suppression.kept)) in all."
      + " \(clip)"
  }
}
