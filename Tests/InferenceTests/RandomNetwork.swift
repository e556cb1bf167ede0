import Architecture
import Inference
import Kernels
@testable import NetworkGraph
import TestSupport

/// A small random network of every operation: windows of any kind, channels that fill no vector,
/// gates, sums, results that are used twice or by nobody, several answers.
struct RandomNetwork {
  /// The graph with weights that keep its numbers around 1.
  let network: Network<Float>
  /// The picture.
  let picture: Tensor<Float>

  /// The network of a seed; a large one has maps that are worth handing on in bands.
  init(seed: UInt64, isLarge: Bool = false) throws {
    var builder = NetworkBuilder(seed: seed, isLarge: isLarge)
    builder.grow()
    network = try builder.network()
    picture = Tensor.seededPicture(network.graph.input)
  }
}

/// A network that is built node by node.
struct NetworkBuilder {
  private var random: SeededGenerator
  private let isLarge: Bool
  private(set) var nodes: [Node] = []
  private var shapes: [Shape] { nodes.map { $0.shape } }
  private var weights: [Int: [ParameterTensor.Role: [Float]]] = [:]
  /// Nodes that end a block.
  var blockResults: [Int] = []
  /// Nodes that are answers.
  var outputs: [Int] = []

  /// A builder with a picture of a size by chance.
  init(seed: UInt64, isLarge: Bool) {
    random = SeededGenerator(seed: seed)
    self.isLarge = isLarge
    let extents = isLarge ? 56...80 : 5...24
    let channels = [1, 2, 3, 3, 3, 4, 8, 13].randomElement(using: &random) ?? 3
    add(
      .input(
        Shape(
          height: .random(in: extents, using: &random),
          width: .random(in: extents, using: &random), channels: channels)), [])
  }

  /// A builder with a picture of a size.
  init(picture: Shape) {
    random = SeededGenerator(seed: 0)
    isLarge = true
    add(.input(picture), [])
  }

  /// The network.
  func network() throws -> Network<Float> {
    var graph = try graph("mobilenet-v3-small", resolution: 32)
    graph.nodes = nodes
    // The only part whose strides may step over a single place.
    graph.rows[0].part = .extras
    graph.blocks = blockResults.map {
      Graph.Block(
        name: "block", kind: .convolution, row: 0, repetition: 1, result: $0, tableChannels: 0)
    }
    graph.outputs = outputs.map { Graph.Output(name: "output", node: $0) }
    return Network(graph: try graph.inferringShapes(), weights: NetworkWeights(values: weights))
  }

  /// Adds a node with its weights, if it fits its inputs and is not too large.
  @discardableResult mutating func add(_ operation: Operation, _ inputs: [Int]) -> Int? {
    guard let shape = try? operation.outputShape(inputs.map { shapes[$0] }),
      shape.count <= (isLarge ? 600_000 : 60_000)
    else { return nil }
    let node = nodes.count
    if let layer = operation.layer {
      guard layer.weightCount * shape.places <= 20_000_000 else { return nil }
    }
    for parameter in operation.parameters(channels: shape.channels) {
      let name = "\(inputs) \(node) \(parameter.role)"
      weights[node, default: [:]][parameter.role] = SeededNumbers.values(
        of: ParameterTensor(
          name: name, shape: parameter.shape, role: parameter.role, node: node))
    }
    let origin = Origin(
      row: 0, repetition: 1, block: 0, path: ["\(node)"], role: .convolution)
    nodes.append(Node(operation: operation, inputs: inputs, origin: origin, shape: shape))
    return node
  }

  /// Adds a node that takes what came last.
  mutating func append(_ operation: Operation) { add(operation, [nodes.count - 1]) }

  // MARK: - By chance

  private mutating func chance(_ percent: Int) -> Bool {
    Int.random(in: 0..<100, using: &random) < percent
  }

  private mutating func one<T>(of choices: [T]) -> T {
    choices[Int.random(in: 0..<choices.count, using: &random)]
  }

  /// Mostly what came last.
  private mutating func source() -> Int {
    chance(70) ? nodes.count - 1 : .random(in: 0..<nodes.count, using: &random)
  }

  private mutating func channels() -> Int {
    chance(50) ? 8 * .random(in: 1...5, using: &random) : .random(in: 1...41, using: &random)
  }

  /// Mostly the same for both axes.
  private mutating func perAxis(_ choices: [Int]) -> PerAxis<Int> {
    chance(70)
      ? PerAxis(one(of: choices)) : PerAxis(height: one(of: choices), width: one(of: choices))
  }

  private mutating func padding() -> Padding {
    one(of: [
      .symmetric, .symmetric, .same, .same, .valid, .explicit(.random(in: 0...3, using: &random)),
    ])
  }

