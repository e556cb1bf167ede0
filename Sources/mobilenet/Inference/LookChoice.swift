import CostAnalysis
import Figures
import Inference
import NetworkGraph
import TableReading

/// A figure of a network at work.
enum LookView: String, CaseIterable {
  case maps, kernels, gates
}

/// The nodes of a network that are looked at.
struct LookChoice {
  /// The views that there is something for.
  var views: [LookView]
  /// The nodes whose results are drawn.
  var maps: [Int] = []
  /// The depthwise layers.
  var kernels: [Int] = []
  /// The nodes where a gate multiplies.
  var gates: [Int] = []
  /// Channels of each map that are drawn, at most.
  var channels: Int

  /// The nodes of some rows, or the usual ones; with `isForAll`, views without a node are left out, else
  /// they are refused.
  init(
    _ graph: Graph, views: [LookView], isForAll: Bool, rows: [String], channels: Int?,
    canvas: FigureCanvas
  ) throws {
    let chosen = try rows.map { ($0, try graph.layers(ofRow: $0)) }
    maps = try views.contains(.maps) ? graph.lookedAtMaps(chosen) : []
    self.channels = channels ?? MapsFigure.usualTiles(rows: maps.count, on: canvas)
    self.views = views
    if views.contains(.kernels) { kernels = graph.depthwiseLayers }
    if views.contains(.gates) { gates = graph.gates.map { $0.product } }
    try refuseNone(.kernels, kernels, "depthwise layers", graph, isForAll)
    try refuseNone(.gates, gates, "squeeze-and-excitation", graph, isForAll)
    kernels = try keep(chosen, of: kernels, "depthwise layer", graph, isForAll)
    gates = try keep(chosen, of: gates, "squeeze-and-excitation", graph, isForAll)
    self.views = self.views.filter {
      switch $0 {
      case .maps: true
      case .kernels: !kernels.isEmpty
      case .gates: !gates.isEmpty
      }
    }
    try checkCounts()
  }

  /// What a figure holds is limited.
  private func checkCounts() throws {
    if views.contains(.maps) {
      guard maps.count <= MapsFigure.mostRows else {
        throw Failure.usage(
          "a figure has at most \(MapsFigure.mostRows) rows of maps, not \(maps.count)")
      }
      guard maps.count * channels <= MapsFigure.mostTiles else {
        throw Failure.usage(
          "a figure has at most \(MapsFigure.mostTiles) maps, and \(maps.count) rows of \(channels)"
            + " are \(maps.count * channels): give fewer rows, or --channels"
            + " \(MapsFigure.mostTiles / maps.count)")
      }
    }
    guard kernels.count <= KernelsFigure.mostLayers else {
      throw Failure.usage(
        "a figure has at most \(KernelsFigure.mostLayers) depthwise layers, and there are"
          + " \(kernels.count): choose some with --row")
    }
    guard gates.count <= GatesFigure.mostGates else {
      throw Failure.usage(
        "a figure has at most \(GatesFigure.mostGates) gates, and there are \(gates.count): choose"
          + " some with --row")
    }
  }

  private mutating func refuseNone(
    _ view: LookView, _ nodes: [Int], _ what: String, _ graph: Graph, _ isForAll: Bool
  ) throws {
    guard views.contains(view), nodes.isEmpty else { return }
    if isForAll {
      views.removeAll { $0 == view }
      return
    }
    let others = LookView.allCases.filter { other in
      switch other {
      case .maps: true
      case .kernels: !graph.depthwiseLayers.isEmpty
      case .gates: !graph.gates.isEmpty
      }
    }
    throw Failure.usage(
      "'\(graph.spec.name)' has no \(what), so no \(view.rawValue) to look at; it has"
        + " --view \(others.map { $0.rawValue }.joined(separator: " and --view "))")
  }

  /// The nodes that belong to chosen rows; all of them if none was chosen.
  private func keep(
    _ chosen: [(name: String, layers: [CostEntry])], of nodes: [Int], _ what: String,
    _ graph: Graph, _ isForAll: Bool
  ) throws -> [Int] {
    guard !nodes.isEmpty, !chosen.isEmpty else { return nodes }
    var kept: [Int] = []
    for (name, layers) in chosen {
      let own = nodes.filter { node in layers.contains { $0.nodes.contains(node) } }
      guard own.isEmpty, !isForAll else {
        kept += own.filter { !kept.contains($0) }
        continue
      }
      var names: [String] = []
      for node in nodes {
        let row = graph.rows[graph.nodes[node].origin.row].name
        if !names.contains(row) { names.append(row) }
      }
      throw Failure.usage(
        "row '\(name)' of '\(graph.spec.name)' has no \(what); rows that have one are"
          + " \(names.joined(separator: ", "))")
    }
    return kept.sorted()
  }
}

extension Graph {
  /// The nodes of depthwise layers.
  fileprivate var depthwiseLayers: [Int] {
    nodes.indices.filter { nodes[$0].operation.layer?.isDepthwise == true }
  }

  /// The nodes whose maps are shown of chosen rows, or of the usual ones.
  fileprivate func lookedAtMaps(
    _ chosen: [(name: String, layers: [CostEntry])]
  ) throws -> [Int] {
    guard !chosen.isEmpty else {
      let maps = usualMaps
      guard !maps.isEmpty else {
        throw Failure.usage("'\(spec.name)' has no feature maps to look at")
      }
      return maps
    }
    var maps: [Int] = []
    for (name, layers) in chosen {
      guard let node = layers.last?.result, hasMap(node) else {
        let shape = layers.last.map { " (\($0.output))" } ?? ""
        let names = rows.indices.filter { row in
          blocks.last { $0.row == row }.map { $0.kind.isFeature && hasMap($0.result) } ?? false
        }.map { rows[$0].name }
        throw Failure.usage(
          "row '\(name)' of '\(spec.name)' has no map\(shape); rows that have one are"
            + " \(names.joined(separator: ", "))")
      }
      if !maps.contains(node) { maps.append(node) }
    }
    return maps.sorted()
  }

  /// Whether a node's result has places.
  private func hasMap(_ node: Int) -> Bool {
    !nodes[node].shape.isVector && !nodes[node].operation.isList
  }

  /// The first map and the last one of each size; at most six, of which the smallest are left out.
  private var usualMaps: [Int] {
    let results = blocks.filter { $0.kind.isFeature && hasMap($0.result) }.map { $0.result }
    guard let first = results.first else { return [] }
    var lastOfSize: [(places: Int, node: Int)] = []
    for node in results {
      let places = nodes[node].shape.places
      lastOfSize.removeAll { $0.places == places }
      lastOfSize.append((places, node))
    }
    let largest = lastOfSize.sorted { $1.places < $0.places }.prefix(5).map { $0.node }
    return Set([first] + largest).sorted()
  }
}
