import Architecture
import Kernels
import NetworkGraph
import WeightFiles

/// Runs a graph node by node with the plain kernels: what the engine is compared with.
///
/// It asks for each tensor of the weights when its node runs, and makes scalars of what is stored just
/// before they are multiplied, so that no more than one layer's weights need to be in memory.
struct Interpreter<Scalar: KernelScalar, Stored: Sendable> {
  /// Gives one tensor of a node, with so many scalars; nothing if there is none.
  typealias Weights =
    (_ node: Int, ParameterTensor.Role, _ count: Int) throws(NetworkError) -> [Stored]?

  let graph: Graph
  private let weights: Weights
  /// The scalars of a part of what is stored.
  private let scalars: (ArraySlice<Stored>) -> [Scalar]

  private init(
    graph: Graph, weights: @escaping Weights, scalars: @escaping (ArraySlice<Stored>) -> [Scalar]
  ) {
    (self.graph, self.weights, self.scalars) = (graph, weights, scalars)
  }

  /// The weights of a layer that become scalars at a time.
  private static var part: Int { 1 << 22 }

  /// Runs the network on one picture and gives its answers in the order of the graph's outputs.
  ///
  /// Tensors are freed after their last use. `observe` sees every node's result as it is made; it
  /// may replace it. Throws if the picture has another shape than the graph's input, if what
  /// `observe` leaves has another shape than the graph says, or if weights are absent.
  func run(
    _ picture: Tensor<Scalar>, kernels: some KernelSet = ReferenceKernelSet(),
    observe: (_ node: Int, _ result: inout Tensor<Scalar>) -> Void = { _, _ in }
  ) throws(NetworkError) -> [Tensor<Scalar>] {
    guard picture.shape == graph.input else {
      throw .picture(expected: graph.input, got: picture.shape)
    }
    var uses = graph.users.map { $0.count }
    var results: [Int: Tensor<Scalar>] = [:]
    for (index, node) in graph.nodes.enumerated() {
      var inputs = node.inputs.compactMap { results[$0] }
      for input in node.inputs {
        uses[input] -= 1
        if uses[input] == 0 { results[input] = nil }
      }
      var result = try execute(index, &inputs, picture, kernels)
      guard result.values.count == result.shape.count else {
        throw .size(expected: result.shape.count, got: result.values.count)
      }
      observe(index, &result)
      guard result.shape == graph.nodes[index].shape else {
        throw .shape(node: index, expected: graph.nodes[index].shape, got: result.shape)
      }
      results[index] = result
    }
    return graph.outputs.compactMap { results[$0.node] }
  }

  private func execute(
    _ index: Int, _ inputs: inout [Tensor<Scalar>], _ picture: Tensor<Scalar>,
    _ kernels: some KernelSet
  ) throws(NetworkError) -> Tensor<Scalar> {
    let shape = graph.nodes[index].shape
    switch graph.nodes[index].operation {
    case .input: return picture
    case .convolution(let convolution):
      return try self.convolution(index, inputs[0], convolution, kernels)
    case .transposedConvolution(let convolution):
      return ReferenceKernels.transposedConvolution(
        inputs[0], weights: try tensor(index, .weight, convolution.weightShape.reduce(1, *)),
        bias: try bias(index, convolution.hasBias, shape.channels), convolution, output: shape)
    case .channelConvolution(let kernel):
      return ReferenceKernels.channelConvolution(
        inputs[0], weights: try tensor(index, .weight, kernel))
    case .linear(let linear): return try self.linear(index, inputs[0], linear, kernels)
    case .batchNormalization(let epsilon, _):
      return ReferenceKernels.batchNormalization(
        inputs.removeFirst(), gamma: try tensor(index, .normWeight, shape.channels),
        beta: try tensor(index, .normBias, shape.channels),
        mean: try tensor(index, .normMean, shape.channels),
        variance: try tensor(index, .normVariance, shape.channels),
        epsilon: epsilon)
    case .activation(let activation):
      return ReferenceKernels.activation(inputs.removeFirst(), activation)
    case .parametricReLU:
      return ReferenceKernels.parametricReLU(
        inputs[0], slope: try tensor(index, .slope, shape.channels))
    case .scalarFunction(let function):
      return ReferenceKernels.scalarFunction(inputs.removeFirst(), function)
    case .pool(let pool): return ReferenceKernels.pool(inputs[0], pool, output: shape)
    case .globalPool: return ReferenceKernels.globalPool(inputs[0])
    case .l2Normalization(_, let epsilon):
      return ReferenceKernels.l2Normalization(
        inputs[0], scale: try tensor(index, .scale, shape.channels), epsilon: epsilon)
    case .normalization(_, let part, let epsilon):
      return ReferenceKernels.normalization(
        inputs[0], over: part, scale: try tensor(index, .normWeight, shape.channels),
        shift: try tensor(index, .normBias, shape.channels), epsilon: epsilon)
    case .softmax: return ReferenceKernels.softmax(inputs[0])
    case .logSoftmax: return ReferenceKernels.logSoftmax(inputs[0])
    case .add: return ReferenceKernels.add(inputs)
    case .multiply: return ReferenceKernels.multiply(inputs)
    case .concatenate: return ReferenceKernels.concatenate(inputs, output: shape)
    case .shuffle(let groups): return ReferenceKernels.shuffle(inputs[0], groups: groups)
    case .depthToSpace(let block):
      return ReferenceKernels.depthToSpace(inputs[0], block: block, output: shape)
    case .spaceToDepth(let block):
      return ReferenceKernels.spaceToDepth(inputs[0], block: block, output: shape)
    case .slice(let first, let count):
      return ReferenceKernels.slice(inputs[0], first: first, count: count)
    case .resize(let mode, _), .resizeTo(let mode, _):
      return ReferenceKernels.resize(inputs[0], bilinear: mode == .bilinear, output: shape)
    // In HWC both only read the same scalars as another shape, or one list after the other.
    case .flatten, .stack:
      return try reshaped(inputs.flatMap { $0.values }, shape)
    }
  }

