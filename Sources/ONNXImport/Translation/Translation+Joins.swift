import Architecture
import NetworkGraph

extension Translation {
  /// The results of a sum, a product, or of what joins and cuts channels; nothing for another operation.
  mutating func joins(_ inputs: [Value?]) throws(Problem) -> [Value]? {
    switch current.operation {
    case "Add", "Sub", "Mul", "Div", "Max", "Min", "Sum": return [try arithmetic(inputs)]
    case "Concat": return [.feature(try concatenated(inputs))]
    case "Split": return try split(inputs)
    case "Slice": return [.feature(try sliced(inputs))]
    case "Gather": return [.feature(try gathered(inputs))]
    default: return nil
    }
  }

  // MARK: - Sums and products

  private mutating func arithmetic(_ inputs: [Value?]) throws(Problem) -> Value {
    guard inputs.count == 2 else { return .feature(try joinedFeatures(inputs)) }
    switch (inputs.first ?? nil, inputs.last ?? nil) {
    case (.feature?, .length(let length)?) where current.operation == "Div":
      var input = try ordered(feature(inputs, 0))
      guard length.isRoot, length.node == input.node else { throw .left("a quotient of two maps") }
      input.node = try normalized(input.node, epsilon: length.epsilon)
      return .feature(input)
    case (.length?, _), (_, .length?): throw .left("a sum of squares that is no normalization")
    case (.feature?, .constant(let constant)?):
      return .feature(try joined(feature(inputs, 0), constant, isFirst: true))
    case (.constant(let constant)?, .feature?):
      return .feature(try joined(feature(inputs, 1), constant, isFirst: false))
    default: return .feature(try joinedFeatures(inputs))
    }
  }

  /// A tensor with a constant: one number for all places, or one for each channel.
  private mutating func joined(
    _ given: Feature, _ constant: Constant, isFirst: Bool
  ) throws(Problem) -> Feature {
    var input = given
    if constant.count == 1 {
      let value = try numbers(constant)[0]
      let function: ScalarFunction
      switch current.operation {
      case "Add", "Sum": function = .affine(factor: 1, summand: value.shortest)
      case "Sub":
        function = .affine(
          factor: isFirst ? 1 : -1, summand: isFirst ? -value.shortest : value.shortest)
      case "Mul": function = .affine(factor: value.shortest, summand: 0)
      case "Div" where isFirst && value != 0:
        function = .affine(factor: 1 / value.shortest, summand: 0)
      case "Div" where !isFirst:
        input.node = try applied(.reciprocal, to: input.node)
        function = .affine(factor: value.shortest, summand: 0)
      case "Max": function = .clip(low: value.shortest, high: .infinity)
      case "Min": function = .clip(low: -.infinity, high: value.shortest)
      default: throw .left("a map divided by 0")
      }
      input.node = try applied(function, to: input.node)
      return input
    }
    input = try ordered(input)
    let channels = shape(input).channels
    guard try isPerChannel(constant, on: input.layout, channels) else {
      throw .left("a constant of \(constant.shape) with a map")
    }
    input.node = try perChannel(constant, input.node, channels, isFirst: isFirst)
    return input
  }

  /// A number for each channel: a layer's bias, a scale, or the factor and summand of a norm that has
  /// mean 0 and variance 1.
  private mutating func perChannel(
    _ constant: Constant, _ node: Int, _ channels: Int, isFirst: Bool
  ) throws(Problem) -> Int {
    let isOnlyUse = uses[current.inputs[isFirst ? 0 : 1]] == 1
    let isLast = node == nodes.count - 1 && isOnlyUse
    let vector = constant.reshaped([channels], by: current.title) ?? constant
    switch (current.operation, nodes[node].operation) {
    case ("Add", let operation) where isLast && operation.withBias != operation:
      nodes[node].operation = operation.withBias
      weights[node, default: [:]][.bias] = vector
      return node
    case ("Add", .batchNormalization(0, learning: .scale)) where isLast:
      nodes[node].operation = .batchNormalization(epsilon: 0)
      weights[node, default: [:]][.normBias] = vector
      return node
    case ("Mul", .normalization)
    where isLast && isConstant(1, node, .normWeight)
      && isConstant(0, node, .normBias):
      weights[node, default: [:]][.normWeight] = vector
      return node
    case ("Add", .normalization) where isLast && isConstant(0, node, .normBias):
      weights[node, default: [:]][.normBias] = vector
      return node
    case ("Mul", .l2Normalization) where isLast && isConstant(1, node, .scale):
      weights[node, default: [:]][.scale] = vector
      return node
    default: break
    }
    guard channels <= Constant.limit else {
      throw .left("a constant of \(constant.shape) with a map")
    }
    func all(_ value: Double) -> Constant {
      Constant([Double](repeating: value, count: channels), shape: [channels])
    }
    var (factor, summand) = (all(1), all(0))
    let learned: NormTerms
    switch (current.operation, isFirst) {
    case ("Add", _), ("Sum", _): (summand, learned) = (vector, .shift)
    case ("Mul", _): (factor, learned) = (vector, .scale)
    case ("Sub", true):
      summand = Constant(try numbers(vector).map { -$0 }, shape: [channels])
      learned = .shift
    case ("Sub", false): (factor, summand, learned) = (all(-1), vector, .shift)
    case ("Div", true):
      factor = Constant(try numbers(vector).map { 1 / $0 }, shape: [channels])
      learned = .scale
    default: throw .left("a constant of \(constant.shape) with a map")
    }
    return try append(
      .batchNormalization(epsilon: 0, learning: learned), [node],
      [.normWeight: factor, .normBias: summand, .normMean: all(0), .normVariance: all(1)])
  }

