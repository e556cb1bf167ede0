import CostAnalysis
import NetworkGraph

/// What the maps from which a network answers see of the picture, and the smallest object that
/// covers a number of their places.
public struct ReachReport: Sendable {
  /// The network.
  public var graph: Graph
  /// How many places of a map's side an object must cover.
  public var cells: Int
  /// The maps.
  public var maps: [Reach]

  /// A report on a network.
  public init(_ graph: Graph, cells: Int) {
    self.graph = graph
    self.cells = cells
    maps = graph.reach()
  }

  /// The picture's shorter side in pixels.
  private var side: Int { min(graph.input.height, graph.input.width) }

  /// The table.
  public func table() -> ReportTable {
    let hasBoxes = maps.contains { $0.boxes != nil }
    let hasGates = maps.contains(where: \.seesWholePicture)
    var columns: [ReportTable.Column] = [.init("map", .left), .init("size HxWxC", .left)]
    if hasBoxes { columns += [.init("boxes", priority: 2)] }
    columns += [.init("stride px"), .init("field px"), .init("% of side", priority: 1)]
    if hasGates { columns += [.init("gates", .left, priority: 3)] }
    columns += [.init("object %"), .init("object px")]
    let lines = maps.map { ReportTable.Line(line($0, hasBoxes: hasBoxes, hasGates: hasGates)) }
    return ReportTable(
      heading: [CostReport.heading(graph)], columns: columns, lines: lines,
      footer: footer(hasGates: hasGates))
  }

  private func line(_ map: Reach, hasBoxes: Bool, hasGates: Bool) -> [String] {
    var line = [map.name, "\(map.map)"]
    if hasBoxes { line.append(map.boxes.map { Numbers.grouped($0 * map.map.places) } ?? "-") }
    line.append(map.stride.map(pixels) ?? "-")
    line.append(map.receptiveSide.map(Numbers.grouped) ?? "-")
    line.append(map.receptiveSide.map { Numbers.percent($0, of: side) } ?? "-")
    if hasGates { line.append(map.seesWholePicture ? "y" : "-") }
    let object = map.smallestObject(cells: cells)
    line.append(object.map { Numbers.fixed(100 * $0, 1) } ?? "-")
    line.append(object.map { Numbers.fixed($0 * Double(side), 1) } ?? "-")
    return line
  }

  private func footer(hasGates: Bool) -> [String] {
    let places = cells == 1 ? "1 place" : "\(cells) places"
    return [
      "field: what a place sees through windows, by the widest way; it may hang over the picture."
    ] + (hasGates ? ["gates y: a mean over a whole map has a part in it too."] : []) + [
      "object: the smallest object that covers \(places) of the map's side; - where the map has fewer."
    ]
  }

  /// What the places of every row's result see, row by row.
  public static func rowTable(_ graph: Graph) -> ReportTable {
    let side = min(graph.input.height, graph.input.width)
    let entries = graph.costEntries(by: .row)
    let lines = entries.map { entry in
      let node = entry.map(in: graph)
      let field = graph.receptiveSide(of: node)
      return ReportTable.Line([
        graph.rows[entry.row].number.map { .count($0) } ?? .text(""), .text(entry.name),
        .text(entry.operatorText), .shape(entry.output),
        graph.pixelStride(of: node).map(pixelCell) ?? .none, field.map { .count($0) } ?? .none,
        graph.effectivePadding(of: node).map { .count($0) } ?? .none,
        field.map { .percent($0, of: side) } ?? .none,
        entry.isList(in: graph) ? .none : .flag(graph.seesWholePicture(node)),
      ])
    }
    return ReportTable(
      facts: CostReport.facts(graph), heading: [CostReport.heading(graph)],
      columns: [
        .init("#", priority: 2, key: "row"), .init("name", .left, key: "name"),
        .init("operator", .left, priority: 3, key: "operator"),
        .init("output HxWxC", .left, key: "output"), .init("stride px", key: "effectiveStride"),
        .init("field px", key: "receptiveField"), .init("padding px", key: "effectivePadding"),
        .init("% of side", priority: 1, key: "shareOfSide"),
        .init("sees all", .left, priority: 4, key: "seesWholePicture"),
      ], lines: lines,
      footer: [
        "stride: pixels between neighbouring places; field: the side of what a place sees through"
          + " windows, by the widest way; padding: by how much the first place's field hangs over the"
          + " picture's corner.",
        "- : no map of places, or one that sees the picture as a whole only. sees all: a mean over a"
          + " whole map, such as a gate's, has a part in it too.",
      ]
    ).grouped(by: entries.map(\.part))
  }

  private static func pixelCell(_ value: Double) -> ReportTable.Cell {
    .number(value, decimals: value == value.rounded() ? 0 : 2)
  }

  /// Whole pixels without a fraction.
  private func pixels(_ value: Double) -> String {
    Numbers.fixed(value, value == value.rounded() ? 0 : 2)
  }

  /// The table for programs.
  public func json() -> ReachJSON {
    ReachJSON(
      name: graph.spec.name, input: ShapeJSON(graph.input), cells: cells,
      maps: maps.map { map in
        let object = map.smallestObject(cells: cells)
        return ReachJSON.Map(
          name: map.name, map: ShapeJSON(map.map), boxesPerPlace: map.boxes,
          boxes: map.boxes.map { $0 * map.map.places }, stride: map.stride,
          receptiveField: map.receptiveSide, seesWholePicture: map.seesWholePicture,
          smallestObject: object, smallestObjectPixels: object.map { $0 * Double(side) })
      })
  }
}

extension CostEntry {
  /// The node of the last map of a row: a head's before it is listed box by box.
  fileprivate func map(in graph: Graph) -> Int {
    guard graph.nodes[result].kind == .answers else { return result }
    return nodes.last { graph.nodes[$0].kind != .answers } ?? result
  }

  /// Whether a row only joins lists.
  fileprivate func isList(in graph: Graph) -> Bool {
    graph.nodes[map(in: graph)].kind == .answers
  }
}

/// What the maps see, in JSON.
public struct ReachJSON: Codable, Hashable, Sendable {
  /// One map.
  public struct Map: Codable, Hashable, Sendable {
    /// The block that it comes from.
    public var name: String
    /// The map.
    public var map: ShapeJSON
    /// Boxes at each place; absent if no head gives boxes.
    public var boxesPerPlace: Int?
    /// Boxes on the whole map.
    public var boxes: Int?
    /// Pixels from place to place.
    public var stride: Double?
    /// Side of the receptive field in pixels.
    public var receptiveField: Int?
    /// Whether a mean over a whole map has a part in it.
    public var seesWholePicture: Bool
    /// Side of the smallest object as a share of the picture's; absent if the map is too small.
    public var smallestObject: Double?
    /// The same in pixels.
    public var smallestObjectPixels: Double?
  }

  /// The architecture.
  public var name: String
  /// The picture.
  public var input: ShapeJSON
  /// How many places of a map's side an object must cover.
  public var cells: Int
  /// The maps.
  public var maps: [Map]
}