  /// A convolution, some filters at a time if its weights are many: no sum depends on another filter's.
  private func convolution(
    _ index: Int, _ input: Tensor<Scalar>, _ convolution: Convolution, _ kernels: some KernelSet
  ) throws(NetworkError) -> Tensor<Scalar> {
    let (shape, filters) = (graph.nodes[index].shape, convolution.outputChannels)
    let weights = try stored(index, .weight, convolution.weightCount)
    let bias = try bias(index, convolution.hasBias, shape.channels)
    let depth = convolution.weightCount / max(filters, 1)
    let step = max(Self.part / max(depth, 1), 1)
    // A filter of a group sees its group's channels only; weights of groups are never so many.
    guard filters > step, convolution.groups == 1 else {
      return kernels.convolution(
        input, weights: scalars(weights[...]), bias: bias, convolution, output: shape)
    }
    var result = Tensor<Scalar>(shape: shape)
    var (part, partShape) = (convolution, shape)
    for start in stride(from: 0, to: filters, by: step) {
      let range = start..<min(start + step, filters)
      (part.outputChannels, partShape.channels) = (range.count, range.count)
      let partial = kernels.convolution(
        input, weights: scalars(weights[range.lowerBound * depth..<range.upperBound * depth]),
        bias: bias.map { Array($0[range]) }, part, output: partShape)
      guard partial.shape == partShape, partial.values.count == partShape.count else {
        return partial
      }
      for place in 0..<shape.places {
        let target = place * filters + start
        result.values.replaceSubrange(
          target..<target + range.count,
          with: partial.values[place * range.count..<(place + 1) * range.count])
      }
    }
    return result
  }

  /// A fully connected layer, some outputs at a time if its weights are many.
  private func linear(
    _ index: Int, _ input: Tensor<Scalar>, _ linear: Linear, _ kernels: some KernelSet
  ) throws(NetworkError) -> Tensor<Scalar> {
    let (depth, outputs) = (linear.inputChannels, linear.outputChannels)
    let weights = try stored(index, .weight, depth * outputs)
    let bias = try bias(index, linear.hasBias, outputs)
    let step = max(Self.part / max(depth, 1), 1)
    guard outputs > step else {
      return kernels.linear(input, weights: scalars(weights[...]), bias: bias, linear)
    }
    var values: [Scalar] = []
    var part = linear
    for start in stride(from: 0, to: outputs, by: step) {
      let range = start..<min(start + step, outputs)
      part.outputChannels = range.count
      values +=
        kernels.linear(
          input, weights: scalars(weights[range.lowerBound * depth..<range.upperBound * depth]),
          bias: bias.map { Array($0[range]) }, part
        ).values
    }
    return try reshaped(values, graph.nodes[index].shape)
  }

  private func tensor(
    _ node: Int, _ role: ParameterTensor.Role, _ count: Int
  ) throws(NetworkError) -> [Scalar] {
    scalars(try stored(node, role, count)[...])
  }

  private func stored(
    _ node: Int, _ role: ParameterTensor.Role, _ count: Int
  ) throws(NetworkError) -> [Stored] {
    guard let values = try weights(node, role, count) else { throw .noWeights(node: node) }
    guard values.count == count else {
      throw .size(expected: count, got: values.count)
    }
    return values
  }

  private func bias(_ node: Int, _ hasBias: Bool, _ count: Int) throws(NetworkError) -> [Scalar]? {
    hasBias ? try tensor(node, .bias, count) : nil
  }

  private func reshaped(_ values: [Scalar], _ shape: Shape) throws(NetworkError) -> Tensor<Scalar> {
    guard let tensor = Tensor(shape: shape, values: values) else {
      throw .size(expected: shape.count, got: values.count)
    }
    return tensor
  }
}

extension Interpreter where Stored == Scalar {
  /// An interpreter of a graph with weights from anywhere.
  init(_ graph: Graph, weights: @escaping Weights) {
    self.init(graph: graph, weights: weights) { Array($0) }
  }
}

extension Interpreter where Stored == Float {
  /// An interpreter of a graph with the weights of a source, of which `scalars` makes its own.
  private init(
    _ graph: Graph, _ source: some WeightSource, scalars: @escaping (ArraySlice<Float>) -> [Scalar]
  ) {
    self.init(
      graph: graph,
      weights: { node, role, _ throws(NetworkError) in
        do throws(CheckpointError) {
          return try source.values(node, role)
        } catch { throw .weights(error) }
      }, scalars: scalars)
  }
}

extension Interpreter<Float, Float> {
  /// An interpreter of a graph with the weights of a source.
  init(single graph: Graph, _ source: some WeightSource) {
    self.init(graph, source) { Array($0) }
  }
}

extension Interpreter<Double, Float> {
  /// An interpreter of a graph with the weights of a source, in double precision.
  init(double graph: Graph, _ source: some WeightSource) {
    self.init(graph, source) { $0.inDoublePrecision }
  }
}
