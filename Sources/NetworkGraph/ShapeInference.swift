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
      let row = graph.rows[node.origin.row]
      let inputs = node.inputs.map { shapes[$0] }
      if problems.isEmpty, graph.needsPlaces(node), inputs.first?.isVector == true {
        throw ScalingError.tooSmall(
          resolution: graph.nodes[0].inputExtent,
          row: row.number.map(String.init) ?? row.name, smallest: graph.smallestResolution)
      }
      do {
        shapes.append(try node.operation.outputShape(inputs))
      } catch {
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
  /// Channels do not fit the weights.
  case channels(expected: Int, got: Int)
  /// Joined tensors differ.
  case unequal(String, Shape, Shape)
  /// Channels do not split into whole answers.
  case answers(values: Int, channels: Int)
  /// A fully connected layer on a map that is not 1x1.
  case notPooled(Shape)
  /// Too few inputs.
  case inputs(needed: Int, got: Int)
  /// A tensor or its cost is beyond what sums over a network can hold.
  case tooLarge

  /// One sentence.
  public var description: String {
    switch self {
    case .windowTooLarge(let kernel, let input):
      "a \(kernel)x\(kernel) window does not fit \(input)"
    case .channels(let expected, let got): "\(got) input channels where \(expected) are needed"
    case .unequal(let join, let first, let second): "\(join) of \(first) and \(second)"
    case .answers(let values, let channels):
      "\(channels) channels do not split into answers of \(values) values"
    case .notPooled(let shape): "a fully connected layer needs a 1x1 map, not \(shape)"
    case .inputs(let needed, let got): "\(needed) inputs are needed, \(got) given"
    case .tooLarge: "the layer is too large to be counted"
    }
  }
}

extension Operation {
  /// The most scalars of one tensor.
  private static var largestTensor: Int { 1 << 40 }
  /// The most multiply-accumulates of one layer.
  private static var largestLayer: Int { 1 << 47 }

  /// The shape of the output for the given inputs. Throws if they do not fit the operation, or if
  /// the output or its cost is beyond counting.
  public func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
    let output = try uncheckedShape(inputs)
    _ = try product([output.height, output.width, output.channels], upTo: Self.largestTensor)
    switch self {
    case .convolution(let convolution):
      let factors = convolution.weightShape + [output.height, output.width]
      _ = try product(factors, upTo: Self.largestLayer)
    case .linear(let linear):
      _ = try product([linear.inputChannels, linear.outputChannels], upTo: Self.largestLayer)
    case .input, .batchNormalization, .activation, .pool, .globalPool, .l2Normalization, .softmax,
      .add, .multiply, .concatenate, .resize, .flatten, .stack:
      break
    }
    return output
  }

  /// A product of numbers that are not negative, if it is no larger than a limit.
  private func product(_ factors: [Int], upTo limit: Int) throws(ShapeError) -> Int {
    var product = 1
    for factor in factors {
      let (next, overflow) = product.multipliedReportingOverflow(by: factor)
      guard !overflow, next <= limit else { throw .tooLarge }
      product = next
    }
    return product
  }

  private func uncheckedShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
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
    case .l2Normalization(let channels, _):
      guard first.channels == channels else {
        throw .channels(expected: channels, got: first.channels)
      }
      return first
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
        height: try product([first.height, factor], upTo: Self.largestTensor),
        width: try product([first.width, factor], upTo: Self.largestTensor),
        channels: first.channels)
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

  private var fixedShape: Shape? {
    if case .input(let shape) = self { shape } else { nil }
  }

  private var minimumInputs: Int {
    switch self {
    case .input: 0
    case .convolution, .linear, .batchNormalization, .activation, .pool, .globalPool,
      .l2Normalization, .softmax, .concatenate, .resize(_, factor: .some), .flatten, .stack:
      1
    case .add, .multiply, .resize(_, factor: nil): 2
    }
  }

  private func window(
    _ input: Shape, kernel: Int, stride: Int, dilation: Int, padding: Padding, ceiling: Bool,
    channels: Int
  ) throws(ShapeError) -> Shape {
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
  /// The shorter side of the picture, if the node is the input.
  var inputExtent: Int {
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
      guard needsPlaces(node), let input = node.inputs.first else { return smallest }
      return max(smallest, reductions[input] + 1)
    }
  }

  /// Whether a node has a stride that must find more than one place: over a single one it would
  /// make the map no smaller, for the network was built for larger pictures. Extras go down to one
  /// place, and stay there.
  fileprivate func needsPlaces(_ node: Node) -> Bool {
    node.operation.stride > 1 && rows[node.origin.row].part != .extras
  }

  /// By how much each node's map is smaller than the picture, along one axis.
  private var reductions: [Int] {
    var reductions: [Int] = []
    for node in nodes {
      let inherited = node.inputs.map { reductions[$0] }.max() ?? 1
      switch node.operation {
      // What follows an enlargement or a pooled vector is no deeper than what came before.
      case .resize, .globalPool: reductions.append(1)
      case .input, .convolution, .pool, .linear, .batchNormalization, .activation, .l2Normalization,
        .softmax, .add, .multiply, .concatenate, .flatten, .stack:
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
    case .input, .linear, .batchNormalization, .activation, .globalPool, .l2Normalization, .softmax,
      .add, .multiply, .concatenate, .resize, .flatten, .stack:
      1
    }
  }
}
