import Architecture
import Kernels
import NetworkGraph

extension Network<Float> {
  /// The network with the widths of another graph that has the same layers: of every group of channels that
  /// is narrower there, those with the largest norms are kept, in their order. The norm of a channel is that
  /// of the filters that make it, with their batch norms folded in: of an expansion and its depthwise
  /// kernel, or of all projections that shortcuts add up.
  ///
  /// Nothing if the layers differ, or if channels are rearranged on the way, so that none can be dropped.
  package func narrowed(to narrow: Graph) -> Network<Float>? {
    let groups = ChannelGroups(graph)
    guard graph.nodes.count == narrow.nodes.count,
      let kept = keptChannels(groups, narrow)
    else { return nil }
    /// The places of a node's channels that are kept; nothing if all are.
    func places(_ node: Int) -> [Int]? {
      let segments = groups.segments[node]
      guard segments.contains(where: { kept[$0] != nil }) else { return nil }
      var (places, first) = ([Int](), 0)
      for group in segments {
        places += (kept[group] ?? Array(0..<groups.counts[group])).map { first + $0 }
        first += groups.counts[group]
      }
      return places
    }
    var values = weights.values
    for (index, node) in graph.nodes.enumerated() {
      guard let tensors = values[index] else { continue }
      let outputs = places(index)
      let isDense = node.operation.layer.map { $0.groups == 1 } ?? false
      let inputs = isDense ? node.inputs.first.flatMap(places) : nil
      guard outputs != nil || inputs != nil else { continue }
      for (role, tensor) in tensors {
        let length = tensor.count / max(node.shape.channels, 1)
        var cut = outputs.map { Self.rows($0, of: tensor, length: length) } ?? tensor
        if role == .weight, let inputs, let layer = node.operation.layer {
          cut = Self.columns(inputs, of: cut, length: length, window: layer.kernel.area)
        }
        values[index]?[role] = cut
      }
    }
    return Network(graph: narrow, weights: NetworkWeights(values: values))
  }

  /// Rows of a matrix.
  private static func rows(_ places: [Int], of tensor: [Float], length: Int) -> [Float] {
    var rows: [Float] = []
    rows.reserveCapacity(places.count * length)
    for place in places { rows += tensor[(place * length)..<((place + 1) * length)] }
    return rows
  }

  /// Columns of a matrix, each as wide as a window.
  private static func columns(
    _ places: [Int], of tensor: [Float], length: Int, window: Int
  ) -> [Float] {
    var columns: [Float] = []
    columns.reserveCapacity(tensor.count / max(length, 1) * places.count * window)
    for row in stride(from: 0, to: tensor.count, by: max(length, 1)) {
      for place in places {
        let start = row + place * window
        for index in start..<(start + window) { columns.append(tensor[index]) }
      }
    }
    return columns
  }

  /// For every group that is narrower in another graph the channels that are kept; nothing if the graphs do
  /// not fit.
  private func keptChannels(_ groups: ChannelGroups, _ narrow: Graph) -> [Int: [Int]]? {
    var widths: [Int: Int] = [:]
    for (index, segments) in groups.segments.enumerated() {
      guard graph.nodes[index].operation.kind == narrow.nodes[index].operation.kind else {
        return nil
      }
      guard segments.count == 1 else { continue }
      let width = narrow.nodes[index].shape.channels
      guard widths[segments[0], default: width] == width else { return nil }
      widths[segments[0]] = width
    }
    let narrower = widths.filter { $0.value != groups.counts[$0.key] }
    guard
      narrower.allSatisfy({ group, width in
        width < groups.counts[group] && !groups.whole.contains(group)
      })
    else { return nil }
    let norms = squaredNorms(groups, of: Set(narrower.keys))
    var kept: [Int: [Int]] = [:]
    for (group, width) in narrower {
      guard let norms = norms[group] else { return nil }
      let order = norms.indices.sorted { (-norms[$0], $0) < (-norms[$1], $1) }
      kept[group] = order.prefix(width).sorted()
    }
    return kept
  }

  /// The squared norm of every channel of some groups.
  private func squaredNorms(
    _ groups: ChannelGroups, of wanted: Set<Int>
  ) -> [Int: [Double]] {
    let norms = graph.foldableNorms
    var normOfLayer: [Int: Int] = [:]
    for (norm, layer) in norms { normOfLayer[layer] = norm }
    // A gate is made of a map's channels; its weights count only for channels that are nowhere else.
    var (maps, gates): ([Int: [Double]], [Int: [Double]]) = ([:], [:])
    for (index, node) in graph.nodes.enumerated() where node.operation.layer != nil {
      guard let group = groups.segments[index].first, wanted.contains(group),
        let weights = weights[index, .weight]
      else { continue }
      let scale = normOfLayer[index].flatMap { self.scale(ofNorm: $0) }
      let length = weights.count / max(node.shape.channels, 1)
      var sums = [Double](repeating: 0, count: node.shape.channels)
      for channel in sums.indices {
        for value in weights[(channel * length)..<((channel + 1) * length)] {
          sums[channel] += Double(value) * Double(value)
        }
        if let scale { sums[channel] *= scale[channel] * scale[channel] }
      }
      func added(_ old: [Double]?) -> [Double] { old.map { zip($0, sums).map { $0 + $1 } } ?? sums }
      if node.origin.role.isInGate {
        gates[group] = added(gates[group])
      } else {
        maps[group] = added(maps[group])
      }
    }
    for (group, norms) in gates where maps[group] == nil { maps[group] = norms }
    return maps
  }

  /// What a batch norm multiplies each channel by.
  private func scale(ofNorm norm: Int) -> [Double]? {
    guard let epsilon = graph.nodes[norm].operation.normEpsilon else { return nil }
    return try? Affine(
      normEpsilon: epsilon, bias: nil,
      tensor: { role throws(NetworkError) in
        guard let values = weights[norm, role] else { throw .noWeights(node: norm) }
        return values
      }
    ).scale
  }
}
