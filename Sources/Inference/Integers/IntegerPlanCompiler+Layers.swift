import Architecture
import KernelInterface
import Kernels
import NetworkGraph

/// Convolutions and fully connected layers.
extension IntegerPlanCompiler {
  mutating func addLayer(_ node: Int, _ layer: Convolution) throws(NetworkError) {
    guard let quantized = network.layers[node] else { throw .noWeights(node: node) }
    try quantized.check(layer)
    let input = graph.nodes[node].inputs[0]
    var nodes = [node] + (clips[node].map { [$0] } ?? [])
    let result = nodes.last ?? node
    let (from, to) = (try network.levels(of: input), try network.levels(of: result))
    guard let channels = quantized.channels(from: from, to: to) else {
      throw .integerRange(node: node)
    }
    var finish = Plan.Finish(
      requantizer: Requantizer(
        to, clip: clips[node].flatMap { graph.nodes[$0].operation.activation }))
    if let activation = carriedTable(after: result), let table = try table(of: activation) {
      finish.table = table
      nodes.append(activation)
    }
    let source = try byteTensor(input)
    if layer.isDepthwise, layer.outputChannels == layer.inputChannels {
      let weights = PackedIntegerDepthwise(
        weights: quantized.weights, height: layer.kernel.height, width: layer.kernel.width,
        channels, in: &arena)
      let padding = PackedLevels(
        [UInt8](repeating: UInt8(from.zero), count: layer.inputChannels), in: &arena)
      try add(
        .depthwise(
          Plan.IntegerDepthwise(
            convolution: layer, weights: weights, padding: padding, finish: finish)),
        nodes, inputs: [source])
    } else {
      try add(
        .dense(
          Plan.IntegerDense(
            convolution: layer, groups: packed(quantized, layer, channels), finish: finish)),
        nodes, inputs: [source])
    }
  }

  private mutating func packed(
    _ quantized: QuantizedLayer, _ layer: Convolution, _ channels: IntegerChannels
  ) -> [PackedIntegerMatrix] {
    let filters = layer.outputChannels / layer.groups
    let size = quantized.weights.count / layer.groups
    var groups: [PackedIntegerMatrix] = []
    for group in 0..<layer.groups {
      groups.append(
        PackedIntegerMatrix(
          weights: quantized.weights[group * size..<(group + 1) * size],
          inputChannels: layer.inputChannels / layer.groups, taps: layer.kernel.area,
          segments: layer.integerSegments, channels[group * filters..<(group + 1) * filters],
          for: kernels.integers, in: &arena))
    }
    return groups
  }

  /// The activation that a layer carries out by a table: the only one that takes its result.
  private func carriedTable(after node: Int) -> Int? {
    guard fusing, !keptNodes.contains(node), users[node].count == 1,
      case .node(let user) = users[node][0], graph.nodes[user].operation.integerForm == .table
    else { return nil }
    return user
  }
}

extension QuantizedLayer {
  /// Throws if its numbers are not as many as a layer has, or are none that run.
  fileprivate func check(_ layer: Convolution) throws(NetworkError) {
    for (count, expected) in [
      (weights.count, layer.weightCount), (scales.count, layer.outputChannels),
      (bias.count, layer.outputChannels),
    ] where count != expected {
      throw .size(expected: expected, got: count)
    }
  }
}

extension Convolution {
  /// Runs of levels that stand together in a window of one group: its rows, or its places if they are apart.
  fileprivate var integerSegments: Int {
    dilation == 1 && groups == 1 ? kernel.height : kernel.area
  }

  /// Four-byte units that the packed weights take.
  var packedUnits: Int {
    isDepthwise && outputChannels == inputChannels
      ? PackedIntegerDepthwise.count(
        channels: outputChannels, height: kernel.height, width: kernel.width)
      : groups
        * PackedIntegerMatrix.count(
          filters: outputChannels / groups, segments: integerSegments,
          segmentLength: kernel.area / integerSegments * inputChannels / groups)
  }
}
