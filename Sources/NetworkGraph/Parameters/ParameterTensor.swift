import Architecture

/// One tensor of a checkpoint: its name in a framework, its shape there, and what it is to a node.
public struct ParameterTensor: Hashable, Sendable {
  /// What a tensor is to its node; the order is the one in which kernels take them.
  public enum Role: String, CaseIterable, Hashable, Sendable {
    /// Weights: out x in/groups x height x width, or out x in.
    case weight
    /// Bias of a convolution or fully connected layer.
    case bias
    /// gamma.
    case normWeight
    /// beta.
    case normBias
    /// Moving mean.
    case normMean
    /// Moving variance.
    case normVariance
    /// Learned scale of each channel after an L2 normalization.
    case scale
    /// Learned slope of each channel of a PReLU.
    case slope

    /// Whether the tensor belongs to a batch norm.
    public var isNorm: Bool {
      switch self {
      case .weight, .bias, .scale, .slope: false
      case .normWeight, .normBias, .normMean, .normVariance: true
      }
    }
  }

  /// The full name.
  public var name: String
  /// The shape, outputs first.
  public var shape: [Int]
  /// The shape in the framework's checkpoints: another one if outputs are last there.
  public internal(set) var storedShape: [Int]
  /// What a checkpoint's numbers are multiplied by: 1 unless the framework multiplies the layer's input.
  public internal(set) var factor: Float = 1
  /// What it is to its node.
  public var role: Role
  /// The node.
  public var node: Int

  /// Scalars in the tensor.
  public var count: Int { shape.reduce(1, *) }

  /// A tensor with its outputs first in checkpoints.
  package init(name: String, shape: [Int], role: Role, node: Int) {
    (self.name, self.shape, self.role, self.node) = (name, shape, role, node)
    storedShape = shape
  }
}

extension Graph {
  /// All tensors that the network needs, in the order of the nodes, under a framework's names; under
  /// names made from rows and roles where the framework has none.
  package func parameterTensors(naming: TensorNaming?) -> [ParameterTensor] {
    let names = BlockNames(self, naming)
    var tensors: [ParameterTensor] = []
    for (index, node) in nodes.enumerated() {
      let parameters = node.operation.parameters(channels: node.shape.channels)
      if parameters.isEmpty { continue }
      let layer = names.layer(of: index)
      for parameter in parameters {
        var shape = parameter.shape
        // A fully connected layer's weight may be stored as a 1x1 convolution's.
        if parameter.role == .weight, shape.count == 2, !layer.matrix { shape += [1, 1] }
        // A window over the whole map is a fully connected layer elsewhere: VGG's first.
        if parameter.role == .weight, shape.count == 4, layer.matrix {
          shape = [shape[0], shape.dropFirst().reduce(1, *)]
        }
        var tensor = ParameterTensor(
          name: layer.name(of: parameter.role, naming), shape: shape, role: parameter.role,
          node: index)
        if parameter.role == .weight { tensor.factor = layer.factor }
        if let naming { tensor.storeOutLast(naming.outLast, groups: layer.groups) }
        tensors.append(tensor)
      }
    }
    return tensors
  }

  /// The biases that layers before batch norms have in some files, although the norm's shift makes them
  /// superfluous: of every norm that can be folded and whose layer needs none. The node is the norm.
  package func biasesBeforeNorms(naming: TensorNaming?) -> [ParameterTensor] {
    let names = BlockNames(self, naming)
    return foldableNorms.sorted { $0.key < $1.key }.compactMap { norm, layer in
      let (operation, channels) = (nodes[layer].operation, nodes[layer].shape.channels)
      guard !operation.parameters(channels: channels).contains(where: { $0.role == .bias }) else {
        return nil
      }
      return ParameterTensor(
        name: names.layer(of: layer).name(of: .bias, naming), shape: [channels], role: .bias,
        node: norm)
    }
  }

  /// The module whose output is a block's, as the framework names it; the block's own name if the
  /// framework has none.
  package func moduleName(ofBlock block: Int, naming: TensorNaming?) -> String {
    BlockNames(self, naming).module(of: block)
  }
}
