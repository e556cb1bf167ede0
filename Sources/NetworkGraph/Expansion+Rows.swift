import Architecture

extension Expansion {
  /// Expands one repeat of a row, at the top of a table or inside a block, to nodes.
  ///
  /// `topLevel` is the row's index in the table; inside blocks, where the width multiplier has been
  /// applied to the block's parameters already, it is absent.
  mutating func expand(
    _ row: Row, inputs: [Value], isFirst: Bool, environment: [String: Int],
    at cursor: inout Cursor, topLevel: Int?
  ) -> Value {
    let input = inputs[0]
    switch row.operation {
    case .convolution(let convolution):
      return expand(
        convolution, of: row, input: input, isFirst: isFirst, environment: environment, at: cursor,
        topLevel: topLevel)
    case .invertedResidual(let block):
      return expand(
        block, of: row, input: input, isFirst: isFirst, environment: environment, at: cursor,
        topLevel: topLevel)
    case .linear(let out, let activation):
      guard let out = channels(out, of: row, input: input, environment, topLevel: topLevel) else {
        return input
      }
      let linear = Linear(inputChannels: input.channels, outputChannels: out.scaled)
      let value = Value(
        node: append(.linear(linear), [input.node], cursor.origin(.linear)), channels: out.scaled,
        tableChannels: out.table, isPooled: true)
      return activated(value, activation, cursor.origin(.linear))
    case .globalPool:
      let node = append(.globalPool, [input.node], cursor.origin(.pool))
      return Value(
        node: node, channels: input.channels, tableChannels: input.tableChannels, isPooled: true)
    case .pool(let pool):
      guard let kernel = integer(pool.kernel, environment, of: row),
        let stride = integer(pool.stride, environment, of: row)
      else { return input }
      let window = Pool(
        kind: pool.kind, kernel: kernel, stride: stride,
        padding: pool.padding ?? spec.rules.padding, ceiling: pool.ceiling)
      return passed(.pool(window), [input], cursor.origin(.pool))
    case .l2Normalization(let epsilon):
      return passed(
        .l2Normalization(channels: input.channels, epsilon: epsilon), [input],
        cursor.origin(.normalization))
    case .softmax: return passed(.softmax, [input], cursor.origin(.softmax))
    case .add: return passed(.add, inputs, cursor.origin(.join))
    case .multiply: return passed(.multiply, inputs, cursor.origin(.join))
    case .activation(let activation):
      return passed(.activation(activation), [input], cursor.origin(.activation))
    case .resize(let resize):
      guard resize.factor != nil || inputs.count > 1 else {
        report("an enlargement needs a factor or a second source", at: row.location)
        return input
      }
      var value = passed(
        .resize(resize.mode, factor: resize.factor), inputs, cursor.origin(.resize))
      value.isPooled = false
      return value
    case .concatenate:
      var value = passed(.concatenate, inputs, cursor.origin(.join))
      value.channels = inputs.reduce(0) { $0 + $1.channels }
      value.tableChannels = inputs.reduce(0) { $0 + $1.tableChannels }
      if max(value.channels, value.tableChannels) > Self.largestCount {
        report("\(value.channels) channels are not possible", at: row.location)
      }
      return value
    case .shortcut(let condition):
      let holds = condition.map { $0.value(in: environment) != 0 } ?? true
      guard holds, inputs.count == 2, inputs[0].channels == inputs[1].channels else { return input }
      return passed(.add, inputs, cursor.origin(.shortcut))
    case .block(let block):
      return expand(
        block, of: row, inputs: inputs, environment: environment, at: &cursor, topLevel: topLevel)
    }
  }

