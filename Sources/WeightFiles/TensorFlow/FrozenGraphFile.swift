/// TensorFlow's frozen graph: a protocol buffer of the operations of a network, whose weights are
/// constants among them.
///
/// A constant is a tensor here if a layer takes it for its weights, its bias or its norm; sizes,
/// thresholds and whatever else a graph computes with are not. Tensors keep their names, but for the
/// biases that TensorFlow's tools make of norms, and have
/// their dimensions in the order of all other formats, which is known from the layer that takes them.
enum FrozenGraphFile {
  /// What a layer takes a constant for.
  enum Use {
    /// The weights of a convolution: height x width x in x out.
    case convolution
    /// Those of a depthwise one: height x width x in x multiplier.
    case depthwise
    /// Those of a fully connected layer: in x out.
    case matrix
    /// The same, out x in.
    case transposedMatrix
    /// One number for each channel.
    case vector
    /// The same, or one number for all channels, which is no weight: an operand of the arithmetic of which
    /// a norm consists in older graphs.
    case operand
  }

  /// Reads where the tensors are, in the order of the file.
  static func tensors(_ source: CheckedBytes) throws(CheckpointError) -> [Checkpoint.Entry] {
    let nodes = try nodes(source)
    let (uses, biases) = try uses(nodes)
    var entries: [Checkpoint.Entry] = []
    var unpacked = 0
    for node in nodes {
      guard let constant = node.constant, let use = uses[node.name] else { continue }
      if use == .operand, constant.isSingle { continue }
      let name = biases[node.name] ?? node.name
      let (element, layout, start): (ElementType, TensorLayout, Int?)
      do throws(TensorProblem) {
        (element, layout, start) = try constant.place(for: use)
      } catch {
        throw .tensor(name: name, error)
      }
      if let start {
        entries.append((name, StoredTensor(element, layout, storageStart: start)))
        continue
      }
      // A few numbers may stand for many: not for more than the file has bytes.
      guard layout.count <= source.count - unpacked else {
        throw .tooManyElements(limit: source.count)
      }
      unpacked += layout.count
      let values = try constant.unpacked(element, count: layout.count, source)
      entries.append((name, StoredTensor(element, layout, values)))
    }
    return entries
  }

  /// What each constant that a layer takes is taken for, by its name, and the names of those that are
  /// biases made of norms. The first use counts.
  private static func uses(
    _ nodes: [Node]
  ) throws(CheckpointError) -> (uses: [String: Use], biases: [String: String]) {
    var layers: [String: Node] = [:]
    var names: Set<String> = []
    var copies: [String: String] = [:]
    for node in nodes {
      guard names.insert(node.name).inserted else { throw .duplicateName(node.name) }
      if node.operation == "Identity" { copies[node.name] = node.inputs.first }
      if node.isConvolution { layers[node.name] = node }
    }
    /// What an operation copies.
    func original(_ name: String) -> String {
      var name = name
      // A copy of a copy; more of them than this only a circle has.
      for _ in 0..<16 {
        guard let next = copies[name] else { break }
        name = next
      }
      return name
    }
    var uses: [String: Use] = [:]
    var biases: [String: String] = [:]
    for node in nodes {
      for (input, use) in zip(node.inputs, node.uses) {
        guard let use else { continue }
        let name = original(input)
        if uses[name] == nil { uses[name] = use }
        guard node.operation == "BiasAdd", name.hasSuffix("_bn_offset"),
          let layer = layers[node.inputs[0]], layer.inputs.count > 1
        else { continue }
        let bias = biasName(beside: original(layer.inputs[1]))
        guard names.insert(bias).inserted else { throw .duplicateName(bias) }
        biases[name] = bias
      }
    }
    return (uses, biases)
  }

  /// The name of a bias in the scope of a layer's weights: `SCOPE/biases` beside `SCOPE/weights`. What merges
  /// norms into layers calls it after the operation, which the layer's scope cannot be told from.
  private static func biasName(beside weights: String) -> String {
    let parts = weights.split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast().map { $0 + "/" }.joined() + "biases"
  }
}

extension FrozenGraphFile.Use {
  /// Where the elements of a tensor of the shape `shape`, stored in row-major order, are in the order
  /// of all other formats.
  func layout(_ shape: [Int]) throws(TensorProblem) -> TensorLayout {
    let stored = try TensorLayout(rowMajor: shape)
    func require(_ dimensions: Int) throws(TensorProblem) {
      guard shape.count == dimensions else {
        throw .dimensions(shape, expected: dimensions)
      }
    }
    let order: [Int]
    switch self {
    case .vector, .operand:
      guard shape.count == 1 else { throw .notVector(shape) }
      return stored
    case .transposedMatrix:
      try require(2)
      return stored
    case .matrix:
      try require(2)
      order = [1, 0]
    case .convolution:
      try require(4)
      order = [3, 2, 0, 1]
    case .depthwise:
      try require(4)
      guard stored.count > 0 else { return stored }
      // Filters are in x multiplier, and see one channel each.
      let filters = shape[2] * shape[3]
      return try TensorLayout(
        offset: 0, shape: [filters, 1, shape[0], shape[1]],
        strides: [1, 1, shape[1] * filters, filters], storageCount: stored.count)
    }
    return try TensorLayout(
      offset: 0, shape: order.map { shape[$0] }, strides: order.map { stored.strides[$0] },
      storageCount: stored.count)
  }
}
