import Architecture
import NetworkGraph

/// One line of a cost table: a layer, a block, a row or a part of the system.
public struct CostEntry: Hashable, Sendable {
  /// What a line is.
  public enum Kind: Hashable, Sendable {
    /// A layer, by what it does.
    case layer(OperationKind)
    /// A block or a row.
    case block(BlockKind)
    /// A part of the system.
    case part

    /// As reports print it.
    public var name: String {
      switch self {
      case .layer(let kind): kind.rawValue
      case .block(let kind): kind.rawValue
      case .part: "part"
      }
    }
  }

  /// Its name: `bneck4`, `bottleneck2.1`, `bneck4.expand`.
  public var name: String
  /// The operator as the table prints it, or what the layer does.
  public var operatorText: String
  /// What it is.
  public var kind: Kind
  /// What a layer is to its block; nothing for blocks, rows and parts.
  public var role: Role?
  /// The row of the graph that it belongs to; the first one of a part.
  public var row: Int
  /// The part of the system.
  public var part: Part
  /// The first tensor that it takes.
  public var input: Shape
  /// What it gives.
  public var output: Shape
  /// Sides of its window, if it has one.
  public var kernel: PerAxis<Int>?
  /// How many places of the input lie from one place of the output to the next; 1 for a part, and
  /// for what has no places or enlarges.
  public var stride: PerAxis<Int>
  /// The nodes.
  public var nodes: [Int]
  /// The node whose tensor is the output.
  public var result: Int
  /// What it costs.
  public var cost: Cost
}

/// How finely a cost table is divided.
public enum CostGrain: String, CaseIterable, Sendable {
  /// One line a part of the system: backbone, neck, extras, head.
  case part
  /// One line a row of the table.
  case row
  /// One line a repeat; a depthwise row and the pointwise row after it are one block.
  case block
  /// One line a layer: a convolution with its norm and activation.
  case layer
}

extension Graph {
  /// The nodes of each layer in order: consecutive ones of one origin.
  private func layerNodes() -> [[Int]] {
    var layers: [[Int]] = []
    for (index, node) in nodes.enumerated() where node.origin.role != .input {
      if node.operation.continuesLayer, let last = layers.last?.last,
        nodes[last].origin == node.origin
      {
        layers[layers.count - 1].append(index)
      } else {
        layers.append([index])
      }
    }
    return layers
  }

  /// The layers in order: a convolution with its norm and activation, say. With a bridge, `macs` are
  /// what its tool counts.
  public func layers(counting bridge: Bridge? = nil) -> [CostEntry] {
    var entries = layerNodes().map { nodes in
      var entry = layer(beginningWith: nodes[0])
      entry.nodes = nodes
      return entry
    }
    for index in entries.indices {
      entries[index].result = entries[index].nodes.last ?? 0
      entries[index].output = nodes[entries[index].result].shape
      entries[index].cost = layerCost(entries[index].nodes)
      if let bridge { entries[index].cost.macs = bridge.count(of: entries[index].nodes) }
    }
    return entries
  }

  /// The lines of a cost table. With a bridge, `macs` are what its tool counts.
  public func costEntries(by grain: CostGrain, counting bridge: Bridge? = nil) -> [CostEntry] {
    costEntries(by: grain, of: layers(counting: bridge))
  }

  /// The lines of a cost table, by its layers.
  package func costEntries(by grain: CostGrain, of layers: [CostEntry]) -> [CostEntry] {
    let strides = grain == .block || grain == .row ? pixelStrides() : []
    switch grain {
    case .layer: return layers
    case .block:
      return merged(layers, key: { nodes[$0.nodes[0]].origin.block }) { entry, key in
        let block = blocks[key]
        entry.name = block.name
        entry.kind = .block(block.kind)
        entry.result = block.result
        entry.output = nodes[block.result].shape
        entry.stride = stride(of: entry, strides)
        entry.operatorText =
          block.kind == .separable
          ? "depthwise + pointwise" : rows[entry.row].operatorText
      }
    case .row:
      return merged(layers, key: { $0.row }) { entry, key in
        let row = rows[key]
        entry.name = row.name
        entry.kind = .block(row.kind)
        entry.operatorText = row.operatorText
        if let block = blocks.last(where: { $0.row == key }) {
          entry.result = block.result
          entry.output = nodes[block.result].shape
        }
        entry.stride = stride(of: entry, strides)
      }
    case .part:
      return merged(layers, key: { Part.allCases.firstIndex(of: $0.part) ?? 0 }) { entry, _ in
        entry.name = entry.part.rawValue
        entry.kind = .part
        entry.operatorText = rowRange(of: entry.nodes)
        (entry.kernel, entry.stride) = (nil, 1)
      }
    }
  }

