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

    /// Whether the tensor belongs to a batch norm.
    public var isNorm: Bool {
      switch self {
      case .weight, .bias: false
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
    let norm =
      naming?.norm
      ?? TensorNaming.Norm(
        weight: "weight", bias: "bias", mean: "running_mean", variance: "running_var")
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
        let prefix = names.layer(of: index).norm ?? "norm"
        let channels = [normChannels(of: node)]
        add(index, "\(prefix).\(norm.weight)", channels, .normWeight)
        add(index, "\(prefix).\(norm.bias)", channels, .normBias)
        add(index, "\(prefix).\(norm.mean)", channels, .normMean)
        add(index, "\(prefix).\(norm.variance)", channels, .normVariance)
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
    case .input, .batchNormalization, .activation, .pool, .globalPool, .softmax, .add, .multiply,
      .concatenate, .resize, .flatten, .stack:
      0
    }
  }
}

/// The templates of a naming, filled in for every block.
private struct BlockNames {
  private let graph: Graph
  private let naming: TensorNaming?
  /// Values of the variables that hold for a whole block.
  private var blockVariables: [[String: Int]] = []
  /// Layer and norm ordinals inside the block, by node.
  private var ordinals: [Int: (layer: Int, norm: Int)] = [:]
  private var expandingBlocks: Set<Int> = []

  init(_ graph: Graph, _ naming: TensorNaming?) {
    self.graph = graph
    self.naming = naming
    expandingBlocks = Set(
      graph.nodes.filter { $0.origin.role == .expand }.map(\.origin.block))
    numberBlocks()
    numberLayers()
  }

  private mutating func numberBlocks() {
    var index = 0
    var stage = -1
    var unit = 0
    var channels = -1
    for (number, block) in graph.blocks.enumerated() {
      var variables = ["row": graph.rows[block.row].number ?? 0]
      if block.kind.isFeature {
        variables["index"] = index
        index += 1
        if template(of: number)?.module?.contains("{stage}") ?? false {
          (stage, unit) = block.tableChannels == channels ? (stage, unit + 1) : (stage + 1, 0)
          channels = block.tableChannels
          variables["stage"] = stage
          variables["unit"] = unit
        }
      }
      blockVariables.append(variables)
    }
  }

  private mutating func numberLayers() {
    var layers: [Int: [Origin]] = [:]
    var norms: [Int: Int] = [:]
    for (index, node) in graph.nodes.enumerated() {
      let block = node.origin.block
      var origin = node.origin
      // A gate is one layer of its block.
      if [.squeezePool, .excite, .gate].contains(origin.role) { origin.role = .squeeze }
      if !(layers[block] ?? []).contains(origin) { layers[block, default: []].append(origin) }
      if case .batchNormalization = node.operation { norms[block, default: 0] += 1 }
      ordinals[index] = (
        layer: (layers[block]?.firstIndex(of: origin)) ?? 0, norm: norms[block] ?? 0
      )
    }
  }

  private func template(of block: Int) -> TensorNaming.Block? {
    guard let naming else { return nil }
    let value = graph.blocks[block]
    if let row = naming.rows[graph.rows[value.row].name] { return row }
    switch value.kind {
    case .convolution, .pointwise, .depthwise: return naming.blocks["convolution"]
    case .separable: return naming.blocks["separable"]
    case .invertedResidual:
      let plain = expandingBlocks.contains(block) ? nil : naming.blocks["separable"]
      return plain ?? naming.blocks["inverted-residual"]
    case .composite: return naming.blocks["composite"]
    case .input, .pool, .fullyConnected, .softmax, .join, .head: return nil
    }
  }

  func module(of block: Int) -> String {
    guard let module = template(of: block)?.module else { return graph.blocks[block].name }
    return fill(module, blockVariables[block])
  }

  func layer(of node: Int) -> TensorNaming.Layer {
    let origin = graph.nodes[node].origin
    guard let layer = template(of: origin.block)?.layers[origin.role.rawValue] else {
      let prefix = graph.layerName(of: node)
      return TensorNaming.Layer(weight: prefix, norm: prefix + ".norm", matrix: true)
    }
    var variables = blockVariables[origin.block]
    variables["layer"] = ordinals[node]?.layer
    variables["norm"] = ordinals[node]?.norm
    return TensorNaming.Layer(
      weight: fill(layer.weight, variables), norm: layer.norm.map { fill($0, variables) },
      matrix: layer.matrix)
  }

  /// Replaces `{name}` and `{name+1}` by numbers; what has no value stays as it is.
  private func fill(_ template: String, _ variables: [String: Int]) -> String {
    var result = ""
    var rest = Substring(template)
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      result += rest[..<open]
      let parts = rest[rest.index(after: open)..<close].split(separator: "+")
      let offset = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
      if let value = parts.first.flatMap({ variables[String($0)] }) {
        result += "\(value + offset)"
      } else {
        result += rest[open...close]
      }
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }
}

extension BlockKind {
  /// Whether the block makes a feature map of its own, which frameworks number and tests tap.
  public var isFeature: Bool {
    switch self {
    case .convolution, .depthwise, .pointwise, .separable, .invertedResidual, .composite: true
    case .input, .pool, .fullyConnected, .softmax, .join, .head: false
    }
  }
}
