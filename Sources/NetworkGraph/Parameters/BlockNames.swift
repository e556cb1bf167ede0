import Architecture

/// The templates of a naming, filled in for every block.
struct BlockNames {
  /// The names of one layer's tensors.
  struct Layer {
    /// The module of weight and bias.
    var weight: String
    /// The module of the norm's moving mean and variance.
    var norm: String
    /// The module of the norm's gamma and beta.
    var scale: String
    /// Whether a 1x1 weight is stored as a matrix.
    var matrix: Bool
    /// The groups of a depthwise convolution.
    var groups: Int?
    /// The whole name of the layer's only tensor, where a framework has it in no module of its own.
    var tensor: String?
    /// What the weight is multiplied by.
    var factor: Float = 1

    /// The whole name of one of the layer's tensors.
    func name(of role: ParameterTensor.Role, _ naming: TensorNaming?) -> String {
      let separator = naming?.separator ?? "."
      let (parts, norms) = (naming?.layer ?? .standard, naming?.norm ?? .standard)
      func joined(_ parts: String...) -> String { parts.joined(separator: separator) }
      return switch role {
      case .weight: joined(weight, groups != nil ? parts.depthwise : parts.weight)
      case .bias: joined(weight, parts.bias)
      case .normWeight: joined(scale, norms.weight)
      case .normBias: joined(scale, norms.bias)
      case .normMean: joined(norm, norms.mean)
      case .normVariance: joined(norm, norms.variance)
      case .scale: tensor ?? joined(weight, parts.weight)
      case .slope: joined(weight, "prelu", parts.weight)
      }
    }
  }

  private let graph: Graph
  private let naming: TensorNaming?
  /// What holds for a whole block.
  private var blockValues: [NameTemplate.Values] = []
  /// The templates of blocks.
  private var templates: [TensorNaming.Block?] = []
  /// Layer and norm ordinals inside the block, by node.
  private var ordinals: [(layer: Int, norm: Int)] = []
  /// How many earlier layers of the network have weights of the same kind, and how many earlier norms
  /// there are, by node.
  private var counts: [(alike: Int, norms: Int)] = []
  /// Blocks with an inverted residual, and those among them that widen their input.
  private var invertedBlocks: Set<Int> = []
  private var expandingBlocks: Set<Int> = []

  init(_ graph: Graph, _ naming: TensorNaming?) {
    self.graph = graph
    self.naming = naming
    func blocks(of role: Role) -> Set<Int> {
      Set(graph.nodes.filter { $0.origin.role == role }.map { $0.origin.block })
    }
    invertedBlocks = blocks(of: .project)
    expandingBlocks = blocks(of: .expand)
    templates = graph.blocks.indices.map { chosenTemplate(of: $0) }
    numberBlocks()
    numberLayers()
    countLayers()
  }

  private mutating func numberBlocks() {
    var index = 0
    var stage = -1
    var unit = 0
    var channels = -1
    var operators: [String: Int] = [:]
    let afterLast = (graph.rows.compactMap { $0.number }.max() ?? 0) + 1
    for (number, block) in graph.blocks.enumerated() {
      let row = graph.rows[block.row]
      let ordinal = operators[row.operatorText, default: 0]
      operators[row.operatorText] = ordinal + 1
      var values = NameTemplate.Values()
      (values.row, values.ordinal) = (row.number ?? afterLast, ordinal)
      values.out = graph.nodes[block.result].shape.channels
      (values.name, values.prefix) = (row.name, naming?.prefix ?? "")
      values.repeat = row.repeats > 1 ? ".\(block.repetition - 1)" : ""
      if block.kind.isFeature {
        values.index = index
        index += 1
        if template(of: number)?.module?.uses(.stage) ?? false {
          (stage, unit) = block.tableChannels == channels ? (stage, unit + 1) : (stage + 1, 0)
          channels = block.tableChannels
          (values.stage, values.unit) = (stage, unit)
        }
      }
      if let place = block.headPlace {
        values.map = place.map
        values.source = module(of: place.source)
      }
      blockValues.append(values)
    }
  }

  private mutating func numberLayers() {
    let count = (graph.nodes.map { $0.origin.block }.max() ?? 0) + 1
    var layers = [[Origin]](repeating: [], count: count)
    var norms = [Int](repeating: 0, count: count)
    ordinals.reserveCapacity(graph.nodes.count)
    for node in graph.nodes {
      let block = node.origin.block
      var origin = node.origin
      // A gate is one layer of its block.
      if origin.role.isInGate { origin.role = .squeeze }
      let known = layers[block].firstIndex(of: origin)
      if known == nil { layers[block].append(origin) }
      if node.operation.normEpsilon != nil { norms[block] += 1 }
      ordinals.append((layer: known ?? layers[block].count - 1, norm: norms[block]))
    }
  }

