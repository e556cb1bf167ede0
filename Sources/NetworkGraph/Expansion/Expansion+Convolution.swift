import Architecture

extension Expansion {
  /// A convolution with norm and activation; on a pooled vector a 1x1 one is a fully connected layer.
  mutating func expand(
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
    guard let kernel = integers(convolution.kernel, environment, of: row),
      let stride = integers(convolution.stride, environment, of: row)
    else { return input }
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
    guard split(input.channels, out.scaled, into: groups, of: row) else { return input }
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

  /// A transposed convolution with norm and activation.
  mutating func expand(
    transposed convolution: ConvolutionRow, of row: Row, input: Value, isFirst: Bool,
    environment: [String: Int], at cursor: Cursor, topLevel: Int?
  ) -> Value {
    guard let quantity = convolution.out,
      let out = channels(quantity, of: row, input: input, environment, topLevel: topLevel),
      let kernel = integers(convolution.kernel, environment, of: row),
      let stride = integers(convolution.stride, environment, of: row)
    else { return input }
    var groups = 1
    if case .count(let count) = convolution.groups { groups = count }
    guard split(input.channels, out.scaled, into: groups, of: row) else { return input }
    var padding = 0
    if case .explicit(let margin)? = convolution.padding { padding = margin }
    let origin = cursor.origin(.convolution)
    let transposed = TransposedConvolution(
      kernel: kernel, inputChannels: input.channels, outputChannels: out.scaled,
      stride: isFirst ? stride : 1, padding: padding, groups: groups, hasBias: convolution.bias)
    let value = Value(
      node: append(.transposedConvolution(transposed), [input.node], origin),
      channels: out.scaled, tableChannels: out.table)
    return activated(
      convolution.norm ? normed(value, epsilon: convolution.normEpsilon, origin) : value,
      convolution.activation, origin)
  }

  /// Whether channels split into groups; reports if they do not.
  private mutating func split(
    _ inputs: Int, _ outputs: Int, into groups: Int, of row: Row
  ) -> Bool {
    if inputs % groups == 0, outputs % groups == 0 { return true }
    report(
      "\(inputs) and \(outputs) channels do not split into \(groups) groups",
      at: row.location(ofAny: ["groups", "out", "c"]))
    return false
  }

  // MARK: - Nodes

  /// Convolution, batch norm, activation: one layer.
  mutating func convolved(
    _ convolution: Convolution, input: Value, tableChannels: Int, norm: Bool = true,
    epsilon: Double? = nil, activation: RowActivation?, _ origin: Origin
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

  mutating func activated(
    _ value: Value, _ activation: RowActivation?, _ origin: Origin
  ) -> Value {
    switch activation {
    case nil: value
    case .curve(let activation): passed(.activation(activation), [value], origin)
    case .parametricReLU: passed(.parametricReLU(channels: value.channels), [value], origin)
    }
  }

  /// A node whose output has the channels of its first input.
  mutating func passed(_ operation: Operation, _ inputs: [Value], _ origin: Origin) -> Value {
    var value = inputs[0]
    value.node = append(operation, inputs.map { $0.node }, origin)
    return value
  }
}