  private mutating func expand(
    _ convolution: ConvolutionRow, of row: Row, input: Value, isFirst: Bool,
    environment: [String: Int], at cursor: Cursor, topLevel: Int?
  ) -> Value {
    let depthwise = convolution.groups == .depthwise
    var out = (scaled: input.channels, table: input.tableChannels)
    if let quantity = convolution.out {
      guard let found = channels(quantity, of: row, input: input, environment, topLevel: topLevel)
      else {
        return input
      }
      out = found
    }
    guard let kernel = integer(convolution.kernel, environment, of: row),
      let stride = integer(convolution.stride, environment, of: row)
    else { return input }
    // On a pooled vector a 1x1 convolution is a fully connected layer.
    if input.isPooled, kernel == 1, convolution.groups == .one {
      let linear = Linear(
        inputChannels: input.channels, outputChannels: out.scaled, hasBias: convolution.bias)
      let origin = cursor.origin(.linear)
      let value = Value(
        node: append(.linear(linear), [input.node], origin), channels: out.scaled,
        tableChannels: out.table, isPooled: true)
      return activated(
        convolution.norm ? normed(value, epsilon: convolution.normEpsilon, origin) : value,
        convolution.activation, origin)
    }
    let groups: Int
    switch convolution.groups {
    case .one: groups = 1
    case .depthwise: groups = input.channels
    case .count(let count): groups = count
    }
    guard input.channels % groups == 0, out.scaled % groups == 0 else {
      report(
        "\(input.channels) and \(out.scaled) channels do not split into \(groups) groups",
        at: row.location(ofAny: ["groups", "out", "c"]))
      return input
    }
    let isSecondHalf = !depthwise && blocks[cursor.block].kind == .separable
    let role: Role = depthwise ? .depthwise : isSecondHalf ? .pointwise : .convolution
    return convolved(
      Convolution(
        kernel: kernel, inputChannels: input.channels, outputChannels: out.scaled,
        stride: isFirst ? stride : 1, dilation: convolution.dilation,
        padding: convolution.padding ?? spec.rules.padding, groups: groups,
        hasBias: convolution.bias),
      input: input, tableChannels: out.table, norm: convolution.norm,
      epsilon: convolution.normEpsilon, activation: convolution.activation, cursor.origin(role))
  }

  // MARK: - Nodes

  /// Convolution, batch norm, activation: one layer.
  mutating func convolved(
    _ convolution: Convolution, input: Value, tableChannels: Int, norm: Bool = true,
    epsilon: Double? = nil, activation: Activation?, _ origin: Origin
  ) -> Value {
    let node = append(.convolution(convolution), [input.node], origin)
    let value = Value(
      node: node, channels: convolution.outputChannels, tableChannels: tableChannels)
    return activated(
      norm ? normed(value, epsilon: epsilon, origin) : value, activation, origin)
  }

  /// A batch norm; without an epsilon of its own it has the table's.
  mutating func normed(_ value: Value, epsilon: Double?, _ origin: Origin) -> Value {
    var value = value
    value.node = append(
      .batchNormalization(epsilon: epsilon ?? spec.rules.normEpsilon), [value.node], origin)
    return value
  }

  mutating func activated(_ value: Value, _ activation: Activation?, _ origin: Origin) -> Value {
    guard let activation else { return value }
    var value = value
    value.node = append(.activation(activation), [value.node], origin)
    return value
  }

  /// A node whose output has the channels of its first input.
  mutating func passed(_ operation: Operation, _ inputs: [Value], _ origin: Origin) -> Value {
    var value = inputs[0]
    value.node = append(operation, inputs.map(\.node), origin)
    return value
  }

  // MARK: - Numbers

  /// The most channels of a tensor, and the most values of an answer.
  static let largestCount = 1 << 40

  /// How often a row stands, if that is possible.
  mutating func repeats(of row: Row, _ environment: [String: Int]) -> Int? {
    let count = row.repeats.value(in: environment) ?? 1
    if (1...1000).contains(count) { return count }
    report("\(count) repeats are not possible", at: row.location(ofAny: ["n", "number"]))
    return nil
  }

  mutating func integer(_ quantity: Quantity, _ environment: [String: Int], of row: Row) -> Int? {
    if let value = quantity.value(in: environment), (1...Self.largestCount).contains(value) {
      return value
    }
    report("'\(quantity)' has no possible value here", at: row.location)
    return nil
  }

  /// The channels of a cell, at width multiplier 1 and under the one in force.
  mutating func channels(
    _ quantity: Quantity, of row: Row, input: Value, _ environment: [String: Int], topLevel: Int?
  ) -> (scaled: Int, table: Int)? {
    guard let value = integer(quantity, environment, of: row) else { return nil }
    guard topLevel != nil, quantity.isLiteral else { return (value, value) }
    if spec.rules.width.keepsRatio.contains(row.name), width != spec.nominalWidth,
      let scaled = spec.rules.width.scaled(
        value, inRatioTo: input.channels, tableInput: input.tableChannels, factor: width)
    {
      return (scaled, value)
    }
    let thins = !spec.rules.width.neverThinned.contains(row.name)
    let factor = thins ? width : max(width, 1)
    guard let scaled = scaled(value, by: factor) else { return nil }
    return (scaled, value)
  }

  mutating func scaled(_ channels: Int, by factor: Double) -> Int? {
    if factor == spec.nominalWidth, spec.rules.width.rounding == .undefined { return channels }
    guard let scaled = spec.rules.width.scaled(channels, by: factor) else {
      report("no source defines a width multiplier for '\(spec.name)'", at: spec.location)
      return nil
    }
    return scaled
  }
}
