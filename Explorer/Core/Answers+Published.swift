import Architecture
import CostAnalysis
import NetworkGraph
import Reporting
import TableReading

extension Answers {
  static func outline(_ request: Request, _ session: inout Session) throws(CoreError) -> String {
    let graph = try session.graph(request.network)
    func rows(_ nodes: [Int]) -> JSONValue {
      .array(Set(nodes.map { graph.nodes[$0].origin.row }).sorted().map { .integer($0) })
    }
    var members: [String: JSONValue] = [:]
    members["rows"] = .array(
      graph.rows.map { row in
        .object([
          "number": row.number.map { .integer($0) } ?? .null, "name": .text(row.name),
          "operator": .text(row.operatorText), "part": .text(row.part.rawValue),
          "kind": .text(row.kind.rawValue), "repeats": .integer(row.repeats),
        ])
      })
    let layers = graph.layers()
    for grain in CostGrain.allCases {
      let entries = graph.costEntries(by: grain, of: layers)
      members[grain.rawValue] = .array(entries.map { rows($0.nodes) })
    }
    members["layers"] = .array(
      layers.map { entry in
        .object([
          "name": .text(entry.name), "kind": .text(entry.kind.name), "rows": rows(entry.nodes),
        ])
      })
    var nodes: [[Int]] = Array(repeating: [], count: graph.blocks.count)
    for (index, node) in graph.nodes.enumerated() { nodes[node.origin.block].append(index) }
    members["blocks"] = .array(nodes.map(rows))
    members["title"] = .text(graph.spec.title)
    members["source"] = .text(source(graph.spec.reference))
    members["smallest"] = .integer(graph.smallestResolution)
    return JSONValue.object(members).line
  }

  private static func source(_ reference: ArchitectureSpec.Reference) -> String {
    [
      reference.paper.isEmpty ? nil : reference.paper, reference.arxiv.map { "arXiv " + $0 },
      reference.table.map { "table " + $0 },
    ].compactMap { $0 }.joined(separator: ", ")
  }

  static func accuracy(_ request: Request, _ session: inout Session) throws(CoreError) -> String {
    let graph = try session.graph(request.network)
    let (spec, own) = (graph.spec, graph.spec.variables["classes"])
    let plain = spec.name.split(separator: "@").first.map(String.init) ?? spec.name
    let figures = try session.published().filter { $0.network.architecture == plain }
    let here = figures.accuracies(
      of: spec.name, width: graph.scaling.width ?? spec.nominalWidth,
      resolution: graph.input.resolution, classes: (graph.scaling.classes, own))
    var stops: [JSONValue] = []
    for figure in figures {
      let accuracies = figures.accuracies(
        of: spec.name, width: figure.network.width ?? 1,
        resolution: figure.network.resolution ?? spec.input.resolution, classes: (nil, own))
      guard !accuracies.isEmpty else { continue }
      let stop = JSONValue.object([
        "width": .number(figure.network.width ?? 1),
        "resolution": .text((figure.network.resolution ?? spec.input.resolution).description),
        "accuracies": .array(accuracies.map { json($0) }),
      ])
      if !stops.contains(stop) { stops.append(stop) }
    }
    return JSONValue.object(["here": .array(here.map { json($0) }), "stops": .array(stops)]).line
  }

  private static func json(_ accuracy: PublishedAccuracy) -> JSONValue {
    .object([
      "metric": .text(accuracy.metric.rawValue), "percent": .number(accuracy.percent),
      "data": .text(accuracy.data), "source": .text(accuracy.source),
    ])
  }

  static func published(_ request: Request, _ session: inout Session) throws(CoreError) -> String {
    let figures = try session.published()
    let from = try request.integer("from", in: 0...1_000_000) ?? 0
    let count = try request.integer("count", in: 1...1000) ?? 1000
    var points: [JSONValue] = []
    var index = from
    while index < figures.count, points.count < count {
      let figure = figures[index]
      index += 1
      guard !figure.network.name.contains("@"),
        let accuracy = figure.accuracies.first(where: { $0.metric == .top1 }),
        let graph = try? session.graph(figure.network)
      else { continue }
      let cost = graph.totalCost()
      points.append(
        .object([
          "name": .text(figure.network.name), "title": .text(graph.spec.title),
          "family": .text(graph.spec.family), "width": .number(figure.network.width ?? 1),
          "resolution": .text(graph.input.resolution.description),
          "macs": .integer(cost.macs), "parameters": .integer(cost.parameters.total),
          "percent": .number(accuracy.percent), "source": .text(accuracy.source),
        ]))
    }
    var members: [String: JSONValue] = ["points": .array(points)]
    if index < figures.count { members["next"] = .integer(index) }
    return JSONValue.object(members).line
  }
}
