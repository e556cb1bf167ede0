import Architecture
import NetworkGraph

extension Translation {
  /// The result of a layer with weights; nothing for another operation.
  mutating func layers(_ inputs: [Value?]) throws(Problem) -> Value? {
    switch current.operation {
    case "Conv": return .feature(try convolution(inputs))
    case "ConvTranspose": return .feature(try transposedConvolution(inputs))
    case "Gemm": return .feature(try gemm(inputs))
    case "MatMul": return .feature(try matrixProduct(inputs))
    case "BatchNormalization": return .feature(try norm(inputs))
    case "LayerNormalization": return .feature(try layerNorm(inputs))
    case "InstanceNormalization": return .feature(try instanceNorm(inputs))
    case "GroupNormalization": return .feature(try groupNorm(inputs))
    case "PRelu": return .feature(try parametricReLU(inputs))
    default: return nil
    }
  }

  // MARK: - Convolutions

  private mutating func convolution(_ inputs: [Value?]) throws(Problem) -> Feature {
    guard let weight = try constant(inputs, 1) else { throw malformed("lacks its weights") }
    if weight.shape.count == 3 { return try convolutionOverLine(inputs, weight) }
    guard weight.shape.count == 4, weight.count > 0 else {
      throw .left("weights of \(weight.shape.count) dimensions")
    }
    let input = try map(inputs, 0)
    guard input.margins?.areLowest != true else { throw .left("padding without numbers") }
    let kernel = PerAxis(height: weight.shape[2], width: weight.shape[3])
    let window = try window(kernel, input)
    let groups = integer("group", 1)
    let channels = shape(input).channels
    guard groups > 0, channels.isMultiple(of: groups), weight.shape[0].isMultiple(of: groups),
      weight.shape[1] == channels / groups
    else { throw malformed("has weights of \(weight.shape) for \(channels) channels") }
    let bias = try bias(inputs, 2, channels: weight.shape[0])
    if input.isPooled, kernel == 1, groups == 1, window.isPlain {
      return try linear(input, weight, bias)
    }
    let node = try append(
      .convolution(
        Convolution(
          kernel: kernel, inputChannels: channels, outputChannels: weight.shape[0],
          stride: window.stride, dilation: window.dilation, padding: window.padding,
          groups: groups, hasBias: bias != nil)), [input.node], layerWeights(weight, bias))
    return Feature(node: node, layout: mapLayout(node))
  }

  private func layerWeights(_ weight: Constant, _ bias: Constant?) -> [ParameterTensor.Role:
    Constant]
  {
    var weights: [ParameterTensor.Role: Constant] = [.weight: weight]
    weights[.bias] = bias
    return weights
  }

  /// A layer's bias; nothing if it has none.
  private func bias(
    _ inputs: [Value?], _ index: Int, channels: Int
  ) throws(Problem) -> Constant? {
    guard let bias = try constant(inputs, index) else { return nil }
    guard bias.count == channels else {
      throw malformed("has \(bias.count) biases for \(channels) channels")
    }
    return bias
  }

  /// A fully connected layer on a vector; its weights are out x in, or out x in x 1 x 1.
  private mutating func linear(
    _ input: Feature, _ weight: Constant, _ bias: Constant?
  ) throws(Problem) -> Feature {
    let operation = Linear(
      inputChannels: weight.shape[1], outputChannels: weight.shape[0], hasBias: bias != nil)
    let node = try append(.linear(operation), [input.node], layerWeights(weight, bias))
    return Feature(node: node, layout: mapLayout(node), isPooled: true)
  }

  /// A convolution over one dimension: of the channels of a vector, or of a map of one row.
  private mutating func convolutionOverLine(
    _ inputs: [Value?], _ weight: Constant
  ) throws(Problem) -> Feature {
    let input = try ordered(feature(inputs, 0))
    let kernel = weight.shape[2]
    let pads = current.attributes["pads"]?.integers ?? [0, 0]
    guard input.layout.dimensions.count == 3, input.layout.dimension(of: .channel) == 2,
      shape(input).isVector, weight.shape == [1, 1, kernel], kernel % 2 == 1,
      pads == [kernel / 2, kernel / 2], try constant(inputs, 2) == nil,
      (current.attributes["strides"]?.integers ?? [1]) == [1],
      (current.attributes["dilations"]?.integers ?? [1]) == [1]
    else { throw .left("a convolution over one dimension") }
    let node = try append(.channelConvolution(kernel: kernel), [input.node], [.weight: weight])
    return Feature(node: node, layout: input.layout, isPooled: true)
  }

