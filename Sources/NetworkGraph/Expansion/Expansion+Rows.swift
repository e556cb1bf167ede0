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
    guard checkCount(of: inputs, row) else { return input }
    switch row.operation {
    case .convolution(let convolution):
      return expand(
        convolution, of: row, input: input, isFirst: isFirst, environment: environment, at: cursor,
        topLevel: topLevel)
    case .transposedConvolution(let convolution):
      return expand(
        transposed: convolution, of: row, input: input, isFirst: isFirst, environment: environment,
        at: cursor, topLevel: topLevel)
    case .invertedResidual(let block):
      return expand(
        block, of: row, input: input, isFirst: isFirst, environment: environment, at: cursor,
        topLevel: topLevel)
    case .linear(let out, let activation):
      return expand(
        linear: out, activation, of: row, input: input, environment: environment, at: cursor,
        topLevel: topLevel)
    case .squeezeExcite(let gate):
      return gated(input, by: gate, of: row, input: input, at: cursor)
    case .globalPool:
      let node = append(.globalPool, [input.node], cursor.origin(.pool))
      return Value(
        node: node, channels: input.channels, tableChannels: input.tableChannels, isPooled: true)
    case .pool(let pool):
      guard let kernel = integers(pool.kernel, environment, of: row),
        let stride = integers(pool.stride, environment, of: row)
      else { return input }
      let window = Pool(
        kind: pool.kind, kernel: kernel, stride: stride,
        padding: pool.padding ?? spec.rules.padding, ceiling: pool.ceiling)
      return passed(.pool(window), [input], cursor.origin(.pool))
    case .normalization(let epsilon):
      return normed(input, epsilon: epsilon, cursor.origin(.normalization))
    case .l2Normalization(let epsilon):
      return passed(
        .l2Normalization(channels: input.channels, epsilon: epsilon), [input],
        cursor.origin(.normalization))
    case .channelConvolution(let kernel):
      return passed(.channelConvolution(kernel: kernel), [input], cursor.origin(.convolution))
    case .softmax: return passed(.softmax, [input], cursor.origin(.softmax))
    case .add: return passed(.add, inputs, cursor.origin(.join))
    case .multiply: return passed(.multiply, inputs, cursor.origin(.join))
    case .activation(let activation):
      return activated(input, activation, cursor.origin(.activation))
    case .resize(let resize): return enlarged(resize, inputs, of: row, cursor.origin(.resize))
    case .concatenate: return concatenated(inputs, of: row, cursor.origin(.join))
    case .shuffle(let groups):
      return passed(.shuffle(groups: groups), [input], cursor.origin(.join))
    case .split(let groups): return split(input, into: groups, of: row, cursor.origin(.join))
    case .shortcut:
      guard nodes[inputs[0].node].shape == nodes[inputs[1].node].shape else { return input }
      return passed(.add, inputs, cursor.origin(.shortcut))
    case .block(let block):
      return expand(
        block, of: row, inputs: inputs, isFirst: isFirst, environment: environment, at: &cursor,
        topLevel: topLevel)
    }
  }

  /// What a row is to reports.
  func kind(of row: Row, on input: Value) -> BlockKind {
    switch row.operation {
    case .convolution(let convolution):
      if convolution.groups == .depthwise { return .depthwise }
      guard convolution.kernel.value(in: variables) == 1 else { return .convolution }
      return input.isPooled && convolution.groups == .one ? .fullyConnected : .pointwise
    case .transposedConvolution, .channelConvolution: return .convolution
    case .invertedResidual: return .invertedResidual
    case .linear: return .fullyConnected
    case .globalPool, .pool: return .pool
    case .normalization, .l2Normalization: return .normalization
    case .softmax: return .softmax
    case .squeezeExcite, .add, .multiply, .concatenate, .shuffle, .split, .shortcut, .resize,
      .activation:
      return .join
    case .block: return .composite
    }
  }

  private mutating func expand(
    linear out: Quantity, _ activation: RowActivation?, of row: Row, input: Value,
    environment: [String: Int], at cursor: Cursor, topLevel: Int?
  ) -> Value {
    guard let out = channels(out, of: row, input: input, environment, topLevel: topLevel) else {
      return input
    }
    let linear = Linear(inputChannels: input.channels, outputChannels: out.scaled)
    let value = Value(
      node: append(.linear(linear), [input.node], cursor.origin(.linear)), channels: out.scaled,
      tableChannels: out.table, isPooled: true)
    return activated(value, activation, cursor.origin(.linear))
  }

  private mutating func enlarged(
    _ resize: ResizeRow, _ inputs: [Value], of row: Row, _ origin: Origin
  ) -> Value {
    var value = passed(.resize(resize.mode, factor: resize.factor), inputs, origin)
    value.isPooled = false
    return value
  }

  /// Every part is a place of the row; by the row's own name goes what it takes.
  private mutating func split(
    _ input: Value, into groups: Int, of row: Row, _ origin: Origin
  ) -> Value {
    guard input.channels % groups == 0 else {
      report(
        "\(input.channels) channels do not split into \(groups) equal parts",
        at: row.location(of: "groups"))
      return input
    }
    let count = input.channels / groups
    for group in 0..<groups {
      var part = input
      part.node = append(.slice(first: group * count, count: count), [input.node], origin)
      part.channels = count
      part.tableChannels = input.tableChannels / groups
      inside["\(group + 1)"] = part
    }
    return input
  }

  private mutating func concatenated(
    _ inputs: [Value], of row: Row, _ origin: Origin
  ) -> Value {
    var value = passed(.concatenate, inputs, origin)
    value.channels = inputs.reduce(0) { $0 + $1.channels }
    value.tableChannels = inputs.reduce(0) { $0 + $1.tableChannels }
    if max(value.channels, value.tableChannels) > Self.largestCount {
      report("invalid number of channels \(value.channels)", at: row.location)
    }
    return value
  }
}
