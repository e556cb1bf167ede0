import Architecture
import KernelInterface
import Kernels
import NetworkGraph

/// A network whose layers have weights of 8 bits and whose results have levels: what runs in integers.
package struct QuantizedNetwork: Sendable {
  /// The graph, without the batch norms that can be folded.
  package var graph: Graph
  /// The levels of each node's result; nothing where it is never there in integers.
  package var levels: [Levels?]
  /// The convolutions and fully connected layers by node.
  package var layers: [Int: QuantizedLayer]
  /// The parameters of what runs in single precision.
  package var weights: NetworkWeights<Float>

  /// A quantized network from its parts.
  package init(
    graph: Graph, levels: [Levels?], layers: [Int: QuantizedLayer],
    weights: NetworkWeights<Float>
  ) {
    (self.graph, self.levels, self.layers, self.weights) = (graph, levels, layers, weights)
  }

  /// Rounds a network, whose norms are folded, to the ranges of its results.
  ///
  /// Throws if weights are absent or of the wrong size, or if a range is missing.
  package init(
    _ network: Network<Float>, _ calibration: Calibration
  ) throws(NetworkError) {
    graph = network.graph
    levels = []
    layers = [:]
    weights = NetworkWeights(values: [:])
    let hasLevels = graph.hasLevels
    for (index, node) in graph.nodes.enumerated() {
      if node.operation.integerForm == .moves {
        levels.append(levels[node.inputs[0]])
      } else if hasLevels[index] {
        guard let range = calibration.ranges[index] else { throw .noLevels(node: index) }
        levels.append(Levels(range: range))
      } else {
        levels.append(nil)
      }
      if let layer = node.operation.layer {
        let values = try network.tensor(index, .weight, layer.weightCount)
        let bias =
          layer.hasBias ? try network.tensor(index, .bias, layer.outputChannels) : nil
        guard let input = levels[node.inputs[0]] else { throw .noLevels(node: node.inputs[0]) }
        layers[index] = QuantizedLayer(
          values, bias: bias, channels: layer.outputChannels, inputScale: input.scale)
      } else {
        weights.values[index] = network.weights.values[index]
      }
    }
  }

  /// The levels of a node's result. Throws if it has none.
  func levels(of node: Int) throws(NetworkError) -> Levels {
    guard let levels = levels[node] else { throw .noLevels(node: node) }
    return levels
  }
}

extension Network<Float> {
  /// A tensor of a node, of so many numbers. Throws if it is absent or of another size.
  fileprivate func tensor(
    _ node: Int, _ role: ParameterTensor.Role, _ count: Int
  ) throws(NetworkError) -> [Float] {
    guard let values = weights[node, role] else { throw .noWeights(node: node) }
    guard values.count == count else { throw .size(expected: count, got: values.count) }
    return values
  }
}
