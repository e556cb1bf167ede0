import Architecture

/// A graph with the output shape of every node.
public struct ShapedGraph: Sendable {
  /// The graph.
  public var graph: Graph
  /// The output shape of each node.
  public var shapes: [Shape]

  /// Infers all shapes in one walk. Throws every node whose inputs do not fit it.
  public init(_ graph: Graph) throws {
    self.graph = graph
    shapes = []
    var problems: [TableProblem] = []
    for node in graph.nodes {
      do {
        let shape = try node.operation.outputShape(node.inputs.map { shapes[$0] })
        guard node.operation.isCountable(output: shape) else { throw ShapeError.tooLarge(shape) }
        shapes.append(shape)
      } catch let error as ShapeError {
        let row = graph.rows[node.origin.row]
        if case .strideOverSinglePlace = error, problems.isEmpty {
          throw ScalingError.tooSmall(
            resolution: graph.nodes[0].inputExtent,
            row: row.number.map(String.init) ?? row.name, smallest: graph.smallestResolution)
        }
        problems.append(TableProblem("row '\(row.name)': \(error)", at: row.location))
        shapes.append(Shape(height: 1, width: 1, channels: 1))
        break
      }
    }
    if !problems.isEmpty { throw TableError(problems) }
  }

  /// The shapes of a node's inputs.
  public func inputShapes(of node: Int) -> [Shape] {
    graph.nodes[node].inputs.map { shapes[$0] }
  }
}

/// Why an operation does not fit its inputs.
public enum ShapeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A window is larger than the padded map.
  case windowTooLarge(kernel: Int, input: Shape)
  /// A stride above 1 over a map of one place.
  case strideOverSinglePlace
  /// Channels do not fit the weights.
  case channels(expected: Int, got: Int)
  /// Joined tensors differ.
  case unequal(String, Shape, Shape)
  /// Channels do not split into whole answers.
  case answers(values: Int, channels: Int)
  /// A fully connected layer on a map that is not 1x1.
  case notPooled(Shape)
  /// More scalars or multiplications than any count should hold.
  case tooLarge(Shape)
  /// Too few inputs.
  case inputs(needed: Int, got: Int)

  /// One sentence.
  public var description: String {
    switch self {
    case .windowTooLarge(let kernel, let input):
      "a \(kernel)x\(kernel) window does not fit \(input)"
    case .strideOverSinglePlace: "a stride above 1 over a single place"
    case .channels(let expected, let got): "\(got) input channels where \(expected) are needed"
    case .unequal(let join, let first, let second): "\(join) of \(first) and \(second)"
    case .answers(let values, let channels):
      "\(channels) channels do not split into answers of \(values) values"
    case .notPooled(let shape): "a fully connected layer needs a 1x1 map, not \(shape)"
    case .tooLarge(let shape): "an output of \(shape) is too large to be counted"
    case .inputs(let needed, let got): "\(needed) inputs are needed, \(got) given"
    }
  }
}

