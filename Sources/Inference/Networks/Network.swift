import Architecture
import Kernels
import NetworkGraph

/// A graph with its weights: what can run.
package struct Network<Scalar: KernelScalar>: Sendable {
  /// The graph.
  package var graph: Graph
  /// The weights of its nodes.
  package var weights: NetworkWeights<Scalar>

  /// A network from its parts.
  package init(graph: Graph, weights: NetworkWeights<Scalar>) {
    self.graph = graph
    self.weights = weights
  }

  /// Runs the network on one picture and gives its answers in the order of the graph's outputs.
  ///
  /// Tensors are freed after their last use. `observe` sees every node's result as it is made; it
  /// may replace it. Throws if the picture has another shape than the graph's input, if what
  /// `observe` leaves has another shape than the graph says, or if weights are absent.
  package func run(
    _ picture: Tensor<Scalar>, kernels: some KernelSet = ReferenceKernelSet(),
    observe: (_ node: Int, _ result: inout Tensor<Scalar>) -> Void = { _, _ in }
  ) throws(NetworkError) -> [Tensor<Scalar>] {
    guard picture.shape == graph.input else {
      throw .picture(expected: graph.input, got: picture.shape)
    }
    var uses = graph.users.map { $0.count }
    var results: [Int: Tensor<Scalar>] = [:]
    for (index, node) in graph.nodes.enumerated() {
      let inputs = node.inputs.compactMap { results[$0] }
      for input in node.inputs {
        uses[input] -= 1
        if uses[input] == 0 { results[input] = nil }
      }
      var result = try execute(index, inputs, picture, kernels)
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
    _ index: Int, _ inputs: [Tensor<Scalar>], _ picture: Tensor<Scalar>, _ kernels: some KernelSet
  ) throws(NetworkError) -> Tensor<Scalar> {
    let shape = graph.nodes[index].shape
    switch graph.nodes[index].operation {
    case .input: return picture
    case .convolution(let convolution):
      return kernels.convolution(
        inputs[0], weights: try tensor(index, .weight, convolution.weightCount),
        bias: try bias(index, convolution.hasBias, shape.channels), convolution,
        output: shape)
    case .transposedConvolution(let convolution):
      return ReferenceKernels.transposedConvolution(
        inputs[0], weights: try tensor(index, .weight, convolution.weightShape.reduce(1, *)),
        bias: try bias(index, convolution.hasBias, shape.channels), convolution, output: shape)
    case .channelConvolution(let kernel):
      return ReferenceKernels.channelConvolution(
        inputs[0], weights: try tensor(index, .weight, kernel))
    case .linear(let linear):
      return kernels.linear(
        inputs[0],
        weights: try tensor(index, .weight, linear.inputChannels * linear.outputChannels),
        bias: try bias(index, linear.hasBias, shape.channels), linear)
    case .batchNormalization(let epsilon):
      return ReferenceKernels.batchNormalization(
        inputs[0], gamma: try tensor(index, .normWeight, shape.channels),
        beta: try tensor(index, .normBias, shape.channels),
        mean: try tensor(index, .normMean, shape.channels),
        variance: try tensor(index, .normVariance, shape.channels),
        epsilon: epsilon)
    case .activation(let activation):
      return ReferenceKernels.activation(inputs[0], activation)
    case .parametricReLU:
      return ReferenceKernels.parametricReLU(
        inputs[0], slope: try tensor(index, .slope, shape.channels))
    case .pool(let pool): return ReferenceKernels.pool(inputs[0], pool, output: shape)
    case .globalPool: return ReferenceKernels.globalPool(inputs[0])
    case .l2Normalization(_, let epsilon):
      return ReferenceKernels.l2Normalization(
        inputs[0], scale: try tensor(index, .scale, shape.channels), epsilon: epsilon)
    case .softmax: return ReferenceKernels.softmax(inputs[0])
    case .add: return ReferenceKernels.add(inputs)
    case .multiply: return ReferenceKernels.multiply(inputs)
    case .concatenate: return ReferenceKernels.concatenate(inputs, output: shape)
    case .shuffle(let groups): return ReferenceKernels.shuffle(inputs[0], groups: groups)
    case .slice(let first, let count):
      return ReferenceKernels.slice(inputs[0], first: first, count: count)
    case .resize(let mode, _):
      return ReferenceKernels.resize(inputs[0], bilinear: mode == .bilinear, output: shape)
    // In HWC both only read the same scalars as another shape, or one list after the other.
    case .flatten, .stack:
      return try reshaped(inputs.flatMap { $0.values }, shape)
    }
  }

  private func tensor(
    _ node: Int, _ role: ParameterTensor.Role, _ count: Int
  ) throws(NetworkError) -> [Scalar] {
    guard let values = weights[node, role] else { throw .noWeights(node: node) }
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
