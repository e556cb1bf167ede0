import Architecture
import NetworkGraph

extension Graph {
  /// For each node whether an integer engine has its result in memory with few bits.
  ///
  /// A clip is part of the layer before it, whose sum it cuts before rounding. What only moves numbers keeps
  /// the levels that they have; the picture has eight bits from the camera; and probabilities are computed
  /// afterwards. Every other activation is a pass of its own over rounded numbers.
  package var roundsResult: [Bool] {
    let users = users
    return nodes.indices.map { index in
      switch nodes[index].operation {
      case .input, .softmax, .logSoftmax, .slice, .shuffle, .depthToSpace, .spaceToDepth, .flatten:
        false
      case .pool(let pool): pool.kind != .maximum
      case .resize(let mode, _), .resizeTo(let mode, _): mode != .nearest
      case .convolution, .transposedConvolution, .channelConvolution, .linear, .batchNormalization,
        .add, .multiply, .activation, .parametricReLU, .scalarFunction, .globalPool,
        .l2Normalization, .normalization, .concatenate, .stack:
        clip(after: index, users) == nil
      }
    }
  }

  /// The clip that takes a node's result, and nothing else does.
  private func clip(after node: Int, _ users: [[NodeUser]]) -> Int? {
    guard users[node].count == 1, case .node(let user) = users[node][0] else { return nil }
    switch nodes[user].operation.activation {
    case .relu, .relu6: return user
    case .leakyRelu, .sigmoid, .hardSigmoid, .hardSigmoidFifth, .swish, .hardSwish, .gelu, nil:
      return nil
    }
  }

  /// The node that has a layer's result in memory: the layer, or the clip that is part of it.
  package func resultNode(of layer: Int) -> Int { clip(after: layer, users) ?? layer }
}
