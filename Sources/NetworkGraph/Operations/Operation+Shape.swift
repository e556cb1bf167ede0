import Architecture

extension Operation {
  /// The most multiply-accumulates of one layer.
  private static var largestLayer: WideCount { 1 << 47 }

  /// The shape of the output for the given inputs. Throws if they do not fit the operation, or if
  /// the output or its cost is beyond counting.
  package func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
    let output = try uncheckedShape(inputs)
    _ = try product([output.height, output.width, output.channels], upTo: Int.tensorLimit)
    if let weights = parameters(channels: output.channels).first(where: { $0.role == .weight }) {
      // A transposed convolution has at most so many products for each of the output's places, too.
      _ = try product(weights.shape + [output.height, output.width], upTo: Self.largestLayer)
    }
    return output
  }

  /// A product of numbers that are not negative, if it is no larger than a limit.
  private func product<Number: FixedWidthInteger>(
    _ factors: [Int], upTo limit: Number
  ) throws(ShapeError) -> Number {
    var product: Number = 1
    for factor in factors {
      let (next, overflow) = product.multipliedReportingOverflow(by: Number(factor))
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
      return try moved(convolution.window, over: first, channels: convolution.outputChannels)
    case .transposedConvolution(let convolution):
      guard first.channels == convolution.inputChannels else {
        throw .channels(expected: convolution.inputChannels, got: first.channels)
      }
      guard let height = convolution[.vertical].output(of: first.height),
        let width = convolution[.horizontal].output(of: first.width)
      else { throw .nothingLeft(padding: convolution.padding, input: first) }
      return Shape(height: height, width: width, channels: convolution.outputChannels)
    case .channelConvolution:
      guard first.isVector else { throw .notPooled(layer: "convolution over channels", first) }
      return first
    case .linear(let linear):
      guard first.isVector else { throw .notPooled(layer: "fully connected layer", first) }
      guard first.channels == linear.inputChannels else {
        throw .channels(expected: linear.inputChannels, got: first.channels)
      }
      return Shape(height: 1, width: 1, channels: linear.outputChannels)
    case .l2Normalization(let channels, _), .parametricReLU(let channels):
      guard first.channels == channels else {
        throw .channels(expected: channels, got: first.channels)
      }
      return first
    case .normalization(let channels, let part, _):
      guard first.channels == channels else {
        throw .channels(expected: channels, got: first.channels)
      }
      if case .map(let groups) = part { _ = try first.channels(in: groups, "\(groups) groups") }
      return first
    case .batchNormalization, .activation, .scalarFunction, .softmax, .logSoftmax: return first
    case .pool(let pool):
      return try moved(pool.window, over: first, channels: first.channels)
    case .globalPool: return Shape(height: 1, width: 1, channels: first.channels)
    case .add: return try spread(inputs, over: first, "a sum")
    case .multiply: return try spread(inputs, over: first, "a product")
    case .concatenate: return try concatenated(inputs, first)
    case .shuffle(let groups):
      _ = try first.channels(in: groups, "\(groups) groups")
      return first
    case .depthToSpace(let block):
      guard block > 0 else { throw .tooLarge }
      let whole = try product([block, block], upTo: Int.tensorLimit)
      let channels = try first.channels(in: whole, "\(block)x\(block) places")
      return Shape(
        height: try product([first.height, block], upTo: Int.tensorLimit),
        width: try product([first.width, block], upTo: Int.tensorLimit), channels: channels)
    case .spaceToDepth(let block):
      guard block > 0, first.height % block == 0, first.width % block == 0 else {
        throw .unevenPlaces(first, block: block)
      }
      return Shape(
        height: first.height / block, width: first.width / block,
        channels: try product([first.channels, block, block], upTo: Int.tensorLimit))
    case .slice(let start, let count):
      guard start >= 0, count > 0, count <= first.channels - start else {
        throw .channels(expected: start + count, got: first.channels)
      }
      return Shape(height: first.height, width: first.width, channels: count)
    case .resize(_, let factor): return try resized(first, by: factor, or: inputs.last ?? first)
    case .resizeTo(_, let size):
      return Shape(height: size.height, width: size.width, channels: first.channels)
    case .flatten(let values):
      let parts = try first.channels(in: values, "outputs of \(values) values")
      return Shape(height: first.places * parts, width: 1, channels: values)
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
    if fixedShape != nil { return 0 }
    return takesOnlySize(ofInput: 1) || self == .add || self == .multiply ? 2 : 1
  }

  /// The first shape, over which all others are spread that are not equal to it.
  private func spread(
    _ inputs: [Shape], over first: Shape, _ name: String
  ) throws(ShapeError) -> Shape {
    for other in inputs.dropFirst()
    where other != first && !(other.isVector && other.channels == first.channels) {
      throw .unequal(name, first, other)
    }
    return first
  }

  private func concatenated(
    _ inputs: [Shape], _ first: Shape
  ) throws(ShapeError) -> Shape {
    for other in inputs where (other.height, other.width) != (first.height, first.width) {
      throw .unequal("a concatenation", first, other)
    }
    return Shape(
      height: first.height, width: first.width, channels: inputs.reduce(0) { $0 + $1.channels })
  }

  private func resized(
    _ map: Shape, by factor: Int?, or size: Shape
  ) throws(ShapeError) -> Shape {
    guard let factor else {
      return Shape(height: size.height, width: size.width, channels: map.channels)
    }
    return Shape(
      height: try product([map.height, factor], upTo: Int.tensorLimit),
      width: try product([map.width, factor], upTo: Int.tensorLimit), channels: map.channels)
  }

  /// What a window makes of a map.
  private func moved(
    _ window: PerAxis<Window>, over input: Shape, channels: Int
  ) throws(ShapeError) -> Shape {
    guard let rows = window.height.extent(over: input.height),
      let columns = window.width.extent(over: input.width)
    else { throw .windowTooLarge(kernel: window.map { $0.kernel }, input: input) }
    return Shape(height: rows.output, width: columns.output, channels: channels)
  }
}

extension Shape {
  /// How many parts of so many channels there are; `parts` is what the error calls them.
  fileprivate func channels(in size: Int, _ parts: String) throws(ShapeError) -> Int {
    guard size > 0, channels % size == 0 else { throw .uneven(channels: channels, parts: parts) }
    return channels / size
  }
}