  /// Whether all numbers of a node's tensor, as far as they are known, are one.
  private func isConstant(_ value: Double, _ node: Int, _ role: ParameterTensor.Role) -> Bool {
    guard let constant = weights[node]?[role],
      let numbers = try? constant.numbers(in: model.source)
    else { return false }
    return numbers.allSatisfy { $0 == value }
  }

  private mutating func joinedFeatures(_ inputs: [Value?]) throws(Problem) -> Feature {
    var features: [Feature] = []
    for index in inputs.indices { features.append(try ordered(feature(inputs, index))) }
    guard let first = features.first else { throw malformed("lacks its inputs") }
    if features.count == 1 { return first }
    switch current.operation {
    case "Add", "Sum": return try sum(of: features)
    case "Sub" where features.count == 2:
      features[1].node = try append(
        .scalarFunction(.affine(factor: -1, summand: 0)), [features[1].node])
      return try sum(of: features)
    case "Mul" where features.count == 2, "Div" where features.count == 2:
      var (map, gate) = (features[0], features[1])
      if current.operation == "Div" { gate.node = try applied(.reciprocal, to: gate.node) }
      if shape(map).isVector, !shape(gate).isVector { swap(&map, &gate) }
      guard isSame(map, gate) || isSpread(gate, over: map) else {
        throw .left("a product of different shapes, \(map.layout.shape) and \(gate.layout.shape)")
      }
      map.node = try product(of: [map.node, gate.node])
      map.isPooled = map.isPooled && gate.isPooled
      return map
    case "Max": throw .left("the largest of \(features.count) maps")
    case "Min": throw .left("the smallest of \(features.count) maps")
    default: throw .left("of \(features.count) maps")
    }
  }

  /// The sum of maps of one shape; vectors of as many channels are spread over the places.
  private mutating func sum(of features: [Feature]) throws(Problem) -> Feature {
    let place = features.firstIndex { !shape($0).isVector } ?? 0
    var result = features[place]
    let others = features.indices.filter { $0 != place }.map { features[$0] }
    for other in others where !isSame(other, result) && !isSpread(other, over: result) {
      throw .left("a sum of different shapes, \(result.layout.shape) and \(other.layout.shape)")
    }
    result.node = try append(.add, [result.node] + others.map { $0.node })
    result.isPooled = features.allSatisfy { $0.isPooled }
    return result
  }

  private func isSame(_ left: Feature, _ right: Feature) -> Bool {
    left.layout == right.layout && shape(left) == shape(right)
  }

  /// Whether a vector has its channels in the dimension in which the map has them.
  private func isSpread(_ gate: Feature, over map: Feature) -> Bool {
    guard shape(gate).isVector, shape(gate).channels == shape(map).channels else { return false }
    let (rank, own) = (map.layout.dimensions.count, gate.layout.dimensions.count)
    guard let axis = map.layout.dimension(of: .channel),
      let place = gate.layout.dimension(of: .channel)
    else { return !map.layout.has(.channel) && own <= rank }
    return axis - rank == place - own
  }

  // MARK: - Channels

  private mutating func concatenated(_ inputs: [Value?]) throws(Problem) -> Feature {
    var features: [Feature] = []
    for index in inputs.indices { features.append(try ordered(feature(inputs, index))) }
    guard let first = features.first else { throw malformed("lacks its inputs") }
    let rank = first.layout.dimensions.count
    let axis = try axis(integer("axis", 0), rank: rank)
    guard features.allSatisfy({ $0.layout.dimensions.count == rank }) else {
      throw malformed("joins tensors of different ranks")
    }
    if features.count == 1 { return first }
    if features.allSatisfy({ $0.layout.hasChannels(at: axis) }) {
      let node = try append(.concatenate, features.map { $0.node })
      var layout = features.first { $0.layout.has(.channel) }?.layout ?? first.layout
      layout.dimensions[axis] =
        Layout([[Atom(axis: .channel, size: nodes[node].shape.channels, step: 1)]]).dimensions[0]
      return Feature(
        node: node, layout: layout, isPooled: features.allSatisfy { $0.isPooled })
    }
    guard axis == 1, let lists = try lists(features) else {
      throw .left("a concatenation of another axis than the channels")
    }
    let node = try append(.stack, lists)
    let list = nodes[node].shape
    return Feature(
      node: node,
      layout: Layout([
        [], [Atom(axis: .height, size: list.height, step: 1)],
        [Atom(axis: .channel, size: list.channels, step: 1)],
      ]))
  }

