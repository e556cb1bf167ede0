import Architecture
import NetworkGraph
import ONNXSchema

extension GraphTranslation {
  /// Adds what ONNX has for one operation; gives the tensor of its result.
  mutating func translate(_ node: Node) throws(ONNXExportError) -> String {
    let inputs = node.inputs.map { tensors[$0] }
    let isStack = node.operation == .stack
    guard node.inputs.allSatisfy({ source.nodes[$0].operation.isList == isStack }) else {
      throw .list(layer: source.layerName(of: index))
    }
    switch node.operation {
    case .input: return input
    case .convolution(let convolution): return try translate(convolution, inputs)
    case .transposedConvolution(let convolution):
      return finish(
        "ConvTranspose", inputs + (try parameters([.weight, .bias])),
        [
          .integers("kernel_shape", Axis.allCases.map { convolution.kernel[$0] }),
          .integers("strides", Axis.allCases.map { convolution.stride[$0] }),
          .integers(
            "pads",
            Axis.allCases.map { _ in convolution.padding }
              + Axis.allCases.map { convolution.padding - min(convolution.extra[$0], 0) }),
          .integers("output_padding", Axis.allCases.map { max(convolution.extra[$0], 0) }),
          .integer("group", convolution.groups),
        ])
    case .channelConvolution(let kernel):
      let map = shape(of: index)
      let row = [1, 1, map[1]]
      let channels = step("Reshape", inputs + [reshape("row", row)], shape: row)
      let sums = step(
        "Conv", [channels] + (try parameters([.weight])),
        [.integers("kernel_shape", [kernel]), .integers("pads", [kernel / 2, kernel / 2])],
        shape: row)
      return finish("Reshape", [sums, reshape("shape", map)])
    case .linear(let linear):
      // Over a 1x1 map, so that what follows has a map again.
      let shape = [linear.outputChannels, linear.inputChannels, 1, 1]
      return finish(
        "Conv", inputs + (try parameters([.weight, .bias], weightShape: shape)),
        // The default, but OpenCV before 4.11 refuses a convolution that does not say it.
        [.integers("kernel_shape", [1, 1])])
    case .batchNormalization(let epsilon, _):
      return finish(
        "BatchNormalization",
        [normed(node.inputs[0], inputs[0])]
          + (try parameters([.normWeight, .normBias, .normMean, .normVariance])),
        [.number("epsilon", epsilon)])
    case .activation(let activation): return translate(activation, inputs)
    case .parametricReLU(let channels):
      return finish(
        "PRelu", inputs + (try parameters([.slope], weightShape: [channels, 1, 1])))
    case .scalarFunction(let function): return translate(function, inputs)
    case .pool(let pool): return try translate(pool, inputs)
    case .globalPool: return finish("GlobalAveragePool", inputs)
    case .l2Normalization(_, let epsilon):
      return try translate(l2Normalization: epsilon, inputs[0])
    case .normalization(_, let part, let epsilon):
      return try translate(normalization: part, epsilon, inputs[0])
    case .softmax: return finish("Softmax", inputs, [.integer("axis", 1)])
    case .logSoftmax: return finish("LogSoftmax", inputs, [.integer("axis", 1)])
    case .add: return finish(inputs.count == 2 ? "Add" : "Sum", inputs)
    case .multiply:
      let factors = zip(node.inputs, inputs).map { factor($0, $1) }
      // Mul takes two.
      let product = factors.dropFirst().dropLast().reduce(factors[0]) { product, factor in
        step("Mul", [product, factor], shape: shape(of: index))
      }
      return finish("Mul", [product] + factors.suffix(1))
    case .concatenate: return finish("Concat", inputs, [.integer("axis", 1)])
    case .shuffle(let groups): return shuffle(groups, inputs[0])
    case .depthToSpace(let block):
      return finish(
        "DepthToSpace", inputs, [.integer("blocksize", block), .text("mode", "CRD")])
    case .spaceToDepth(let block): return spaceToDepth(block, inputs[0])
    case .slice(let first, let count):
      return finish(
        "Slice",
        inputs + [
          constant("starts", [first]), constant("ends", [first + count]), constant("axes", [1]),
        ])
    case .resize(let mode, _), .resizeTo(let mode, _): return resize(mode, inputs[0])
    case .flatten:
      let map = source.inputShapes(of: index)[0]
      let places = step(
        "Transpose", inputs, [.integers("perm", [0, 2, 3, 1])],
        shape: [1, map.height, map.width, map.channels])
      return finish("Reshape", [places, reshape("shape", shape(of: index))])
    case .stack: return finish("Concat", inputs, [.integer("axis", 1)])
    }
  }