extension Operation {
  /// The shape of the output for the given inputs.
  public func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
    let needed = minimumInputs
    guard inputs.count >= needed, let first = inputs.first ?? fixedShape else {
      throw .inputs(needed: needed, got: inputs.count)
    }
    switch self {
    case .input(let shape): return shape
    case .convolution(let convolution):
      guard first.channels == convolution.inputChannels else {
        throw .channels(expected: convolution.inputChannels, got: first.channels)
      }
      return try window(
        first, kernel: convolution.kernel, stride: convolution.stride,
        dilation: convolution.dilation, padding: convolution.padding, ceiling: false,
        channels: convolution.outputChannels)
    case .linear(let linear):
      guard first.isVector else { throw .notPooled(first) }
      guard first.channels == linear.inputChannels else {
        throw .channels(expected: linear.inputChannels, got: first.channels)
      }
      return Shape(height: 1, width: 1, channels: linear.outputChannels)
    case .batchNormalization, .activation, .softmax: return first
    case .pool(let pool):
      return try window(
        first, kernel: pool.kernel, stride: pool.stride, dilation: 1, padding: pool.padding,
        ceiling: pool.ceiling, channels: first.channels)
    case .globalPool: return Shape(height: 1, width: 1, channels: first.channels)
    case .add:
      for other in inputs where other != first { throw .unequal("a sum", first, other) }
      return first
    case .multiply:
      for other in inputs.dropFirst()
      where other != first && !(other.isVector && other.channels == first.channels) {
        throw .unequal("a product", first, other)
      }
      return first
    case .concatenate:
      for other in inputs where (other.height, other.width) != (first.height, first.width) {
        throw .unequal("a concatenation", first, other)
      }
      return Shape(
        height: first.height, width: first.width,
        channels: inputs.reduce(0) { $0 + $1.channels })
    case .resize(_, let factor?):
      return Shape(
        height: first.height * factor, width: first.width * factor, channels: first.channels)
    case .resize(_, nil):
      return Shape(height: inputs[1].height, width: inputs[1].width, channels: first.channels)
    case .flatten(let values):
      guard values > 0, first.channels % values == 0 else {
        throw .answers(values: values, channels: first.channels)
      }
      return Shape(
        height: first.places * (first.channels / values), width: 1, channels: values)
    case .stack:
      for other in inputs where other.channels != first.channels {
        throw .unequal("a list", first, other)
      }
      return Shape(
        height: inputs.reduce(0) { $0 + $1.height }, width: 1, channels: first.channels)
    }
  }

  /// Whether the scalars of the output, the weights and their product stay so small that sums over
  /// a whole network fit 64 bits.
  fileprivate func isCountable(output: Shape) -> Bool {
    let weights =
      switch self {
      case .convolution(let convolution): convolution.weightShape
      case .linear(let linear): [linear.inputChannels, linear.outputChannels]
      case .input, .batchNormalization, .activation, .pool, .globalPool, .softmax, .add,
        .multiply, .concatenate, .resize, .flatten, .stack:
        [output.channels]
      }
    var product = 1
    for factor in weights + [output.height, output.width] {
      let (result, overflow) = product.multipliedReportingOverflow(by: factor)
      guard !overflow, result <= 1 << 48 else { return false }
      product = result
    }
    return true
  }

  private var fixedShape: Shape? {
    if case .input(let shape) = self { shape } else { nil }
  }

  private var minimumInputs: Int {
    switch self {
    case .input: 0
    case .convolution, .linear, .batchNormalization, .activation, .pool, .globalPool, .softmax,
      .concatenate, .resize(_, factor: .some), .flatten, .stack:
      1
    case .add, .multiply, .resize(_, factor: nil): 2
    }
  }

  private func window(
    _ input: Shape, kernel: Int, stride: Int, dilation: Int, padding: Padding, ceiling: Bool,
    channels: Int
  ) throws(ShapeError) -> Shape {
    // The output would be no smaller than the input: the network was built for larger pictures.
    if stride > 1, input.isVector { throw .strideOverSinglePlace }
    let extents = [input.height, input.width].map {
      WindowExtent(
        input: $0, kernel: kernel, stride: stride, dilation: dilation, padding: padding,
        ceiling: ceiling)
    }
    guard let rows = extents[0], let columns = extents[1] else {
      throw .windowTooLarge(kernel: kernel, input: input)
    }
    return Shape(height: rows.output, width: columns.output, channels: channels)
  }
}

extension Node {
  fileprivate var inputExtent: Int {
    if case .input(let shape) = operation { min(shape.height, shape.width) } else { 0 }
  }
}

extension Graph {
  /// The product of the strides on the way to the deepest map: pictures of a multiple of it are
  /// halved without remainder everywhere.
  public var strideProduct: Int { reductions.max() ?? 1 }

  /// The smallest picture in which every stride still finds more than one place.
  public var smallestResolution: Int {
    let reductions = reductions
    return nodes.reduce(1) { smallest, node in
      guard node.operation.stride > 1, let input = node.inputs.first else { return smallest }
      return max(smallest, reductions[input] + 1)
    }
  }

  /// By how much each node's map is smaller than the picture, along one axis.
  private var reductions: [Int] {
    var reductions: [Int] = []
    for node in nodes {
      let inherited = node.inputs.map { reductions[$0] }.max() ?? 1
      switch node.operation {
      // What follows an enlargement or a pooled vector is no deeper than what came before.
      case .resize, .globalPool: reductions.append(1)
      case .input, .convolution, .pool, .linear, .batchNormalization, .activation, .softmax, .add,
        .multiply, .concatenate, .flatten, .stack:
        // No picture is larger than this, so no product needs to be.
        reductions.append(min(inherited * node.operation.stride, Scaling.resolutions.upperBound))
      }
    }
    return reductions
  }
}

extension Operation {
  /// The step of the operation's window; 1 if it has none.
  public var stride: Int {
    switch self {
    case .convolution(let convolution): convolution.stride
    case .pool(let pool): pool.stride
    case .input, .linear, .batchNormalization, .activation, .globalPool, .softmax, .add,
      .multiply, .concatenate, .resize, .flatten, .stack:
      1
    }
  }
}