  /// The nodes of features as lists of answers; nothing if one of them is none.
  private mutating func lists(_ features: [Feature]) throws(Problem) -> [Int]? {
    var lists: [Int] = []
    for feature in features {
      let map = shape(feature)
      if nodes[feature.node].operation.isList {
        lists.append(feature.node)
        continue
      }
      guard
        let values = feature.layout.listValues(
          height: map.height, width: map.width, channels: map.channels)
      else { return nil }
      lists.append(try append(.flatten(values: values), [feature.node]))
    }
    return lists
  }

  private mutating func split(_ inputs: [Value?]) throws(Problem) -> [Value] {
    let input = try ordered(feature(inputs, 0))
    let axis = try axis(integer("axis", 0), rank: input.layout.dimensions.count)
    let size = input.layout.shape[axis]
    let parts = max(current.outputs.count, 1)
    let even = (size + parts - 1) / parts
    let sizes =
      try integers("split", or: inputs, 1)
      ?? (0..<parts).map { max(min(even, size - $0 * even), 0) }
    var results: [Value] = []
    var first = 0
    for count in sizes {
      guard count > 0, count <= size - first else {
        throw malformed("splits \(size) into \(sizes)")
      }
      results.append(.feature(try cut(input, axis, first..<first + count)))
      first += count
    }
    return results
  }

  /// Some indices of one dimension in a row: a slice of the channels.
  private mutating func cut(
    _ input: Feature, _ axis: Int, _ range: Range<Int>
  ) throws(Problem) -> Feature {
    if range == 0..<input.layout.shape[axis] { return input }
    guard input.layout.has(.channel), input.layout.hasChannels(at: axis) else {
      throw .left("a part of another axis than the channels")
    }
    var result = input
    result.node = try append(
      .slice(first: range.lowerBound, count: range.count), [input.node])
    result.layout = input.layout.resized(.channel, to: range.count) ?? input.layout
    return result
  }

  private mutating func sliced(_ inputs: [Value?]) throws(Problem) -> Feature {
    var result = try ordered(feature(inputs, 0))
    var steps = PerAxis<Int>(1)
    for (axis, indices) in try sliceRanges(of: result.layout.shape, inputs) {
      guard let first = indices.first, let last = indices.last else {
        throw malformed("keeps nothing")
      }
      let step = indices.count > 1 ? indices[1] - first : 1
      guard step > 0 else { throw .left("a slice of a map from back to front") }
      if step == 1 {
        result = try cut(result, axis, first..<last + 1)
        continue
      }
      // Every second place from the first on is what a pooling over single places gives.
      switch axis {
      case result.layout.dimension(of: .height) where first == 0: steps.height = step
      case result.layout.dimension(of: .width) where first == 0: steps.width = step
      default: throw .left("a part of another axis than the channels")
      }
    }
    guard steps != 1 else { return result }
    result.node = try append(
      .pool(Pool(kind: .maximum, kernel: 1, stride: steps, padding: .valid, ceiling: false)),
      [result.node])
    let map = shape(result)
    result.layout =
      result.layout.resized(.height, to: map.height)?.resized(.width, to: map.width)
      ?? result.layout
    return result
  }

  private mutating func gathered(_ inputs: [Value?]) throws(Problem) -> Feature {
    let input = try ordered(feature(inputs, 0))
    guard let indices = try constant(inputs, 1) else { throw malformed("lacks its indices") }
    let axis = try axis(integer("axis", 0), rank: input.layout.dimensions.count)
    let size = input.layout.shape[axis]
    let wanted = try numbers(indices).map { Int(clamping: $0) }.map { $0 < 0 ? $0 + size : $0 }
    guard let first = wanted.first, first >= 0, first <= size - wanted.count,
      zip(wanted, wanted.dropFirst()).allSatisfy({ $1 == $0 &+ 1 })
    else { throw .left("channels in another order") }
    var result = try cut(input, axis, first..<first + wanted.count)
    // The indices' own dimensions stand where the one was.
    let kept = result.layout.dimensions[axis]
    guard let own = Layout([kept]).reshaped(indices.shape) else {
      throw .left("channels in another order")
    }
    result.layout.dimensions.replaceSubrange(axis...axis, with: own.dimensions)
    return result
  }
}