  private mutating func translate(_ activation: Activation, _ inputs: [String]) -> String {
    switch activation {
    case .relu: return finish("Relu", inputs)
    case .relu6: return finish("Clip", inputs + clipBounds())
    case .leakyRelu: return finish("LeakyRelu", inputs, [.number("alpha", 0.1)])
    case .sigmoid: return finish("Sigmoid", inputs)
    case .hardSigmoid:
      return finish("HardSigmoid", inputs, [.number("alpha", 1 / 6), .number("beta", 0.5)])
    case .hardSigmoidFifth:
      return finish("HardSigmoid", inputs, [.number("alpha", 0.2), .number("beta", 0.5)])
    case .swish:
      let gate = step("Sigmoid", inputs, shape: shape(of: index))
      return finish("Mul", inputs + [gate])
    case .hardSwish: return finish("HardSwish", inputs)
    case .gelu:
      // A node of its own comes with operator set 20 only.
      let map = shape(of: index)
      let scaled = step(
        "Mul", inputs + [constant("inverse-root", 0.5.squareRoot())], shape: map)
      let error = step("Erf", [scaled], shape: map)
      let share = step("Add", [error, constant("one", 1.0)], shape: map)
      let product = step("Mul", inputs + [share], shape: map)
      return finish("Mul", [product, constant("half", 0.5)])
    }
  }

  private mutating func translate(_ function: ScalarFunction, _ inputs: [String]) -> String {
    switch function {
    case .affine(let factor, let summand):
      let scaled = step(
        "Mul", inputs + [constant("factor", factor)], shape: shape(of: index))
      return finish("Add", [scaled, constant("summand", summand)])
    case .clip(let low, let high):
      return finish("Clip", inputs + [constant("low", low), constant("high", high)])
    case .leakyRelu(let slope): return finish("LeakyRelu", inputs, [.number("alpha", slope)])
    case .elu(let scale): return finish("Elu", inputs, [.number("alpha", scale)])
    case .softplus: return finish("Softplus", inputs)
    case .exponential: return finish("Exp", inputs)
    case .logarithm: return finish("Log", inputs)
    case .absolute: return finish("Abs", inputs)
    case .squareRoot: return finish("Sqrt", inputs)
    case .reciprocal: return finish("Reciprocal", inputs)
    case .tanh: return finish("Tanh", inputs)
    case .erf: return finish("Erf", inputs)
    case .mish:
      // A node of its own comes with operator set 18 only.
      let softplus = step("Softplus", inputs, shape: shape(of: index))
      let share = step("Tanh", [softplus], shape: shape(of: index))
      return finish("Mul", inputs + [share])
    }
  }

  /// ReduceL2 has no epsilon, and a place without any signal would be 0 / 0.
  private mutating func translate(
    l2Normalization epsilon: Double, _ input: String
  ) throws(ONNXExportError) -> String {
    let map = shape(of: index)
    let place = [1, 1, map[2], map[3]]
    let squares = step("ReduceSumSquare", [input], [.integers("axes", [1])], shape: place)
    let sum = step("Add", [squares, constant("epsilon", epsilon)], shape: place)
    let length = step("Sqrt", [sum], shape: place)
    let direction = step("Div", [input, length], shape: map)
    return finish(
      "Mul", [direction] + (try parameters([.scale], weightShape: [1, map[1], 1, 1])))
  }