  private mutating func transposedConvolution(_ inputs: [Value?]) throws(Problem) -> Feature {
    guard let weight = try constant(inputs, 1) else { throw malformed("lacks its weights") }
    guard weight.shape.count == 4, weight.count > 0 else {
      throw .left("weights of \(weight.shape.count) dimensions")
    }
    let input = try map(inputs, 0)
    guard input.margins == nil else { throw .left("over a padded map") }
    let kernel = PerAxis(height: weight.shape[2], width: weight.shape[3])
    let strides = try pair("strides", 1)
    let (padding, extra) = try cut(of: kernel, strides, shape(input))
    let groups = integer("group", 1)
    let channels = shape(input).channels
    let (filters, overflow) = weight.shape[1].multipliedReportingOverflow(by: groups)
    guard groups > 0, !overflow, weight.shape[0] == channels, channels.isMultiple(of: groups) else {
      throw malformed("has weights of \(weight.shape) for \(channels) channels")
    }
    let bias = try bias(inputs, 2, channels: filters)
    let node = try append(
      .transposedConvolution(
        TransposedConvolution(
          kernel: kernel, inputChannels: channels, outputChannels: filters, stride: strides,
          padding: padding, extra: extra, groups: groups, hasBias: bias != nil)), [input.node],
      layerWeights(weight, bias))
    return Feature(node: node, layout: mapLayout(node))
  }

  /// What a transposed convolution cuts off at every border, and how much less of it at the ends.
  private func cut(
    of kernel: PerAxis<Int>, _ strides: PerAxis<Int>, _ map: Shape
  ) throws(Problem) -> (padding: Int, extra: PerAxis<Int>) {
    guard try pair("dilations", 1) == 1 || kernel == 1 else { throw .left("it is dilated") }
    func numbers(_ name: String, _ count: Int) throws(Problem) -> [Int]? {
      guard let values = current.attributes[name]?.integers, !values.isEmpty else { return nil }
      guard values.count == count, values.allSatisfy({ (0...Self.largestSide).contains($0) }) else {
        throw malformed("has \(name) \(values)")
      }
      return values
    }
    var pads = try numbers("pads", 4) ?? [0, 0, 0, 0]
    let output = try numbers("output_padding", 2) ?? [0, 0]
    let mode = current.attributes["auto_pad"]?.text ?? "NOTSET"
    var wanted = try numbers("output_shape", 2)
    if wanted == nil, mode.hasPrefix("SAME") {
      wanted = Axis.allCases.map { map[$0] * strides[$0] }
    }
    if let wanted {
      for (index, axis) in Axis.allCases.enumerated() {
        let whole = (map[axis] - 1) * strides[axis] + kernel[axis] + output[index]
        let total = max(whole - wanted[index], 0)
        guard whole >= wanted[index] else { throw .left("it is larger than its windows") }
        let half = total / 2
        pads[index] = mode == "SAME_UPPER" ? half : total - half
        pads[index + 2] = total - pads[index]
      }
    }
    guard pads[0] == pads[1] else { throw .left("its padding differs from axis to axis") }
    return (
      pads[0],
      PerAxis(height: pads[0] - pads[2] + output[0], width: pads[1] - pads[3] + output[1])
    )
  }

  // MARK: - Matrices

  /// alpha A B + beta C, of which A is the picture's.
  private mutating func gemm(_ inputs: [Value?]) throws(Problem) -> Feature {
    let input = try feature(inputs, 0)
    guard let matrix = try constant(inputs, 1) else { throw malformed("lacks its weights") }
    guard matrix.shape.count == 2, input.layout.dimensions.count == 2,
      input.layout.dimensions[0].isEmpty, integer("transA", 0) == 0
    else { throw .left("a product of other tensors than a vector and a matrix") }
    guard number("alpha", 1) == 1, number("beta", 1) == 1 else {
      throw .left("a product with a factor")
    }
    let weight = integer("transB", 0) != 0 ? matrix : matrix.transposed([1, 0]) ?? matrix
    var bias = try constant(inputs, 2)
    if let given = bias, given.count != weight.shape[0] {
      guard given.count == 1 else { throw malformed("has a bias of \(given.shape)") }
      let value = try numbers(given).first ?? 0
      bias = Constant(
        [Double](repeating: value, count: min(weight.shape[0], Constant.limit)),
        shape: [weight.shape[0]])
    }
    return try fullyConnected(input, weight, bias)
  }

  /// A B, of which B is a constant: over a map, a 1x1 convolution of its places.
  private mutating func matrixProduct(_ inputs: [Value?]) throws(Problem) -> Feature {
    let input = try ordered(feature(inputs, 0))
    guard let matrix = try constant(inputs, 1) else { throw malformed("lacks its weights") }
    let rank = input.layout.dimensions.count
    guard matrix.shape.count == 2, rank >= 2, let weight = matrix.transposed([1, 0]) else {
      throw .left("a product of other tensors than a map and a matrix")
    }
    if rank == 2, input.layout.dimensions[0].isEmpty {
      return try fullyConnected(input, weight, nil)
    }
    let channels = shape(input).channels
    guard input.layout.hasChannels(at: rank - 1), weight.shape[1] == channels, weight.count > 0
    else {
      throw .left("a product over another axis than the channels")
    }
    let node = try append(
      shape(input).isVector
        ? .linear(
          Linear(inputChannels: channels, outputChannels: weight.shape[0], hasBias: false))
        : .convolution(
          Convolution(
            kernel: 1, inputChannels: channels, outputChannels: weight.shape[0], padding: .valid)),
      [input.node], [.weight: weight])
    var layout = input.layout
    layout.dimensions[rank - 1] =
      Layout([[Atom(axis: .channel, size: weight.shape[0], step: 1)]]).dimensions[0]
    return Feature(node: node, layout: layout, isPooled: input.isPooled)
  }

