import Architecture
import NetworkGraph

/// What a width multiplier does to a row, block or layer after its channels are rounded, beside what
/// it would do without rounding.
package struct EffectiveMultiplier: Hashable, Sendable {
  /// The row of the graph.
  package var row: Int
  /// The name of the row, block or layer.
  package var name: String
  /// Output channels at width multiplier 1.
  package var channelsAtOne: Int
  /// Output channels as they are.
  package var channels: Int
  /// Whether the channels are for the width multiplier to scale; classes and boxes are not.
  package var isScaled: Bool
  /// Channels inside an inverted residual at width multiplier 1.
  package var expansionAtOne: Int?
  /// The same as they are.
  package var expansion: Int?
  /// Multiply-accumulates at width multiplier 1 and the table's own resolution.
  package var macsAtOne: WideCount
  /// Multiply-accumulates as they are.
  package var macs: WideCount

  /// The multiplier that the channels have after rounding.
  package var alpha: Double { Double(channels) / Double(max(channelsAtOne, 1)) }
}

/// A network under a width and resolution multiplier, beside the law that its cost follows
/// alpha^2 rho^2 (MobileNets, arXiv 1704.04861, equation 7).
package struct EffectiveMultipliers: Sendable {
  /// The scaled network.
  package var graph: Graph
  /// The multiplier that was asked for, in proportion to the table's own.
  package var alpha: Double
  /// Places of the picture over those of the table's own: rho squared.
  package var rhoSquared: Double
  /// Its rows.
  package var rows: [EffectiveMultiplier]
  /// The whole network at the table's own width and resolution.
  package var costAtOne: Cost
  /// The whole network as it is.
  package var cost: Cost

  /// alpha^2 rho^2.
  package var law: Double { alpha * alpha * rhoSquared }
  /// The multiplier by which the law would give the network's multiply-accumulates.
  package var alphaByMACs: Double {
    (Double(cost.macs) / Double(max(costAtOne.macs, 1)) / rhoSquared).squareRoot()
  }
  /// The multiplier whose square gives the network's parameters.
  package var alphaByParameters: Double {
    (Double(cost.parameters.total) / Double(max(costAtOne.parameters.total, 1))).squareRoot()
  }

  /// What multipliers do to a network, one entry a row, block or layer. Throws as the expansion of a
  /// table does.
  package init(_ graph: Graph, by grain: CostGrain = .row) throws(GraphError) {
    let spec = graph.spec
    let own = try Graph(
      expanding: spec, scaling: Scaling(classes: graph.scaling.classes))
    self.graph = graph
    alpha = (graph.scaling.width ?? spec.nominalWidth) / spec.nominalWidth
    rhoSquared = Double(graph.input.places) / Double(own.input.places)
    costAtOne = own.totalCost()
    cost = graph.totalCost()
    let entriesAtOne = own.costEntries(by: grain)
    rows = graph.costEntries(by: grain).compactMap { entry in
      // Names mean the same whatever the multipliers are; an expansion may be there at one only.
      guard let atOne = entriesAtOne.first(where: { $0.name == entry.name }) else { return nil }
      return EffectiveMultiplier(
        row: entry.row, name: entry.name, channelsAtOne: atOne.output.channels,
        channels: entry.output.channels,
        isScaled: graph.scalesChannels(ofRow: entry.row),
        expansionAtOne: own.expandedChannels(of: atOne),
        expansion: graph.expandedChannels(of: entry), macsAtOne: atOne.cost.macs,
        macs: entry.cost.macs)
    }
  }
}

extension Graph {
  /// Whether the output channels of a row are plain numbers of its table, which the width multiplier
  /// may scale.
  fileprivate func scalesChannels(ofRow row: Int) -> Bool {
    guard let index = rows[row].specRow else { return false }
    let operation = spec.rows[index].operation
    if case .softmax = operation { return false }
    return operation.out?.isLiteral ?? true
  }

  /// The channels of the depthwise convolution inside an inverted residual, which may be all that a
  /// composite block holds; nothing for other entries.
  public func expandedChannels(of entry: CostEntry) -> Int? {
    guard entry.nodes.contains(where: { nodes[$0].origin.role == .project }) else {
      return nil
    }
    return entry.nodes.first { nodes[$0].origin.role == .depthwise }
      .map { nodes[$0].shape.channels }
  }
}
