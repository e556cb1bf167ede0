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

    /// Whether the tensor belongs to a batch norm.
    public var isNorm: Bool {
      switch self {
      case .weight, .bias, .scale: false
      case .normWeight, .normBias, .normMean, .normVariance: true
      }
    }
  }

  /// The full name.
  public var name: String
  /// The shape in checkpoints.
  public var shape: [Int]
  /// What it is to its node.
  public var role: Role
  /// The node.
  public var node: Int

  /// Scalars in the tensor.
  public var count: Int { shape.reduce(1, *) }
}

extension Graph {
  /// All tensors that the network needs, in the order of the nodes, under a framework's names; under
  /// names made from rows and roles where the framework has none.
  public func parameterTensors(naming: TensorNaming?) -> [ParameterTensor] {
    let names = BlockNames(self, naming)
    let norm = naming?.norm ?? .standard
    var tensors: [ParameterTensor] = []
    func add(_ node: Int, _ name: String, _ shape: [Int], _ role: ParameterTensor.Role) {
      tensors.append(ParameterTensor(name: name, shape: shape, role: role, node: node))
    }
    for (index, node) in nodes.enumerated() {
      switch node.operation {
      case .convolution(let convolution):
        let layer = names.layer(of: index)
        add(index, layer.weight + ".weight", convolution.weightShape, .weight)
        if convolution.hasBias {
          add(index, layer.weight + ".bias", [convolution.outputChannels], .bias)
        }
      case .linear(let linear):
        let layer = names.layer(of: index)
        let matrix = [linear.outputChannels, linear.inputChannels]
        add(index, layer.weight + ".weight", layer.matrix ? matrix : matrix + [1, 1], .weight)
        if linear.hasBias { add(index, layer.weight + ".bias", [linear.outputChannels], .bias) }
      case .batchNormalization:
        let layer = names.layer(of: index)
        let channels = [normChannels(of: node)]
        add(index, "\(layer.scale).\(norm.weight)", channels, .normWeight)
        add(index, "\(layer.scale).\(norm.bias)", channels, .normBias)
        add(index, "\(layer.norm).\(norm.mean)", channels, .normMean)
        add(index, "\(layer.norm).\(norm.variance)", channels, .normVariance)
      case .l2Normalization(let channels, _):
        let layer = names.layer(of: index)
        add(index, layer.tensor ?? layer.weight + ".weight", [channels], .scale)
      case .input, .activation, .pool, .globalPool, .softmax, .add, .multiply, .concatenate,
        .resize, .flatten, .stack:
        break
      }
    }
    return tensors
  }

  /// The module whose output is a block's, as the framework names it; the block's own name if the
  /// framework has none.
  public func moduleName(ofBlock block: Int, naming: TensorNaming?) -> String {
    BlockNames(self, naming).module(of: block)
  }

  /// A node's layer by its block and role, whatever frameworks call it: `bneck4.expand`.
  public func layerName(of node: Int) -> String {
    let origin = nodes[node].origin
    return ([blocks[origin.block].name] + origin.path + [origin.role.rawValue])
      .joined(separator: ".")
  }

  private func normChannels(of node: Node) -> Int {
    switch nodes[node.inputs[0]].operation {
    case .convolution(let convolution): convolution.outputChannels
    case .linear(let linear): linear.outputChannels
    case .input, .batchNormalization, .activation, .pool, .globalPool, .l2Normalization, .softmax,
      .add, .multiply, .concatenate, .resize, .flatten, .stack:
      0
    }
  }
}

extension BlockKind {
  /// Whether the block makes a feature map of its own, which frameworks number and tests tap.
  public var isFeature: Bool {
    switch self {
    case .convolution, .depthwise, .pointwise, .separable, .invertedResidual, .composite: true
    case .input, .pool, .fullyConnected, .normalization, .softmax, .join, .head: false
    }
  }
}