  /// A fully connected layer on a flattened map: a window over the whole of it.
  private mutating func fullyConnected(
    _ given: Feature, _ weight: Constant, _ bias: Constant?
  ) throws(Problem) -> Feature {
    let input = shape(given).isVector ? try ordered(given) : given
    let map = shape(input)
    guard weight.shape[1] == map.count, weight.count > 0 else {
      throw malformed("has weights of \(weight.shape) for \(map.count) numbers")
    }
    var result: Feature
    if map.isVector {
      guard input.layout.hasChannels(at: 1) else { throw .left("channels in another order") }
      result = try linear(input, weight, bias)
    } else {
      // The numbers stand in the order of the flattening, and weights are out x in x height x width.
      let atoms = input.layout.dimensions[1]
      let axes: [MapAxis] = [.channel, .height, .width]
      let order = axes.map { axis in atoms.firstIndex { $0.axis == axis } }
      guard atoms.allSatisfy({ $0.step == 1 }), Set(atoms.map { $0.axis }).count == atoms.count
      else {
        throw .left("channels in another order")
      }
      var sizes = atoms.map { $0.size }
      let places = order.map { place -> Int in
        if let place { return place + 1 }
        sizes.append(1)
        return sizes.count
      }
      let whole = weight.splitting(1, into: sizes).transposed([0] + places)
      guard let whole else { throw .left("channels in another order") }
      let node = try append(
        .convolution(
          Convolution(
            kernel: PerAxis(height: map.height, width: map.width), inputChannels: map.channels,
            outputChannels: weight.shape[0], padding: .valid, hasBias: bias != nil)),
        [input.node], layerWeights(whole, bias))
      result = Feature(node: node, layout: mapLayout(node), isPooled: true)
    }
    result.layout = Layout([
      [], [Atom(axis: .channel, size: weight.shape[0], step: 1)],
    ])
    return result
  }

  // MARK: - Norms and slopes

  private mutating func norm(_ inputs: [Value?]) throws(Problem) -> Feature {
    guard integer("training_mode", 0) == 0, integer("spatial", 1) == 1 else {
      throw .left("a norm by the picture's own mean and variance, as in training")
    }
    var input = try ordered(feature(inputs, 0))
    let channels = shape(input).channels
    guard input.layout.hasChannels(at: 1) else { throw .left("a norm of another axis") }
    var weights: [ParameterTensor.Role: Constant] = [:]
    for (index, role) in [
      ParameterTensor.Role.normWeight, .normBias, .normMean, .normVariance,
    ].enumerated() {
      guard let constant = try constant(inputs, index + 1), constant.count == channels else {
        throw malformed("has a norm of another number of channels than \(channels)")
      }
      weights[role] = constant
    }
    input.node = try append(
      .batchNormalization(epsilon: number("epsilon", 1e-5).shortest), [input.node], weights)
    return input
  }

  private mutating func parametricReLU(_ inputs: [Value?]) throws(Problem) -> Feature {
    var input = try ordered(feature(inputs, 0))
    guard let slope = try constant(inputs, 1) else { throw malformed("lacks its slope") }
    if slope.count == 1 {
      input.node = try applied(.leakyRelu(slope: try numbers(slope)[0].shortest), to: input.node)
      return input
    }
    let channels = shape(input).channels
    guard slope.count == channels, try isPerChannel(slope, on: input.layout, channels) else {
      throw .left("slopes of another axis than the channels")
    }
    input.node = try append(.parametricReLU(channels: channels), [input.node], [.slope: slope])
    return input
  }

  /// Whether a constant has one number for each channel of a tensor.
  func isPerChannel(
    _ constant: Constant, on layout: Layout, _ channels: Int
  ) throws(Problem) -> Bool {
    let rank = layout.dimensions.count
    guard constant.count == channels, constant.shape.count <= rank,
      let axis = constant.shape.firstIndex(where: { $0 != 1 })
    else { return false }
    return layout.dimension(of: .channel) == axis + rank - constant.shape.count
  }
}

extension Double {
  /// The number of which a writer in single precision has taken the nearest: 0.1 and not
  /// 0.10000000149.
  var shortest: Double {
    guard isFinite, self == Double(Float(self)) else { return self }
    return Double(Float(self).description) ?? self
  }
}
