import Architecture
import NetworkGraph

/// One proposal of a NetAdapt step: one width made smaller (Yang et al. 2018, arXiv 1804.03230, as
/// MobileNetV3 uses it, section 4.2).
package struct NetAdaptProposal: Sendable {
  /// Which width.
  package enum Width: Hashable, Sendable {
    /// Channels inside one inverted residual.
    case expansion
    /// Output channels of neighboring inverted residuals that share them, so that shortcuts stay.
    case bottleneck
    /// Filters of a convolution.
    case filters
  }

  /// Which width.
  package var width: Width
  /// The rows that have it.
  package var rows: [String]
  /// Channels before.
  package var before: Int
  /// Channels that are proposed; the smallest possible ones if even those save too little.
  package var after: Int
  /// Whether that saves as much as the step asks for.
  package var suffices: Bool
  /// The network then: its table has the narrower width, and rows that stand once each.
  package var graph: Graph
  /// Trainable parameters of the network then.
  package var parameters: Int
  /// Multiply-accumulates of the network then.
  package var macs: WideCount
  /// What the step counts, of the network then.
  package var cost: Double
  /// The same over what it is without the change.
  package var share: Double
}

extension ArchitectureSpec {
  /// The proposals of one NetAdapt step at the table's own width: for every expansion and every
  /// shared bottleneck, or without inverted residuals for the filters of every convolution outside of
  /// heads, the least reduction, in steps of the width rule's divisor, that lowers the cost by `reduction` of
  /// `whole`, which is what the network costs now if nothing else is given.
  ///
  /// `cost` says what a network costs; multiply-accumulates, say, or a predicted time. A width at
  /// which a layer would vanish or appear (an expansion as wide as its input, a shortcut) is no
  /// proposal, and neither is one that costs more. Throws as expansion does.
  package func netAdaptProposals(
    reducingBy reduction: Double, of whole: Double? = nil, scaling: Scaling = Scaling(),
    cost: (Graph) -> Double
  ) throws(GraphError) -> [NetAdaptProposal] {
    let base = withSingleRows()
    let current = try Graph(expanding: base, scaling: scaling)
    let full = cost(current)
    let fullMACs = current.totalCost().macs
    let target = full - reduction * (whole ?? full)
    let step = base.widthStep
    var proposals: [NetAdaptProposal] = []
    for (width, rows, before) in try base.adjustableWidths() {
      // The multiples of the step below the present width.
      let most = (before - 1) / step
      guard most >= 1 else { continue }
      func after(_ steps: Int) -> Int { (most - steps + 1) * step }
      func graph(_ steps: Int) throws(GraphError) -> Graph {
        try Graph(
          expanding: base.changing(width, of: rows, to: after(steps)), scaling: scaling)
      }
      var (least, bound) = (1, most)
      // The least reduction that suffices, or the greatest there is.
      while least < bound {
        let middle = (least + bound) / 2
        if cost(try graph(middle)) <= target { bound = middle } else { least = middle + 1 }
      }
      var found = try graph(least)
      while !found.hasLayers(of: current), least < most {
        least += 1
        found = try graph(least)
      }
      let total = found.totalCost()
      let reached = cost(found)
      guard found.hasLayers(of: current), reached < full, total.macs <= fullMACs else { continue }
      proposals.append(
        NetAdaptProposal(
          width: width, rows: rows.map { base.rows[$0].name }, before: before,
          after: after(least), suffices: reached <= target, graph: found,
          parameters: total.parameters.total, macs: total.macs,
          cost: reached, share: full > 0 ? reached / full : 1))
    }
    return proposals
  }

  /// Multiples in which widths go.
  private var widthStep: Int {
    switch rules.width.rounding {
    case .nearestMultiple(let divisor, _), .upToMultiple(let divisor): max(divisor, 1)
    case .truncate, .undefined: 8
    }
  }

  /// The table with rows that stand once each, where no row takes its tensors by position, and
  /// without claims about shapes, which a change contradicts.
  package func withSingleRows() -> ArchitectureSpec {
    var spec = self
    let isChain = rows.allSatisfy { $0.sources.isEmpty } && heads.isEmpty
    spec.rows = rows.flatMap { row -> [Row] in
      var row = row
      row.inputClaim = nil
      row.channelsClaim = nil
      guard isChain, row.repeats.isLiteral, let count = row.repeats.value(in: [:]), count > 1,
        case .invertedResidual(var operation) = row.operation
      else { return [row] }
      row.repeats = Quantity(1)
      return (1...count).map { repetition in
        var single = row
        single.name = "\(row.name).\(repetition)"
        if repetition > 1 { operation.stride = PerAxis(Quantity(1)) }
        single.operation = .invertedResidual(operation)
        return single
      }
    }
    return spec
  }

