import Architecture
import CostAnalysis
import NetworkGraph

extension ExplainReport {
  /// How the sizes of maps come about; once for each that differs.
  static func sizes(_ entries: [LayerArithmetic]) -> [String] {
    var seen: Set<LayerArithmetic.Extent> = []
    return entries.flatMap { entry in
      entry.distinctExtents.compactMap { axis, extent in
        guard extent.reach > 1 || extent.stride > 1, seen.insert(extent).inserted else {
          return nil
        }
        return size(of: entry, axis, extent)
      }
    }
  }

  private static func size(
    of entry: LayerArithmetic, _ axis: String, _ extent: LayerArithmetic.Extent
  ) -> String {
    let room = "(\(extent.input) + \(extent.padding) - \(extent.reach)) / \(extent.stride)"
    return "\(entry.layer.name): output \(axis) = floor(\(room)) + 1 = \(extent.output), with"
      + " padding \(extent.padding) in all and a kernel that spans \(extent.reach)."
  }

  /// What a depthwise layer with the 1x1 one after it saves.
  static func savings(_ entries: [LayerArithmetic]) -> [String] {
    zip(entries, entries.dropFirst()).compactMap { first, second in
      guard let depthwise = first.convolution, depthwise.isDepthwise,
        let pointwise = second.convolution, pointwise.isPointwise,
        let own = first.macs?.value, let next = second.macs?.value
      else { return nil }
      let square = WideCount(depthwise.kernel.area)
      let standard = next * square
      let channels = pointwise.outputChannels
      let ratio = Double(own + next) / Double(max(standard, 1))
      let theoretical = 1 / Double(channels) + 1 / Double(square)
      return "\(first.layer.name) and \(second.layer.name): \(Numbers.grouped(own + next)) of"
        + " \(Numbers.grouped(standard)) MACs of a standard \(depthwise.kernel)"
        + " convolution = \(Numbers.fixed(ratio, 4)); 1/N + 1/Dk^2 = 1/\(channels) + 1/\(square) ="
        + " \(Numbers.fixed(theoretical, 4))."
    }
  }

  /// The share of the network and the rank among its rows.
  static func standing(
    _ graph: Graph, _ layers: [CostEntry], _ sum: Cost, _ total: Cost
  ) -> [String] {
    func percent<Count: BinaryInteger>(_ part: Count, _ whole: Count) -> String {
      Numbers.fixed(whole == 0 ? 0 : 100 * Double(part) / Double(whole), 1)
    }
    let share =
      "\(percent(sum.macs, total.macs)) % of the network's MACs and"
      + " \(percent(sum.parameters.total, total.parameters.total)) % of its parameters"
    let rows = graph.costEntries(by: .row)
    guard let row = layers.first?.row, layers.allSatisfy({ $0.row == row }) else {
      return [share + "."]
    }
    let entry = rows.first { $0.row == row }
    let own = (macs: entry?.cost.macs ?? sum.macs, nodes: entry?.nodes.count ?? 0)
    let rank = 1 + rows.count { $0.cost.macs > own.macs }
    let before = graph.layers().prefix { $0.nodes[0] < (layers.first?.nodes[0] ?? 0) }
      .reduce(WideCount(0)) { $0 + $1.cost.macs }
    let isRow = layers.reduce(0) { $0 + $1.nodes.count } == own.nodes
    return [
      share + "; \(percent(before, total.macs)) % of the MACs come before it."
        + " \(isRow ? "The row" : "Its row") ranks \(rank) of \(rows.count) by MACs."
    ]
  }
}

extension LayerArithmetic {
  /// How the output's sides come about, under one name where both are alike.
  package var distinctExtents: [(axis: String, extent: Extent)] {
    guard let extents else { return [] }
    let (rows, columns) = (extents.height, extents.width)
    return rows == columns ? [("side", rows)] : [("height", rows), ("width", columns)]
  }
}