  /// The whole network. With a bridge, `macs` are what its tool counts.
  public func totalCost(counting bridge: Bridge? = nil) -> Cost {
    layerNodes().reduce(Cost()) { sum, nodes in
      var cost = layerCost(nodes)
      if let bridge { cost.macs = bridge.count(of: nodes) }
      return sum + cost
    }
  }

  /// The costs by kind of operation, in the order of the enumeration, without kinds that are
  /// absent. With a bridge, `macs` are what its tool counts.
  public func costByKind(counting bridge: Bridge? = nil) -> [(kind: OperationKind, cost: Cost)] {
    let layers = layers(counting: bridge)
    return OperationKind.allCases.compactMap { kind in
      let own = layers.filter { nodes[$0.nodes[0]].kind == kind }
      return own.isEmpty ? nil : (kind, own.reduce(Cost()) { $0 + $1.cost })
    }
  }

  /// The rows that nodes come from, as `extends` writes them: `stem..bneck15`.
  private func rowRange(of group: [Int]) -> String {
    let indices = group.map { nodes[$0].origin.row }
    let ends = [indices.min(), indices.max()].compactMap { $0.map { rows[$0].name } }
    return Set(ends).count == 1 ? ends[0] : ends.joined(separator: "..")
  }

  private func layer(beginningWith index: Int) -> CostEntry {
    let node = nodes[index]
    let kernel = node.operation.kernel
    return CostEntry(
      name: name(of: index),
      operatorText: node.origin.role.rawValue + (kernel.map { " \($0)" } ?? ""),
      kind: .layer(node.kind),
      role: node.origin.role, row: node.origin.row, part: rows[node.origin.row].part,
      input: node.inputs.first.map { nodes[$0].shape } ?? node.shape, output: node.shape,
      kernel: kernel, stride: node.operation.stride, nodes: [index], result: index,
      cost: Cost())
  }

  private func layerCost(_ layer: [Int]) -> Cost {
    var cost = Cost()
    for node in layer.map({ nodes[$0] }) {
      cost.parameters = cost.parameters + node.operation.parameterCount(output: node.shape)
      cost.macs += node.operation.multiplyAccumulates(output: node.shape)
    }
    cost.weightBytes = cost.parameters.total * precision.scalarBytes
    cost.activationBytes = WideCount(nodes[layer.last ?? 0].shape.count * precision.scalarBytes)
    let inputs = inputShapes(of: layer[0]).reduce(WideCount(0)) { $0 + WideCount($1.count) }
    cost.bytesMoved =
      inputs * WideCount(precision.scalarBytes) + WideCount(cost.weightBytes) + cost.activationBytes
    return cost
  }

  /// Joins layers of one key, which need not stand together, into one entry.
  private func merged(
    _ layers: [CostEntry], key: (CostEntry) -> Int, finish: (inout CostEntry, Int) -> Void
  ) -> [CostEntry] {
    var order: [Int] = []
    var entries: [Int: CostEntry] = [:]
    for layer in layers {
      let key = key(layer)
      guard var entry = entries[key] else {
        order.append(key)
        entries[key] = layer
        continue
      }
      entry.nodes += layer.nodes
      (entry.result, entry.output) = (layer.result, layer.output)
      entry.kernel = largest(entry.kernel, layer.kernel)
      entry.cost = entry.cost + layer.cost
      entries[key] = entry
    }
    return order.compactMap { key in
      guard var entry = entries[key] else { return nil }
      entry.role = nil
      finish(&entry, key)
      return entry
    }
  }

  /// By how much several layers step together, whichever way through them is taken.
  private func stride(
    of entry: CostEntry, _ strides: [PerAxis<Double>?]
  ) -> PerAxis<Int> {
    guard let input = nodes[entry.nodes[0]].inputs.first,
      let before = strides[input], let after = strides[entry.result]
    else { return 1 }
    func along(_ axis: Axis) -> Int { max(Int((after[axis] / before[axis]).rounded()), 1) }
    return PerAxis(height: along(.vertical), width: along(.horizontal))
  }

  private func largest(_ first: PerAxis<Int>?, _ second: PerAxis<Int>?) -> PerAxis<Int>? {
    [first, second].compactMap { $0 }.max { $0.area < $1.area }
  }
}