  /// The widths that may shrink, with the rows that have them.
  ///
  /// A bottleneck is that of all neighboring rows which a shortcut joins to it; one that is joined to
  /// something else, as to the stem, cannot shrink.
  private func adjustableWidths() throws(GraphError) -> [(NetAdaptProposal.Width, [Int], Int)] {
    let graph = try Graph(expanding: self)
    var expansions: [(NetAdaptProposal.Width, [Int], Int)] = []
    var bottlenecks: [(NetAdaptProposal.Width, [Int], Int)] = []
    var filters: [(NetAdaptProposal.Width, [Int], Int)] = []
    let entries = graph.costEntries(by: .row)
    for (index, row) in rows.enumerated() {
      guard row.part != .head,
        let entry = entries.first(where: { graph.rows[$0.row].specRow == index })
      else { continue }
      if let widths = row.operation.invertedResidualWidths {
        if widths.expansion, let channels = graph.expandedChannels(of: entry) {
          expansions.append((.expansion, [index], channels))
        }
        guard widths.out else { continue }
        if graph.hasShortcutFromOutside(entry) {
          if bottlenecks.last?.1.last == index - 1 {
            bottlenecks[bottlenecks.count - 1].1.append(index)
          }
        } else {
          bottlenecks.append((.bottleneck, [index], entry.output.channels))
        }
      } else if case .convolution(let convolution) = row.operation,
        convolution.groups == .one, convolution.out?.isLiteral == true
      {
        filters.append((.filters, [index], entry.output.channels))
      }
    }
    return expansions.isEmpty ? filters : expansions + bottlenecks
  }

  /// The table with one width changed.
  private func changing(
    _ width: NetAdaptProposal.Width, of changed: [Int], to channels: Int
  ) -> ArchitectureSpec {
    var spec = self
    for index in changed { spec.rows[index].operation.change(width, to: channels) }
    // The next expansion is as wide as before: a factor of a smaller input would make it smaller.
    if width == .bottleneck {
      for index in spec.rows.indices {
        guard case .invertedResidual(var operation) = spec.rows[index].operation,
          case .factor(let factor) = operation.expansion,
          let before = inputChannels(ofRow: index), let now = spec.inputChannels(ofRow: index),
          before != now
        else { continue }
        operation.expansion = .channels(Quantity(Int((Double(before) * factor).rounded())))
        spec.rows[index].operation = .invertedResidual(operation)
      }
    }
    return spec
  }

  /// The channels that the row before gives, as printed.
  private func inputChannels(ofRow index: Int) -> Int? {
    index > 0 ? rows[index - 1].operation.out?.value(in: variables) : nil
  }
}

extension Graph {
  /// Whether the same layers stand in both graphs and take the same, whatever their widths are.
  fileprivate func hasLayers(of other: Graph) -> Bool {
    nodes.count == other.nodes.count
      && zip(nodes, other.nodes).allSatisfy { own, other in
        own.inputs == other.inputs && own.operation.kind == other.operation.kind
      }
  }

  /// Whether a row adds what it takes to its result.
  fileprivate func hasShortcutFromOutside(_ entry: CostEntry) -> Bool {
    let own = Set(entry.nodes)
    return nodes.indices.contains { index in
      let node = nodes[index]
      return node.origin.row == entry.row && node.operation == .add
        && node.origin.role == .shortcut && node.inputs.contains { !own.contains($0) }
    }
  }
}

extension RowOperation {
  /// Which widths of an inverted residual are plain numbers of its row; nothing for other rows.
  fileprivate var invertedResidualWidths: (expansion: Bool, out: Bool)? {
    if case .invertedResidual(let operation) = self { return (true, operation.out.isLiteral) }
    guard case .block(let instance) = self, let inner = instance.invertedResidual else {
      return nil
    }
    func isLiteral(_ quantity: Quantity?) -> Bool {
      quantity?.variable.flatMap { instance.arguments[$0]?.isLiteral } ?? false
    }
    return (isLiteral(inner.expansion.channels), isLiteral(inner.out))
  }

  /// Sets one width; rows that have no such width stay as they are.
  fileprivate mutating func change(_ width: NetAdaptProposal.Width, to channels: Int) {
    if case .invertedResidual(var operation) = self {
      switch width {
      case .expansion: operation.expansion = .channels(Quantity(channels))
      case .bottleneck: operation.out = Quantity(channels)
      case .filters: break
      }
      self = .invertedResidual(operation)
    } else if case .convolution(var operation) = self {
      operation.out = Quantity(channels)
      self = .convolution(operation)
    } else if case .block(var instance) = self, let inner = instance.invertedResidual {
      let parameter = width == .expansion ? inner.expansion.parameter : inner.out.variable
      if let parameter { instance.arguments[parameter] = Quantity(channels) }
      self = .block(instance)
    }
  }
}

extension BlockInstance {
  /// The inverted residual that is all a block holds.
  fileprivate var invertedResidual: InvertedResidualRow? {
    guard rows.count == 1, case .invertedResidual(let operation) = rows[0].operation else {
      return nil
    }
    return operation
  }
}

extension InvertedResidualRow.Expansion {
  /// The channels, where they are given as such.
  fileprivate var channels: Quantity? {
    switch self {
    case .channels(let channels): channels
    case .factor: nil
    }
  }

  /// The parameter of a block that gives them.
  fileprivate var parameter: String? { channels?.variable }
}