  /// Kinds of weights that a framework may number by themselves.
  private enum Weights { case convolution, depthwise, matrix }

  private mutating func countLayers() {
    var found: [Weights: Int] = [:]
    var norms = 0
    counts.reserveCapacity(graph.nodes.count)
    for (index, node) in graph.nodes.enumerated() {
      let weights = weights(of: index)
      counts.append((weights.map { found[$0, default: 0] } ?? 0, norms))
      if let weights { found[weights, default: 0] += 1 }
      if node.operation.normEpsilon != nil { norms += 1 }
    }
  }

  private func weights(of node: Int) -> Weights? {
    switch graph.nodes[node].operation {
    case .convolution(let convolution): convolution.isDepthwise ? .depthwise : .convolution
    case .linear: isMatrix(node) ? .matrix : .convolution
    default: nil
    }
  }

  private func template(of block: Int) -> TensorNaming.Block? { templates[block] }

  private func chosenTemplate(of block: Int) -> TensorNaming.Block? {
    guard let naming else { return nil }
    let value = graph.blocks[block]
    let row = graph.rows[value.row]
    if let exception = naming.rows[row.name] { return exception }
    switch value.kind {
    case .convolution, .pointwise, .depthwise: return naming.blocks["convolution"]
    case .separable: return naming.blocks["separable"]
    case .invertedResidual: return invertedTemplate(of: block, naming)
    case .composite:
      if let own = compositeName(row).flatMap({ naming.blocks[$0] }) { return own }
      let inverted =
        invertedBlocks.contains(block) ? invertedTemplate(of: block, naming) : nil
      return inverted ?? naming.blocks["composite"]
    case .head: return value.headPlace.flatMap { naming.heads[$0.branch] }
    case .normalization: return naming.blocks["normalization"]
    case .input, .pool, .fullyConnected, .softmax, .join: return nil
    }
  }

  /// An inverted residual that does not widen its input has the layers of a separable block.
  private func invertedTemplate(of block: Int, _ naming: TensorNaming) -> TensorNaming.Block? {
    let plain = expandingBlocks.contains(block) ? nil : naming.blocks["separable"]
    return plain ?? naming.blocks["inverted-residual"]
  }

  /// The name of the composite block that a row asks for.
  private func compositeName(_ row: Graph.Row) -> String? {
    guard let index = row.specRow, case .block(let block) = graph.spec.rows[index].operation else {
      return nil
    }
    return block.name
  }

  /// The module whose output is the block's.
  func module(of block: Int) -> String {
    guard let module = template(of: block)?.module else { return graph.blocks[block].name }
    return module.filled(blockValues[block])
  }

  /// A node's template: by its path in the block if the naming has such an exception, or by its role.
  private func layerTemplate(of node: Int) -> TensorNaming.Layer? {
    let origin = graph.nodes[node].origin
    let layers = template(of: origin.block)?.layers
    // A gate's template is for fully connected layers.
    if case .channelConvolution = graph.nodes[node].operation, origin.role.isInGate { return nil }
    return layers?[origin.path.joined(separator: ".")] ?? layers?[origin.role.rawValue]
  }

  /// The groups of a depthwise convolution; nothing for other nodes.
  private func depthwiseGroups(_ node: Int) -> Int? {
    guard case .convolution(let convolution) = graph.nodes[node].operation else { return nil }
    return convolution.isDepthwise ? convolution.groups : nil
  }

  /// Whether a fully connected layer's weight is stored as a matrix, and not as a 1x1 convolution's.
  func isMatrix(_ node: Int) -> Bool { layerTemplate(of: node)?.matrix ?? true }

  /// The names of a node's tensors: by its template, or made from block and role if it has none.
  func layer(of node: Int) -> Layer {
    guard let layer = layerTemplate(of: node) else {
      let name = graph.layerName(of: node)
      return Layer(
        weight: name, norm: name + ".norm", scale: name + ".norm",
        matrix: graph.nodes[node].operation.kind == .fullyConnected)
    }
    let origin = graph.nodes[node].origin
    var values = blockValues[origin.block]
    values.channels = graph.nodes[node].shape.channels
    (values.layer, values.norm) = ordinals[node]
    (values.alike, values.norms) = counts[node]
    values.path = origin.path.joined(separator: ".")
    // The halves of a separable block are rows of their own.
    values.name = graph.rows[origin.row].name
    let weight = layer.weight.filled(values)
    let norm = layer.norm?.filled(values) ?? weight + ".norm"
    return Layer(
      weight: weight, norm: norm, scale: layer.scale?.filled(values) ?? norm,
      matrix: layer.matrix, groups: depthwiseGroups(node), tensor: layer.tensor?.filled(values),
      factor: layer.factor)
  }
}