  /// Over a place with its channels last; over groups, each of which is an instance of its own.
  private mutating func translate(
    normalization part: NormalizedPart, _ epsilon: Double, _ input: String
  ) throws(ONNXExportError) -> String {
    let map = shape(of: index)
    let attribute = Onnx_AttributeProto.number("epsilon", epsilon)
    switch part {
    case .place:
      let turned = [map[0], map[2], map[3], map[1]]
      let last = step("Transpose", [input], [.integers("perm", [0, 2, 3, 1])], shape: turned)
      let result = step(
        "LayerNormalization", [last] + (try parameters([.normWeight, .normBias])),
        [.integer("axis", -1), attribute], shape: turned)
      return finish("Transpose", [result], [.integers("perm", [0, 3, 1, 2])])
    case .map(let groups) where groups == map[1]:
      return finish(
        "InstanceNormalization", [input] + (try parameters([.normWeight, .normBias])), [attribute])
    case .map(let groups):
      let apart = [map[0], groups, map[1] / groups * map[2] * map[3]]
      let rows = step("Reshape", [input, reshape("groups", apart)], shape: apart)
      let ones = constant("ones", numbers: Array(repeating: 1, count: groups))
      let zeros = constant("zeros", numbers: Array(repeating: 0, count: groups))
      let result = step(
        "InstanceNormalization", [rows, ones, zeros], [attribute], shape: apart)
      let back = step("Reshape", [result, reshape("shape", map)], shape: map)
      let scaled = step(
        "Mul", [back] + (try parameters([.normWeight], weightShape: [1, map[1], 1, 1])), shape: map)
      return finish(
        "Add", [scaled] + (try parameters([.normBias], weightShape: [1, map[1], 1, 1])))
    }
  }

  /// ONNX's node takes the places of a block before the channels, so that a shuffle follows it.
  private mutating func spaceToDepth(_ block: Int, _ input: String) -> String {
    let map = shape(of: index)
    let (size, places) = (map[1] / (block * block), Array(map.dropFirst(2)))
    let deep = step("SpaceToDepth", [input], [.integer("blocksize", block)], shape: map)
    let (apart, turned) = (
      [1, block * block, size] + places, [1, size, block * block] + places
    )
    let rows = step("Reshape", [deep, reshape("groups", apart)], shape: apart)
    let columns = step(
      "Transpose", [rows], [.integers("perm", [0, 2, 1, 3, 4])], shape: turned)
    return finish("Reshape", [columns, reshape("shape", map)])
  }

  /// The groups and their channels as two axes, which change places.
  private mutating func shuffle(_ groups: Int, _ input: String) -> String {
    let map = shape(of: index)
    let (size, places) = (map[1] / groups, Array(map.dropFirst(2)))
    let (apart, turned) = ([1, groups, size] + places, [1, size, groups] + places)
    let rows = step("Reshape", [input, reshape("groups", apart)], shape: apart)
    let columns = step(
      "Transpose", [rows], [.integers("perm", [0, 2, 1, 3, 4])], shape: turned)
    return finish("Reshape", [columns, reshape("shape", map)])
  }

  /// A factor of a product. OpenCV 4 and 5 take every product with a hard sigmoid for a hard swish,
  /// whatever the other factor is; a node between them prevents it, which others remove.
  private mutating func factor(_ node: Int, _ tensor: String) -> String {
    switch source.nodes[node].operation {
    case .activation(.hardSigmoid), .activation(.hardSigmoidFifth), .activation(.sigmoid):
      step("Identity", [tensor], shape: shape(of: node))
    default: tensor
    }
  }

  /// What a norm takes. OpenCV 4 folds a norm into a transposed convolution before it, and if that is
  /// in groups, into the wrong filters; a view between them prevents it.
  private mutating func normed(_ node: Int, _ tensor: String) -> String {
    guard case .transposedConvolution(let convolution) = source.nodes[node].operation,
      convolution.groups > 1
    else { return tensor }
    let map = shape(of: node)
    return step("Reshape", [tensor, reshape("view", map)], shape: map)
  }

  private mutating func clipBounds() -> [String] {
    if relu6Bounds.isEmpty {
      for (name, value) in [("relu6.low", 0), ("relu6.high", 6)] as [(String, Float)] {
        let name = names.name(name)
        result.initializer.append(Onnx_TensorProto(name: name, shape: [], [value]))
        relu6Bounds.append(name)
      }
    }
    return relu6Bounds
  }
}
