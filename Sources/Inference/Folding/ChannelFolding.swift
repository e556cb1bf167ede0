import Architecture
import Kernels
import NetworkGraph

/// The merging of a batch norm in one channel of the layer before it, number by number: s = gamma /
/// sqrt(variance + epsilon), w' = s w, b' = beta + s (b - mean).
package struct ChannelFolding: Hashable, Sendable {
  /// The layer, a node of the unfolded graph.
  package var layer: Int
  /// Its norm.
  package var norm: Int
  /// The channel, from 0.
  package var channel: Int
  /// The norm's scale.
  package var gamma: Float
  /// The norm's shift.
  package var beta: Float
  /// The moving mean of the layer's results.
  package var mean: Float
  /// Their moving variance.
  package var variance: Float
  /// What is added to the variance.
  package var epsilon: Double
  /// The layer's own bias; 0 without one.
  package var bias: Float
  /// gamma / sqrt(variance + epsilon).
  package var scale: Double
  /// beta + s (b - mean).
  package var foldedBias: Float
  /// The weights of the channel's filter, input channels x height x width.
  package var weights: [Float]
  /// The same after merging, as a folded checkpoint has them.
  package var foldedWeights: [Float]

  /// One channel of a layer whose norm can be folded. Throws if one of the weights is missing.
  package init(
    of layer: Int, channel: Int, in network: Network<Float>
  ) throws(NetworkError) {
    let graph = network.graph
    func values(_ node: Int, _ role: ParameterTensor.Role) throws(NetworkError) -> [Float] {
      guard let values = network.weights[node, role] else { throw .noWeights(node: node) }
      return values
    }
    guard let norm = graph.foldableNorms.first(where: { $0.value == layer })?.key,
      let epsilon = graph.nodes[norm].operation.normEpsilon
    else { throw .noWeights(node: layer) }
    let filters = try values(layer, .weight)
    let bias = network.weights[layer, .bias]
    let affine = try Affine(
      normEpsilon: epsilon, bias: bias,
      tensor: { role throws(NetworkError) in try values(norm, role) })
    guard affine.shift.indices.contains(channel) else { throw .noWeights(node: norm) }
    let size = filters.count / affine.shift.count
    self.layer = layer
    self.norm = norm
    self.channel = channel
    gamma = try values(norm, .normWeight)[channel]
    beta = try values(norm, .normBias)[channel]
    mean = try values(norm, .normMean)[channel]
    variance = try values(norm, .normVariance)[channel]
    self.epsilon = epsilon
    self.bias = bias?[channel] ?? 0
    scale = affine.scale[channel]
    foldedBias = affine.shift[channel]
    weights = Array(filters[channel * size..<(channel + 1) * size])
    foldedWeights = weights.scaled([affine.scale[channel]])
  }
}