  /// Parts until the network is long enough; then its answers.
  mutating func grow() {
    let length = Int.random(in: 4...12, using: &random)
    for _ in 0..<length {
      addPart()
      if chance(30) { blockResults.append(nodes.count - 1) }
    }
    // A large network has at least one block in whose middle maps are large.
    if isLarge { addInvertedResidual(0) }
    if chance(50) { addHead() }
    outputs = [nodes.count - 1]
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      let node = Int.random(in: 0..<nodes.count, using: &random)
      if !outputs.contains(node) { outputs.append(node) }
    }
    blockResults = Set(blockResults).sorted()
  }

  private mutating func addPart() {
    let source = source()
    let shape = shapes[source]
    switch Int.random(in: 0..<23, using: &random) {
    case 0, 1, 2: addConvolution(source)
    case 3, 4: addDepthwise(source)
    case 5, 6, 7: addInvertedResidual(source)
    case 8:
      let pool = Pool(
        kind: one(of: [.average, .maximum]), kernel: perAxis([1, 2, 3, 4]),
        stride: perAxis([1, 2, 3]), padding: padding(), ceiling: chance(30))
      add(.pool(pool), [source])
    case 9: add(.activation(one(of: Activation.allCases)), [source])
    case 10, 11: addJoin(source, shape)
    case 12:
      let mode = one(of: [ResizeRow.Mode.nearest, .bilinear])
      if chance(30) {
        add(
          .resizeTo(mode, Resolution(height: one(of: [1, 3, 8, 13]), width: one(of: [2, 5, 9]))),
          [source])
      } else if chance(50) {
        add(.resize(mode, factor: 2), [source])
      } else {
        add(.resize(mode, factor: nil), [source, .random(in: 0..<nodes.count, using: &random)])
      }
    case 13:
      let length = Operation.l2Normalization(channels: shape.channels, epsilon: 1e-3)
      add(chance(50) ? length : .batchNormalization(epsilon: 1e-3), [source])
    case 14: _ = gate(source).flatMap { add(.multiply, [source, $0]) }
    case 15:
      let groups = (1...shape.channels).filter { shape.channels % $0 == 0 }
      add(.shuffle(groups: one(of: groups)), [source])
    case 16:
      let first = Int.random(in: 0..<shape.channels, using: &random)
      let count = Int.random(in: 1...shape.channels - first, using: &random)
      add(.slice(first: first, count: count), [source])
    case 17:
      let functions: [ScalarFunction] = [
        .affine(factor: 0.5, summand: -0.25), .clip(low: -0.5, high: .infinity),
        .leakyRelu(slope: 0.01), .elu(scale: 1), .tanh, .erf, .mish, .softplus, .absolute,
      ]
      add(
        chance(50)
          ? .parametricReLU(channels: shape.channels) : .scalarFunction(one(of: functions)),
        [source])
    case 18:
      let groups =
        chance(70) ? 1 : one(of: (1...shape.channels).filter { shape.channels % $0 == 0 })
      _ = follow(
        add(
          .transposedConvolution(
            TransposedConvolution(
              kernel: perAxis([1, 2, 3, 4]), inputChannels: shape.channels,
              outputChannels: groups == 1 ? channels() : groups, stride: perAxis([1, 2, 3]),
              padding: one(of: [0, 0, 1]), extra: perAxis([0, 0, 0, 1, -1]), groups: groups,
              hasBias: chance(50))), [source]))
    case 19:
      _ = add(.globalPool, [source])
        .flatMap { add(.channelConvolution(kernel: one(of: [1, 3, 5])), [$0]) }
        .flatMap { add(.activation(.sigmoid), [$0]) }
        .flatMap { add(.multiply, [source, $0]) }
    case 20:
      let groups = (1...shape.channels).filter { shape.channels % $0 == 0 }
      add(
        .normalization(
          channels: shape.channels, over: chance(50) ? .place : .map(groups: one(of: groups)),
          epsilon: 1e-3), [source])
    case 21:
      let block = one(of: [2, 3])
      add(.spaceToDepth(block: block), [source])
      add(.depthToSpace(block: block), [source])
    default: add(chance(50) ? .softmax : .logSoftmax, [source])
    }
  }

  private mutating func follow(_ node: Int?) -> Int? {
    guard var node else { return nil }
    if chance(70) { node = add(.batchNormalization(epsilon: 1e-5), [node]) ?? node }
    if chance(70) { node = add(.activation(one(of: Activation.allCases)), [node]) ?? node }
    return node
  }

  private mutating func addConvolution(_ source: Int) {
    let inputs = shapes[source].channels
    let groups = chance(70) ? 1 : one(of: (1...inputs).filter { inputs % $0 == 0 })
    let convolution = Convolution(
      kernel: perAxis([1, 1, 2, 3, 3, 3, 4, 5, 7]), inputChannels: inputs,
      outputChannels: groups == 1 ? channels() : groups * .random(in: 1...3, using: &random),
      stride: perAxis([1, 1, 1, 2, 2, 3]), dilation: one(of: [1, 1, 1, 2]), padding: padding(),
      groups: groups, hasBias: chance(50))
    let result = follow(add(.convolution(convolution), [source]))
    if let result, shapes[result] == shapes[source], chance(60) {
      add(.add, chance(50) ? [result, source] : [source, result])
    }
  }

  private func depthwise(
    _ source: Int, _ kernel: PerAxis<Int>, _ stride: PerAxis<Int>, _ padding: Padding,
    dilation: Int = 1
  ) -> Operation {
    let channels = shapes[source].channels
    return .convolution(
      Convolution(
        kernel: kernel, inputChannels: channels, outputChannels: channels, stride: stride,
        dilation: dilation, padding: padding, groups: channels, hasBias: kernel.area > 9))
  }

  private mutating func addDepthwise(_ source: Int) {
    _ = follow(
      add(
        depthwise(
          source, perAxis([1, 2, 3, 3, 5, 7]), perAxis([1, 1, 2, 3]), padding(),
          dilation: one(of: [1, 1, 2, 3, 4])), [source]))
  }

  /// Expansion, depthwise, gate, projection, sum, each only perhaps.
  private mutating func addInvertedResidual(_ source: Int) {
    var node = source
    if chance(80) {
      let convolution = Convolution(
        kernel: 1, inputChannels: shapes[source].channels,
        outputChannels: isLarge ? 8 * .random(in: 4...8, using: &random) : channels(),
        padding: padding(), hasBias: chance(30))
      node = follow(add(.convolution(convolution), [source])) ?? node
    }
    let padding = one(of: [Padding.symmetric, .symmetric, .same, .same, .valid])
    node =
      follow(add(depthwise(node, one(of: [3, 3, 5]), one(of: [1, 1, 2]), padding), [node])) ?? node
    if chance(40), let gate = gate(node) { node = add(.multiply, [node, gate]) ?? node }
    let projection = Convolution(
      kernel: 1, inputChannels: shapes[node].channels,
      outputChannels: chance(50) ? shapes[source].channels : channels(),
      padding: one(of: [.symmetric, .valid, .same, .explicit(0), .explicit(1)]),
      hasBias: chance(30))
    node = follow(add(.convolution(projection), [node])) ?? node
    if node != source, shapes[node] == shapes[source] {
      add(.add, chance(50) ? [node, source] : [source, node])
    }
  }

  /// Mean, layer, activation, layer, activation.
  private mutating func gate(_ source: Int) -> Int? {
    let inputs = shapes[source].channels
    let squeezed = max(inputs / 4, 1)
    return add(.globalPool, [source])
      .flatMap {
        add(.linear(Linear(inputChannels: inputs, outputChannels: squeezed)), [$0])
      }
      .flatMap { add(.activation(.relu), [$0]) }
      .flatMap {
        add(.linear(Linear(inputChannels: squeezed, outputChannels: inputs)), [$0])
      }
      .flatMap {
        add(.activation(one(of: [.hardSigmoid, .sigmoid, .hardSigmoidFifth])), [$0])
      }
  }

  private mutating func addJoin(_ source: Int, _ shape: Shape) {
    let equal = shapes.indices.filter { shapes[$0] == shape }
    let ofSize = shapes.indices.filter {
      (shapes[$0].height, shapes[$0].width) == (shape.height, shape.width)
    }
    let vectors = shapes.indices.filter {
      shapes[$0].isVector && shapes[$0].channels == shape.channels
    }
    let others = (0..<Int.random(in: 1...2, using: &random)).map { _ in one(of: equal + vectors) }
    switch Int.random(in: 0..<3, using: &random) {
    case 0: add(.add, [source] + others)
    case 1: add(.multiply, [source] + others)
    default: add(.concatenate, [source, one(of: ofSize), one(of: ofSize)])
    }
  }

  /// A classifier, or the answers of some maps as one list.
  private mutating func addHead() {
    let source = nodes.count - 1
    if chance(50) {
      let inputs = shapes[source].channels
      let scores = add(.globalPool, [source])
        .flatMap { add(.linear(Linear(inputChannels: inputs, outputChannels: 19)), [$0]) }
      if let scores, chance(50) { add(.softmax, [scores]) }
      return
    }
    let values = Int.random(in: 1...6, using: &random)
    let lists = [source, .random(in: 0..<nodes.count, using: &random)].compactMap { source in
      add(
        .convolution(
          Convolution(
            kernel: 1, inputChannels: shapes[source].channels, outputChannels: 3 * values,
            hasBias: true)), [source]
      )
      .flatMap { add(.flatten(values: values), [$0]) }
    }
    add(.stack, lists)
  }
}
